import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Movie, MovieId } from '../../movies/movie.js';
import type { Page, Position } from '../../page.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { moviesOf } from './kept-movies.js';
import { TTL_MS } from './known-counts.js';
import { movieState, type StateRow } from './movie-rows.js';
import { statement } from './statement.js';

const MOST_KEPT = 1000;

export const NEWEST_MOVIE = sql<number>`(select max(id) from movies)`;

/** The best of many that matched a moment ago, each in the version it had, and the newest movie there was. */
export type Bests = {
  versions: readonly { id: MovieId; version: number }[];
  newest: number;
  next: Position | null;
  total: number;
};

export type KnownBests = {
  /** The movies as they are by now; null where nothing is known, one of them was changed or removed, or a newer one is there. */
  find(key: string): Promise<Page<Movie> | null>;
  learn(key: string, bests: Bests): void;
};

const known = new WeakMap<Db, KnownBests>();

/** What the first letters of a title find, whoever types them; null in a transaction, where nothing is of a moment ago. */
export function knownBests(db: Db): KnownBests | null {
  if (db.isTransaction) return null;
  let mine = known.get(db);
  if (mine === undefined) {
    mine = newBests(db);
    known.set(db, mine);
  }
  return mine;
}

function newBests(db: Db): KnownBests {
  const bests = new LRUCache<string, Bests>({ max: MOST_KEPT, ttl: TTL_MS });
  return {
    async find(key) {
      const before = bests.get(key);
      if (before === undefined) return null;
      const { versions, newest, next, total } = before;
      const states = await statesOf(db, { ids: JSON.stringify(versions.map(({ id }) => id)) });
      const now = new Map(states.map(({ id, version }) => [id, version]));
      const isChanged = versions.some(({ id, version }) => now.get(id) !== version);
      const movies = isChanged || states[0]?.newest !== newest ? null : await moviesOf(db, states);
      const items = versions.flatMap(({ id }) => movies?.get(id) ?? []);
      if (items.length === versions.length) return { items, next, total };
      bests.delete(key);
      return null;
    },
    learn(key, best) {
      if (best.versions.length > 0) bests.set(key, best);
    },
  };
}

const statesOf = statement((db, { ids }: { ids: string }) =>
  sql<StateRow & { newest: number }>`select ${movieState()}, ${NEWEST_MOVIE} as newest
    from movies left join scores on scores.movie_id = movies.id
    where ${engineOf(db).bulk.isAmong('movies.id', ids)}`.compile(db),
);
