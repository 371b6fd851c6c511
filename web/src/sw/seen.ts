/** What was fetched lately, for when nothing can be: at most so many answers, of whoever is signed in. */

const SEEN = 'halfstar-seen';
const POSTERS = 'halfstar-posters';
const WHO = 'halfstar-who';
const MOST = { [SEEN]: 400, [POSTERS]: 300 };
type Name = keyof typeof MOST;

let who: Promise<string> | undefined;
const currentWho = () => {
  who ??= readWho();
  return who;
};

/** Whoever comes after must not see what another saw. */
export async function becomeUser(id: string): Promise<void> {
  const before = currentWho();
  who = before.then(async (last) => {
    if (last === id) return id;
    await caches.delete(SEEN);
    await (await caches.open(WHO)).put('/', new Response(id));
    return id;
  });
  await who;
}

/** The service's own answer; without one, the last it gave. */
export async function dataOrSeen(request: Request): Promise<Response> {
  const asked = currentWho();
  try {
    const answer = await fetch(request);
    const isKept = answer.ok && !/no-store/.test(answer.headers.get('cache-control') ?? '');
    // Somebody else may have come meanwhile: then it is forgotten.
    if (isKept && (await asked) === (await currentWho())) await keep(SEEN, request, answer.clone());
    return answer;
  } catch (error) {
    await currentWho();
    return (await find(SEEN, request)) ?? Promise.reject(error);
  }
}

/** A poster never changes under its address. Asked for as a stranger would, so that its size is known. */
export async function posterOrSeen({ url }: Request): Promise<Response> {
  const seen = await find(POSTERS, url);
  if (seen !== undefined) return seen;
  const answer = await fetch(url, { mode: 'cors', credentials: 'omit' });
  if (answer.ok) await keep(POSTERS, url, answer.clone());
  return answer;
}

async function readWho(): Promise<string> {
  const kept = await caches.match('/', { cacheName: WHO });
  return kept === undefined ? '0' : kept.text();
}

const find = async (name: Name, request: Request | string) =>
  (await caches.open(name)).match(request, { ignoreVary: true });

async function keep(name: Name, request: Request | string, answer: Response): Promise<void> {
  const cache = await caches.open(name);
  // Last, as what is seen last goes last.
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, answer);
  const keys = await cache.keys();
  for (const old of keys.slice(0, -MOST[name])) await cache.delete(old, { ignoreVary: true });
}
