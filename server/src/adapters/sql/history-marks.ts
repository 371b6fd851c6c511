import type { HistoryChange } from '../../imports/history.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { insertMany } from './insert-many.js';

const COLUMNS = ['user_id', 'movie_id', 'added_at'];

/** Films that come onto the watchlist or among the favourites, or go from there. */
export async function writeMarks(
  tx: Db,
  userId: UserId,
  changes: readonly HistoryChange[],
): Promise<void> {
  for (const [table, mark] of [
    ['watchlist', 'watchlist'],
    ['favourites', 'favourite'],
  ] as const) {
    const moved = changes.filter(({ before, after }) => before[mark] !== after[mark]);
    const gone = moved.flatMap(({ movieId, before }) => (before[mark] === null ? [] : movieId));
    if (gone.length > 0) {
      await tx
        .deleteFrom(table)
        .where('user_id', '=', userId)
        .where('movie_id', 'in', gone)
        .execute();
    }
    const rows = moved.flatMap(({ movieId, after }) =>
      after[mark] === null ? [] : [[userId, movieId, after[mark]]],
    );
    if (rows.length > 0) await insertMany(engineOf(tx).bulk, tx, table, COLUMNS, rows);
  }
}
