/** How a request is answered: see `sw.ts`. */
export type Kind = 'page' | 'asset' | 'file' | 'data' | 'poster' | 'other';

const POSTERS = 'https://image.tmdb.org';
/** Pages of the service that are none of ours. */
const NO_PAGE = /^\/(api|docs|methods|problems|health|ready|metrics)(\/|$)/;
/** Of the moment, or for admins alone: of no use later. */
const PASSING =
  /^\/api\/v1\/(sessions|flags|audit|ready|health|users\/me\/(changes|tokens|imports))(\/|$)|^\/api\/v1\/users$/;

export function kindOf(
  { method, mode, url }: Pick<Request, 'method' | 'mode' | 'url'>,
  home: string,
): Kind {
  if (method !== 'GET') return 'other';
  const { origin, pathname } = new URL(url);
  if (origin === POSTERS) return 'poster';
  if (origin !== home) return 'other';
  if (mode === 'navigate') return NO_PAGE.test(pathname) ? 'other' : 'page';
  if (pathname.startsWith('/assets/')) return 'asset';
  if (pathname.startsWith('/api/')) return PASSING.test(pathname) ? 'other' : 'data';
  return NO_PAGE.test(pathname) || pathname === '/sw.js' ? 'other' : 'file';
}
