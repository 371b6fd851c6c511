import { sql } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Movie, MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import {
  type Facts,
  movieOf,
  movieState,
  type StateRow,
  toFacts,
  type WholeRow,
  wholeMovie,
} from './movie-rows.js';
import { statement } from './statement.js';

const MOST_KEPT = 10_000;
/** Most movies have some hundred; one with a long overview, or a cast of a hundred, takes the room of many. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

type Kept = LRUCache<MovieId, Facts>;

/** Whole movies in the order of `ids`; one that is not there is left out. */
export async function readMovies(db: Db, ids: readonly MovieId[]): Promise<Movie[]> {
  const kept = keptIn(db);
  const known = ids.filter((id) => kept?.has(id));
  const others = ids.filter((id) => !kept?.has(id));
  const states = known.length === 0 ? [] : await statesOf(db, { ids: JSON.stringify(known) });
  const movies = await moviesOf(db, states, others);
  return ids.flatMap((id) => movies.get(id) ?? []);
}

/**
 * Movies by their states, and `others`. What is kept of a movie serves as long as it is of the version that there is, whoever
 * wrote it; the rest is read. A movie that was removed meanwhile is left out.
 */
export async function moviesOf(
  db: Db,
  states: readonly StateRow[],
  others: readonly MovieId[] = [],
): Promise<ReadonlyMap<MovieId, Movie>> {
  const kept = keptIn(db);
  const movies = new Map<MovieId, Movie>();
  const wanted = [...others];
  for (const state of states) {
    const facts = kept?.get(state.id);
    if (facts !== undefined && isOf(facts, state)) movies.set(state.id, movieOf(facts, state));
    else wanted.push(state.id);
  }
  if (wanted.length === 0) return movies;
  const rows = await wholeMovies(db, { ids: JSON.stringify(wanted) });
  for (const movie of keepMovies(db, rows)) movies.set(movie.id, movie);
  return movies;
}

/** The movies of rows, which need not be read again. */
export function keepMovies(db: Db, rows: readonly WholeRow[]): Movie[] {
  const kept = keptIn(db);
  return rows.map((row) => {
    const facts = toFacts(row);
    kept?.set(row.id, facts, { size: charactersIn(row) });
    return movieOf(facts, row);
  });
}

/** In a database that was restored a version may be another than the one that had its number; not at the same time. */
function isOf(facts: Facts, { version, updated_at }: StateRow): boolean {
  return facts.version === version && facts.updatedAt === updated_at;
}

const kept = new WeakMap<Db, Kept>();

/** Null in a transaction: what is read there may never have been. */
function keptIn(db: Db): Kept | null {
  if (db.isTransaction) return null;
  let mine = kept.get(db);
  if (mine === undefined) {
    mine = new LRUCache({ max: MOST_KEPT, maxSize: MOST_CHARACTERS });
    kept.set(db, mine);
  }
  return mine;
}

function charactersIn({ title, original_title, overview, genres, people, outside }: WholeRow) {
  const texts = [title, original_title, overview, genres, people, outside];
  return texts.reduce((sum, text) => sum + (text?.length ?? 0), 1);
}

const statesOf = statement((db, { ids }: { ids: string }) =>
  sql<StateRow>`select ${movieState()}
    from movies left join scores on scores.movie_id = movies.id
    where ${engineOf(db).bulk.isAmong('movies.id', ids)}`.compile(db),
);

const wholeMovies = statement((db, { ids }: { ids: string }) =>
  sql<WholeRow>`select ${wholeMovie(db)}
    from movies left join scores on scores.movie_id = movies.id
    where ${engineOf(db).bulk.isAmong('movies.id', ids)}`.compile(db),
);
