import type { OutsideFacts } from '../../catalogue/outside.js';
import type { Db } from './atomic.js';

export function sqlOutsideFacts(db: Db): OutsideFacts {
  return {
    async find(movieId) {
      const row = await db
        .selectFrom('outside_facts')
        .select(['fetched_at', 'whole'])
        .where('movie_id', '=', movieId)
        .executeTakeFirst();
      return row === undefined ? null : { fetchedAt: row.fetched_at, whole: row.whole === 1 };
    },

    async mark(movieId, { fetchedAt, whole }) {
      const row = { movie_id: movieId, fetched_at: fetchedAt, whole: whole ? 1 : 0 };
      await db
        .insertInto('outside_facts')
        .values(row)
        .onConflict((conflict) => conflict.column('movie_id').doUpdateSet(row))
        .execute();
    },
  };
}
