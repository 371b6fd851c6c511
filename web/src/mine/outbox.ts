import type { HalfstarClient, Shape } from '@halfstar/client';
import type { MineStore } from './store.ts';
import type { FilmName, Wish } from './wishes.ts';

/** A wish that is older was made offline or signed out: then is when the film was rated. */
const LATE_MS = 60_000;
const RATING = '/api/v1/users/{user}/ratings/{movie}';
const PASSING = new Set([408, 425, 429]);

export type Sent =
  | { kind: 'all' }
  /** The service cannot be reached, or has too much to do. */
  | { kind: 'later' }
  | { kind: 'signed-out' };

/**
 * What the service said: the film's `id` there, my `stars` of it, `at` what time by its clock, in ms, and what all gave the
 * film then; null where mine was taken back.
 */
export type Stored = {
  id: FilmName;
  stars: number | null;
  at: number;
  tally: Shape<'Tally'> | null;
};

type Before = Pick<Shape<'Rating'>, 'stars' | 'note' | 'ratedAt'>;

/**
 * What the service had of mine before a wish, null for nothing, by the wish's `at`: whoever takes the wish back means all
 * of it.
 */
export type Replaced = Map<number, Before | null>;

type Needs = {
  client: HalfstarClient;
  store: MineStore;
  replaced: Replaced;
  now: () => number;
  onFulfilled(wish: Wish, answer: Stored): void;
  onRefused(wish: Wish, why: string): void;
};

/** Sends all that waits, in the order of wishing. Whatever was sent twice has the effect of once. */
export async function sendWishes(needs: Needs): Promise<Sent> {
  const { store, onFulfilled, onRefused } = needs;
  const owner = store.owner();
  for (const wish of store.wishes()) {
    const answer = await send(needs, wish).catch(() => null);
    if (answer === null) return { kind: 'later' };
    const { status, id, stars, at, tally, why } = answer;
    if (status === 401) return { kind: 'signed-out' };
    if (status >= 500 || PASSING.has(status)) return { kind: 'later' };
    if (status >= 400 && !(stars === null && status === 404)) {
      store.refused(wish);
      onRefused(wish, why);
      continue;
    }
    store.fulfilled(wish, id, stars === null ? null : { stars, at }, owner);
    // Somebody else has signed in meanwhile, or nobody: what waits is not theirs.
    if (store.owner() !== owner) return { kind: 'all' };
    onFulfilled(wish, { id, stars, at, tally });
  }
  return { kind: 'all' };
}

async function send({ client, store, replaced, now }: Needs, wish: Wish) {
  const { name, note, undoes, at } = wish;
  const params = { path: { user: 'me', movie: name } };
  const { before, status: refused } = await beforeOf(client, store, name);
  const meant = undoneTo(before);
  const stars = wish.stars ?? meant?.stars ?? null;
  const plain = { id: name, stars, at: now(), tally: null };
  if (refused !== undefined) return { ...plain, status: refused, why: '' };
  replaced.set(at, before);
  if (stars === null) {
    const { response, error } = await client.DELETE(RATING, { params });
    return { ...plain, status: response.status, why: error?.detail ?? '' };
  }
  const isLate = now() - at > LATE_MS;
  // Who only writes another note has not rated anew.
  const same = before?.stars === stars ? before : null;
  const ratedAt = (meant ?? same)?.ratedAt ?? (isLate ? new Date(at).toISOString() : undefined);
  // Rating anew replaces the note as well; who only moves the stars means to keep it.
  const kept = (meant ?? before)?.note ?? null;
  const { data, response, error } = await client.PUT(RATING, {
    params,
    body: { stars, note: note === undefined ? kept : note, ...(ratedAt && { ratedAt }) },
  });
  const { status } = response;
  if (data === undefined) return { ...plain, status, why: error?.detail ?? '' };
  const { rating, tally } = data;
  const id = String(rating.movieId);
  return { status, id, stars, at: Date.parse(rating.updatedAt), tally, why: '' };

  /** What whoever takes a wish back means, whether it was known here or not when it was made. */
  function undoneTo(there: Before | null): Before | null {
    if (undoes === undefined) return null;
    const was = replaced.get(undoes);
    if (was !== undefined) return was;
    // It was never sent, or before the page was loaded: then what is there is to go.
    return wish.stars === null && store.isKnown(name) ? null : there;
  }
}

/** What the service has of it; `status` when it does not say. */
async function beforeOf(client: HalfstarClient, store: MineStore, movie: FilmName) {
  if (store.lacks(movie)) return { before: null };
  const params = { path: { user: 'me', movie } };
  const { data, response } = await client.GET(RATING, { params });
  if (data !== undefined) return { before: data };
  return response.status === 404 ? { before: null } : { before: null, status: response.status };
}
