/** Where everything is. A page is added here, in `pages.ts`, and in the server's list of pages. */
export const PATHS = [
  '/',
  '/search',
  '/film/:movie',
  '/person/:person',
  '/charts/:chart',
  '/rapid',
  '/for-you',
  '/set-aside',
  '/together',
  '/quality',
  '/add',
  '/sign-in',
  '/sign-up',
  '/account',
  '/imports',
  '/imports/:import',
  '/user/:user',
  '/user/:user/diary',
  '/user/:user/favourites',
  '/user/:user/watchlist',
  '/user/:user/statistics',
  '/admin',
  '/admin/users',
  '/admin/films',
  '/admin/health',
] as const;

export type Path = (typeof PATHS)[number];

/** What a path leaves open: `'movie'` of `/film/:movie`. */
type Parts<P extends string> = P extends `${string}/:${infer Part}/${infer Rest}`
  ? Part | Parts<`/${Rest}`>
  : P extends `${string}/:${infer Part}`
    ? Part
    : never;

/** `pathTo('/film/:movie', { movie: 12 })` is `/film/12`. */
export function pathTo<P extends Path>(
  path: P,
  ...[parts]: Parts<P> extends never ? [] : [Record<Parts<P>, string | number>]
): string {
  const given = (parts ?? {}) as Record<string, string | number>;
  return path.replace(/:(\w+)/g, (_, part: string) =>
    // A colon may stand in a path, and `tmdb:603` reads better with it.
    encodeURIComponent(given[part] ?? '').replaceAll('%3A', ':'),
  );
}

/** The other way: `partsOf('/film/:movie', '/film/12')` is `{ movie: '12' }`; null where the address is not of that path. */
export function partsOf(path: Path, address: string): Record<string, string> | null {
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`, 'i');
  const match = pattern.exec(address);
  return match && { ...match.groups };
}
