import { sql } from 'kysely';
import type { Feed } from '../../ratings/ports.js';
import type { Db } from './atomic.js';

const NAME = 'feed-origin';
/** So many changes a second nobody makes, from one restore to the next. */
const A_SECOND = 2 ** 20;

/** The origin stands beside what else is made once for a database; where nothing was ever restored it is 0. */
export function sqlFeed(db: Db): Feed {
  async function origin(): Promise<number> {
    const kept = await db
      .selectFrom('secrets')
      .select('value')
      .where('name', '=', NAME)
      .executeTakeFirst();
    return Number(kept?.value ?? 0);
  }

  return {
    origin,

    async beginAnew(now) {
      const next = Math.max(Math.floor(now / 1000) * A_SECOND, (await origin()) + A_SECOND);
      await db
        .insertInto('secrets')
        .values({ name: NAME, value: String(next) })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ value: sql`excluded.value` }),
        )
        .execute();
    },
  };
}
