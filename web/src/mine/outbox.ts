import type { HalfstarClient, Shape } from '@halfstar/client';
import type { MineStore } from './store.ts';
import type { FilmName, Wish } from './wishes.ts';

/** A wish that is older was made offline or signed out: then is when the film was rated. */
const LATE_MS = 60_000;
const PASSING = new Set([408, 425, 429]);

export type Sent =
  | { kind: 'all' }
  /** The service cannot be reached, or has too much to do. */
  | { kind: 'later' }
  | { kind: 'signed-out' };

/**
 * What the service said: the film's `id` there, `at` what time by its clock, in ms, and what all gave the film then;
 * null where mine was taken back.
 */
export type Stored = { id: FilmName; at: number; tally: Shape<'Tally'> | null };

type Needs = {
  client: HalfstarClient;
  store: MineStore;
  now: () => number;
  onFulfilled(wish: Wish, answer: Stored): void;
  onRefused(wish: Wish, why: string): void;
};

/** Sends all that waits, in the order of wishing. Whatever was sent twice has the effect of once. */
export async function sendWishes({
  client,
  store,
  now,
  onFulfilled,
  onRefused,
}: Needs): Promise<Sent> {
  for (const wish of store.wishes()) {
    const answer = await send(client, store, wish, now()).catch(() => null);
    if (answer === null) return { kind: 'later' };
    const { status, id, at, tally, why } = answer;
    if (status === 401) return { kind: 'signed-out' };
    if (status >= 500 || PASSING.has(status)) return { kind: 'later' };
    if (status >= 400 && !(wish.stars === null && status === 404)) {
      store.refused(wish);
      onRefused(wish, why);
      continue;
    }
    store.fulfilled(wish, id, wish.stars === null ? null : { stars: wish.stars, at });
    onFulfilled(wish, { id, at, tally });
  }
  return { kind: 'all' };
}

async function send(client: HalfstarClient, store: MineStore, wish: Wish, now: number) {
  const params = { path: { user: 'me', movie: wish.name } };
  if (wish.stars === null) {
    const { response, error } = await client.DELETE('/api/v1/users/{user}/ratings/{movie}', {
      params,
    });
    const { status } = response;
    return { status, id: wish.name, at: now, tally: null, why: error?.detail ?? '' };
  }
  const { data, response, error } = await client.PUT('/api/v1/users/{user}/ratings/{movie}', {
    params,
    body: {
      stars: wish.stars,
      note: wish.note === undefined ? await keptNote(client, store, wish) : wish.note,
      ...(now - wish.at > LATE_MS && { ratedAt: new Date(wish.at).toISOString() }),
    },
  });
  return {
    status: response.status,
    id: data === undefined ? wish.name : String(data.rating.movieId),
    at: data === undefined ? now : Date.parse(data.rating.updatedAt),
    tally: data?.tally ?? null,
    why: error?.detail ?? '',
  };
}

/** Rating anew replaces the note as well; who only moves the stars means to keep it. */
async function keptNote(client: HalfstarClient, store: MineStore, { name }: Wish) {
  if (!store.isKnown(name)) return null;
  const { data } = await client.GET('/api/v1/users/{user}/ratings/{movie}', {
    params: { path: { user: 'me', movie: name } },
  });
  return data?.note ?? null;
}
