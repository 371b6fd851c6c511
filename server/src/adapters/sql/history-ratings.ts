import { sql } from 'kysely';
import type { HistoryChange } from '../../imports/history.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { insertMany } from './insert-many.js';
import { moveTallies } from './tally-moves.js';

const EVENT = ['user_id', 'revision', 'movie_id', 'stars', 'note', 'at'];
const RATING = ['user_id', 'movie_id', 'stars', 'note', 'rated_at', 'updated_at', 'revision'];

/** Many ratings of one user at once, with what `put` and `remove` do for each: an event, and the move of a tally. */
export async function writeRatings(
  tx: Db,
  userId: UserId,
  changes: readonly HistoryChange[],
  now: number,
): Promise<void> {
  const moved = changes
    .filter(({ before, after }) => JSON.stringify(before.rating) !== JSON.stringify(after.rating))
    .sort((one, other) => one.movieId - other.movieId);
  if (moved.length === 0) return;
  const { revision } = await tx
    .updateTable('users')
    .set({ revision: sql`revision + ${moved.length}`, owed: 1 })
    .where('id', '=', userId)
    .returning('revision')
    .executeTakeFirstOrThrow();
  const first = revision - moved.length + 1;
  const { bulk } = engineOf(tx);
  const events = moved.map(({ movieId, after: { rating } }, i) => [
    userId,
    first + i,
    movieId,
    rating?.stars ?? null,
    rating?.note ?? null,
    // A vote is counted, and taken out again, by when it was given: as it is in the rating.
    rating?.updatedAt ?? now,
  ]);
  await insertMany(bulk, tx, 'rating_events', EVENT, events);
  const gone = moved.flatMap(({ movieId, before }) => (before.rating === null ? [] : movieId));
  if (gone.length > 0) {
    await tx
      .deleteFrom('ratings')
      .where('user_id', '=', userId)
      .where('movie_id', 'in', gone)
      .execute();
  }
  const put = moved.flatMap(({ movieId, after: { rating } }, i) =>
    rating === null
      ? []
      : [[userId, movieId, rating.stars, rating.note, rating.ratedAt, rating.updatedAt, first + i]],
  );
  if (put.length > 0) await insertMany(bulk, tx, 'ratings', RATING, put);
  // Last of all: others who rate these movies wait from here to the end.
  await moveTallies(
    tx,
    userId,
    moved.map(({ movieId, before, after }) => ({
      movieId,
      from: before.rating?.stars ?? null,
      to: after.rating?.stars ?? null,
    })),
  );
}
