import { Pool } from 'undici';
import type { Chance } from './chance.js';
import type { Someone } from './service.js';
import { until } from './until.js';

/** `stars` is null for no rating. */
type Change = { movieId: number; stars: number | null };

/**
 * Who writes one thing after the other, and remembers what was acknowledged. A write without an answer, or refused as
 * unavailable, may be there or not: the commit may have been the last that arrived.
 */
export type Rater = {
  token: string;
  acknowledged: Map<number, number | null>;
  /** What else a movie's rating may be by now. */
  perhaps: Map<number, Set<number | null>>;
  /** The one write in doubt when nothing was written since: all of it is there, or nothing. */
  onItsWay: Change[] | null;
};

/** Without a status: the connection ended, or the answer did not come in time. */
export type Answer = {
  status: number | null;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: whatever was answered
  body: any;
  ms: number;
};

export type Visitor = {
  ask(method: 'GET' | 'PUT' | 'DELETE' | 'POST', path: string, more?: Asked): Promise<Answer>;
  leave(): Promise<void>;
};
type Asked = { token?: string | undefined; body?: unknown };

const LONGEST_ANSWER_MS = 20_000;
/** Everyone looks at once, and some are told to come again. */
const LONGEST_LOOK_MS = 30_000;
const SOME_IN_A_BATCH = 5;

type Kept = { movie: { id: number }; stars: number };

/** Asks over connections that are kept, one request at a time on each; it asks nothing twice. */
export function visitor(url: string, connections: number): Visitor {
  const pool = new Pool(url, {
    connections,
    pipelining: 1,
    headersTimeout: LONGEST_ANSWER_MS,
    bodyTimeout: LONGEST_ANSWER_MS,
  });
  return {
    async ask(method, path, { token, body } = {}) {
      const began = performance.now();
      const passed = () => performance.now() - began;
      try {
        const response = await pool.request({
          method,
          path: path.startsWith('/') ? path : `/api/v1/${path}`,
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const text = await response.body.text();
        return {
          status: response.statusCode,
          headers: response.headers,
          body: text === '' ? null : JSON.parse(text),
          ms: passed(),
        };
      } catch {
        return { status: null, headers: {}, body: null, ms: passed() };
      }
    },
    leave: () => pool.destroy(),
  };
}

export function ratersOf(people: Someone[]): Rater[] {
  return people.map(({ token }) => ({
    token,
    acknowledged: new Map(),
    perhaps: new Map(),
    onItsWay: null,
  }));
}

/** Writes one thing: mostly a rating, now and then some at once, or one removed. */
export async function write(
  { ask }: Visitor,
  rater: Rater,
  movieIds: number[],
  random: Chance,
): Promise<{ answer: Answer; acknowledged: number; movieId: number }> {
  const changes = Array.from({ length: random.below(6) === 0 ? SOME_IN_A_BATCH : 1 }, () => ({
    movieId: random.oneOf(movieIds),
    stars: random.below(6) === 0 ? null : random.below(101) / 20,
  }));
  const answer = await send(ask, rater, changes);
  const { movieId } = changes[0] as Change;
  if (answer.status === null || answer.status === 503) {
    rater.onItsWay = rater.perhaps.size === 0 ? changes : null;
    for (const { movieId, stars } of changes) {
      const perhaps = rater.perhaps.get(movieId) ?? new Set();
      rater.perhaps.set(movieId, perhaps.add(stars));
    }
    return { answer, acknowledged: 0, movieId };
  }
  if (answer.status >= 300) return { answer, acknowledged: 0, movieId };
  for (const { movieId, stars } of changes) {
    rater.acknowledged.set(movieId, stars);
    // Who writes for someone waits for all that was written for them before.
    rater.perhaps.delete(movieId);
  }
  rater.onItsWay = null;
  return { answer, acknowledged: changes.length, movieId };
}

function send(ask: Visitor['ask'], { token }: Rater, changes: Change[]): Promise<Answer> {
  const [{ movieId, stars }] = changes as [Change];
  if (changes.length > 1) {
    const items = changes.map((change) =>
      change.stars === null
        ? { movie: change.movieId, remove: true }
        : { movie: change.movieId, stars: change.stars },
    );
    return ask('POST', 'users/me/ratings/batch', { token, body: { items } });
  }
  const path = `users/me/ratings/${movieId}`;
  return stars === null
    ? ask('DELETE', path, { token })
    : ask('PUT', path, { token, body: { stars } });
}

/** What of all that was acknowledged is not as it was left, in sentences: nothing, one hopes. */
export async function lookUp({ ask }: Visitor, rater: Rater): Promise<string[]> {
  const items = await until('ratings are looked up', LONGEST_LOOK_MS, async () => {
    const answer = await ask('GET', 'users/me/ratings?limit=100', { token: rater.token });
    return answer.status === 200 && (answer.body.items as Kept[]);
  });
  const kept = new Map(items.map(({ movie, stars }) => [movie.id, stars]));
  const { acknowledged, perhaps, onItsWay } = rater;
  const lost: string[] = [];
  for (const movieId of new Set([...kept.keys(), ...acknowledged.keys()])) {
    const stars = kept.get(movieId) ?? null;
    const left = acknowledged.get(movieId) ?? null;
    if (stars !== left && !perhaps.get(movieId)?.has(stars)) {
      lost.push(`movie ${movieId}: ${left} was acknowledged, ${stars} is kept`);
    }
  }
  if (onItsWay !== null && !isAllOrNothing(onItsWay, acknowledged, kept)) {
    lost.push(`of ${JSON.stringify(onItsWay)} only a part is kept`);
  }
  for (const movieId of perhaps.keys()) acknowledged.set(movieId, kept.get(movieId) ?? null);
  rater.perhaps = new Map();
  rater.onItsWay = null;
  return lost;
}

function isAllOrNothing(
  changes: Change[],
  before: Map<number, number | null>,
  kept: Map<number, number>,
): boolean {
  const after = new Map(changes.map(({ movieId, stars }) => [movieId, stars]));
  const all = [...after].every(([movieId, stars]) => (kept.get(movieId) ?? null) === stars);
  const none = [...after.keys()].every(
    (movieId) => (kept.get(movieId) ?? null) === (before.get(movieId) ?? null),
  );
  return all || none;
}
