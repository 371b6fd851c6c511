import { useCallback, useSyncExternalStore } from 'react';
import { client, queries, type Refusal, type Shape, scoreQuery } from '../api.ts';
import { checkSession, currentUser, onSession, setUser } from '../session/session.ts';
import { readFeed } from './feed.ts';
import { forgetKnown } from './known.ts';
import { type Replaced, type Stored, sendWishes } from './outbox.ts';
import { mineStore } from './store.ts';
import type { FilmName, Wish } from './wishes.ts';

/** Two in a row make what was rated in another tab appear within 2 s. */
const POLL_MS = 1500;
const RETRY_MS = 5000;
const SAVE_MS = 1000;
/** By then the score follows a rating. */
const SCORED_MS = 1200;

export const mine = mineStore(localStorage);
const replaced: Replaced = new Map();

/** What came of a wish, for whoever tells people. `signed-out` is told when it was made without a session too. */
export type Told =
  | { kind: 'rated' | 'waits' | 'signed-out'; wish: Wish; before: number | null }
  | { kind: 'refused'; wish: Wish; why: string };
type Teller = (told: Told) => void;
let teller: Teller = () => {};

export function onTold(next: Teller): void {
  teller = next;
}

const tabs = new BroadcastChannel('halfstar/mine');
type Answer = Omit<Stored, 'tally'>;
type Word = { owner: number; wish: Wish; answer?: Answer | 'refused' };

/**
 * Rates a film, or takes the rating back with null: shown at once, sent as soon as can be, kept until it was. `settle`
 * is how long to wait for another change of mind, in ms. `undoes` is the `at` of a wish that is taken back: note and time
 * are again what they were before it. `isQuiet`: where it was given, one sees it, can undo it, and is asked there to sign
 * in.
 */
export function rate(
  { name, title }: { name: FilmName; title: string },
  stars: number | null,
  {
    settle = 0,
    isQuiet = false,
    ...more
  }: { note?: string | null; undoes?: number; settle?: number; isQuiet?: boolean } = {},
): void {
  const before = beforeOf(name, settle);
  const wish: Wish = { name, title, stars, at: Date.now(), ...more };
  mine.wish(wish);
  tabs.postMessage({ owner: mine.owner(), wish } satisfies Word);
  const tell = async () => {
    settling.delete(name);
    const isOut = currentUser() === null;
    if (isOut && isQuiet) return;
    if (isOut) return teller({ kind: 'signed-out', wish, before });
    if (!navigator.onLine) return teller({ kind: 'waits', wish, before });
    if (!isQuiet) teller({ kind: 'rated', wish, before });
    await flush();
  };
  if (settle === 0) void tell();
  else settling.set(name, { before, timer: window.setTimeout(tell, settle) });
}

/** Changes of mind within a moment are one change. */
const settling = new Map<FilmName, { before: number | null; timer: number }>();
function beforeOf(name: FilmName, settle: number): number | null {
  const earlier = settling.get(name);
  window.clearTimeout(earlier?.timer);
  if (settle === 0) settling.delete(name);
  return earlier === undefined ? mine.starsOf(name) : earlier.before;
}

/** Sends what waits. One tab at a time: the others find nothing left. */
async function flush(): Promise<void> {
  if (currentUser() === null || mine.waiting() === 0) return;
  // Then nobody needs to ask film by film what is there.
  if (!mine.isWhole()) await poll();
  const owner = mine.owner();
  const send = () =>
    sendWishes({
      client,
      store: mine,
      replaced,
      now: Date.now,
      onFulfilled(wish, { tally, ...answer }) {
        tabs.postMessage({ owner, wish, answer } satisfies Word);
        if (tally !== null) showTally(answer.id, tally);
        refreshAfter(wish.name);
        window.setTimeout(() => refreshAfter(wish.name), SCORED_MS);
      },
      onRefused(wish, why) {
        tabs.postMessage({ owner, wish, answer: 'refused' } satisfies Word);
        teller({ kind: 'refused', wish, why });
      },
    });
  // Only where the page is served safely are there locks.
  const sent = await (navigator.locks?.request('halfstar/outbox', send) ?? send());
  saveSoon();
  if (sent.kind === 'later') window.setTimeout(() => void flush(), RETRY_MS);
  if (sent.kind === 'signed-out') {
    const [wish] = mine.wishes();
    setUser(null);
    if (wish !== undefined) teller({ kind: 'signed-out', wish, before: null });
  }
}

/** What all gave a film is in the answer to a rating: nobody needs to ask for it. */
function showTally(name: FilmName, { count, mean, histogram }: Shape<'Tally'>): void {
  queries.setQueryData(
    scoreQuery(name).queryKey,
    (score) => score && { ...score, count, mean, histogram },
  );
}

/** What is shown of a film beside my stars follows from them. */
function refreshAfter(name: FilmName): void {
  const isAbout = (key: readonly unknown[]) =>
    /\/score|\/ratings|\/statistics|^\/api\/v1\/users\/\{user\}$/.test(String(key[1])) ||
    JSON.stringify(key[2] ?? '').includes(`"movie":"${name}"`);
  void queries.invalidateQueries({ predicate: ({ queryKey }) => isAbout(queryKey) });
}

let saving = 0;
function saveSoon(): void {
  window.clearTimeout(saving);
  saving = window.setTimeout(mine.save, SAVE_MS);
}

/** From then on all that I have rated anywhere is known here. */
export async function learnMine(): Promise<void> {
  if (await readFeed(client, mine)) saveSoon();
}

async function poll(): Promise<void> {
  if (document.visibilityState !== 'visible' || currentUser() === null || !navigator.onLine) return;
  try {
    await learnMine();
  } catch (error) {
    if ((error as Refusal as { status?: number }).status === 401) await checkSession();
  }
}

/** Once, when the page begins. */
export function startMine(): void {
  const follow = () => {
    const owner = currentUser()?.id ?? 0;
    const before = mine.owner();
    if (owner !== before) {
      mine.open(owner);
      // Whoever uses this device next need not see it.
      if (before !== 0) forgetKnown(before, localStorage);
    }
    void poll();
    void flush();
  };
  mine.open(currentUser()?.id ?? 0);
  onSession(follow);
  follow();
  window.setInterval(() => void poll(), POLL_MS);
  addEventListener('focus', () => void poll());
  addEventListener('visibilitychange', () => void poll());
  addEventListener('online', () => void Promise.all([flush(), poll()]));
  addEventListener('pagehide', mine.save);
  tabs.addEventListener('message', ({ data }: MessageEvent<Word>) => {
    if (data.owner !== mine.owner()) return;
    const { wish, answer } = data;
    if (answer === undefined) mine.heard(wish);
    else if (answer === 'refused') mine.refused(wish);
    else {
      const { id, stars, at } = answer;
      mine.fulfilled(wish, id, stars === null ? null : { stars, at });
    }
  });
}

/**
 * My stars of one film; null for none. Only its own changes show. `meanwhile` is what a list of mine says of it, while
 * not all that I rated is known here yet.
 */
export function useMyStars(name: FilmName, meanwhile?: number | null): number | null {
  const listen = useCallback((listener: () => void) => mine.listen(name, listener), [name]);
  return useSyncExternalStore(listen, () => mine.starsOf(name, meanwhile));
}

/** Whether the service has a rating of mine of the film: only then can it be asked about it. */
export function useIsStored(name: FilmName): boolean {
  const listen = useCallback((listener: () => void) => mine.listen(name, listener), [name]);
  return useSyncExternalStore(listen, () => mine.isKnown(name));
}

/** How many ratings wait to be sent. */
export function useWaiting(): number {
  return useSyncExternalStore(mine.listenToAll, mine.waiting);
}

/** How many films the service has of mine. */
export function useMyCount(): number {
  return useSyncExternalStore(mine.listenToAll, mine.count);
}
