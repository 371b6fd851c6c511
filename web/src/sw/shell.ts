/** Both given by the build: all that the page is made of, and a name for exactly these bytes. */
declare const SHELL: string[];
declare const BUILD: string;

const PREFIX = 'halfstar-shell-';
/** Pages that were open before a new release still fetch parts of the one they came with. */
const RELEASES = 2;
const LONGEST_WAIT_MS = 3000;

export const shell: readonly string[] = SHELL;

export async function keepShell(): Promise<void> {
  const cache = await caches.open(PREFIX + BUILD);
  // What the browser has by a hashed name is what it is; the rest is asked for anew.
  const requests = SHELL.map(
    (path) => new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'reload' }),
  );
  await cache.addAll(requests);
}

export async function forgetOldShells(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  for (const name of names.slice(0, -RELEASES)) await caches.delete(name);
}

/** Named by what is in them: of whichever release. */
export async function asset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

/** The service's, so that it is never older than the service; if that is not to be had soon, the one that is kept. */
export async function fileOrKept(request: Request, path: string): Promise<Response> {
  const kept = async () =>
    (await caches.match(path, { cacheName: PREFIX + BUILD, ignoreVary: true })) ?? null;
  const answer = fetch(request);
  const late = new Promise<null>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS, null));
  const first = await Promise.race([answer.catch(() => null), late]);
  return first ?? (await kept()) ?? answer;
}
