import { sql } from 'kysely';
import { type FilmHistory, type Histories, NO_HISTORY } from '../../imports/history.js';
import type { MovieId } from '../../movies/movie.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import { engineOf } from './engines.js';
import { writeMarks } from './history-marks.js';
import { writeRatings } from './history-ratings.js';
import { writeViewings } from './history-viewings.js';
import { toViewing } from './viewings.js';

export function sqlHistories(db: Db): Histories {
  return {
    read: (userId, movieIds) => readHistories(db, userId, movieIds),

    write: (userId, changes, now) =>
      atomic(db, async (tx) => {
        await writeRatings(tx, userId, changes, now);
        await writeMarks(tx, userId, changes);
        return writeViewings(tx, userId, changes);
      }),
  };
}

async function readHistories(
  db: Db,
  userId: UserId,
  movieIds: readonly MovieId[],
): Promise<Map<MovieId, FilmHistory>> {
  const ids = await thoseThere(db, movieIds);
  const histories = new Map(
    ids.map((id): [MovieId, FilmHistory] => [id, { ...NO_HISTORY, viewings: [] }]),
  );
  if (ids.length === 0) return histories;
  const of = (id: MovieId) => histories.get(id) as FilmHistory;
  const ratings = await db
    .selectFrom('ratings')
    .selectAll()
    .where('user_id', '=', userId)
    .where('movie_id', 'in', ids)
    .execute();
  for (const { movie_id, stars, note, rated_at, updated_at } of ratings) {
    of(movie_id).rating = { stars, note, ratedAt: rated_at, updatedAt: updated_at };
  }
  const viewings = await db
    .selectFrom('viewings')
    .selectAll()
    .where('movie_id', 'in', ids)
    .where('user_id', '=', userId)
    .orderBy('id')
    .execute();
  for (const row of viewings) {
    const { userId: _, movieId, ...viewing } = toViewing(row);
    of(movieId).viewings.push(viewing);
  }
  for (const [table, mark] of MARKS) {
    const marked = await db
      .selectFrom(table)
      .select(['movie_id', 'added_at'])
      .where('user_id', '=', userId)
      .where('movie_id', 'in', ids)
      .execute();
    for (const { movie_id, added_at } of marked) of(movie_id)[mark] = added_at;
  }
  return histories;
}

const MARKS = [
  ['watchlist', 'watchlist'],
  ['favourites', 'favourite'],
] as const;

/** In a transaction, none of them goes before its end. */
async function thoseThere(db: Db, movieIds: readonly MovieId[]): Promise<MovieId[]> {
  if (movieIds.length === 0) return [];
  const lock = engineOf(db).kind === 'postgres' && db.isTransaction;
  const { rows } = await sql<{ id: MovieId }>`select id from movies
    where id in (${sql.join(movieIds)}) order by id ${lock ? sql`for key share` : sql``}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
