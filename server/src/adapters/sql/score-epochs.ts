import type { MovieId } from '../../movies/movie.js';
import type { Window } from '../../scores/flag.js';
import type { Epoch } from '../../scores/ports.js';
import type { MovieFacts } from '../../scores/prior.js';
import { among } from './among.js';
import { type Db, locked } from './atomic.js';
import { engineOf } from './engines.js';
import { readGenres } from './genres.js';
import { statement } from './statement.js';

/** Null before the first estimation. */
export async function currentEpoch(db: Db): Promise<Epoch | null> {
  const [row] = await findModel(db, {});
  return row === undefined ? null : toEpoch(row);
}

/** As `currentEpoch`; until the transaction ends, nobody else counts votes or takes up another epoch. */
export async function lockCurrentEpoch(tx: Db): Promise<Epoch | null> {
  for (;;) {
    const [row] = await lockModel(tx, {});
    if (row !== undefined) return toEpoch(row);
    // Whoever waited for this row while another became current finds none, and has to look again.
    if ((await currentEpoch(tx)) === null) return null;
  }
}

function currentModel(db: Db) {
  return db.selectFrom('score_models').selectAll().where('state', '=', 'current');
}

const findModel = statement((db) => currentModel(db).compile());
const lockModel = statement((db) => locked(engineOf(db), currentModel(db)).compile());

function toEpoch(row: { epoch: number; method: string; model: string; at: number }): Epoch {
  const { epoch, method, at } = row;
  const { listing, ...model } = JSON.parse(row.model) as Epoch['model'] & Pick<Epoch, 'listing'>;
  return { epoch, method, at, listing, model };
}

export function writeModel({ model, listing }: Pick<Epoch, 'model' | 'listing'>): string {
  return JSON.stringify({ ...model, listing });
}

/** Of movies that are there; a movie without genres has an empty list. */
export async function readFacts(
  db: Db,
  ids: readonly MovieId[],
): Promise<Map<MovieId, MovieFacts>> {
  if (ids.length === 0) return new Map();
  const movies = await db
    .selectFrom('movies')
    .select(['id', 'year'])
    .where(among(db, 'id', ids))
    .execute();
  const genres = await readGenres(db, ids);
  return new Map(movies.map(({ id, year }) => [id, { year, genres: genres.get(id) ?? [] }]));
}

/** When votes for these movies are in question; for all movies without `ids`. */
export async function readWindows(
  db: Db,
  ids?: readonly MovieId[],
): Promise<Map<MovieId, Window[]>> {
  let flags = db.selectFrom('score_flags').select(['movie_id', 'from_at', 'to_at', 'decision']);
  if (ids !== undefined) {
    if (ids.length === 0) return new Map();
    flags = flags.where(among(db, 'movie_id', ids));
  }
  const windows = new Map<MovieId, Window[]>();
  for (const { movie_id, from_at, to_at, decision } of await flags.execute()) {
    const window = { fromAt: from_at, toAt: to_at, decision };
    windows.set(movie_id, [...(windows.get(movie_id) ?? []), window]);
  }
  return windows;
}
