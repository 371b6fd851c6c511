import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { recountColumns, TALLY_COLUMNS, tallySums } from './tallies.js';

const MOVIES_A_STATEMENT = 1000;

/** Counts the ratings into as many rows a movie as `to` has for one; owed is what was owed. */
export async function rebuildTallies(from: Db, to: Db): Promise<void> {
  const { shards } = engineOf(to);
  await to
    .insertInto('tallies')
    .columns(['movie_id', 'shard', ...TALLY_COLUMNS])
    .expression(({ selectFrom }) =>
      selectFrom('ratings')
        .select(['movie_id', sql<number>`user_id % ${sql.lit(shards)}`.as('shard')])
        .select(recountColumns())
        .groupBy(['movie_id', sql`user_id % ${sql.lit(shards)}`]),
    )
    .execute();
  // Every movie has the first.
  await sql`insert into tallies (movie_id)
    select id from movies
    where not exists (select 1 from tallies where movie_id = movies.id and shard = 0)`.execute(to);
  await oweTheSame(from, to);
}

async function oweTheSame(from: Db, to: Db): Promise<void> {
  let after = 0 as MovieId;
  for (;;) {
    const owed = await from
      .selectFrom('tallies')
      .select('movie_id')
      .distinct()
      .where('owed', '=', sql.lit(1))
      .where('movie_id', '>', after)
      .orderBy('movie_id')
      .limit(MOVIES_A_STATEMENT)
      .execute();
    const ids = owed.map(({ movie_id }) => movie_id);
    const last = ids.at(-1);
    if (last === undefined) return;
    await to
      .updateTable('tallies')
      .set({ owed: 1 })
      .where('shard', '=', 0)
      .where('movie_id', 'in', ids)
      .execute();
    after = last;
  }
}

/** All tallies in one, to be compared. */
export async function sumOfTallies(db: Db): Promise<string> {
  const row = await db.selectFrom('tallies').select(tallySums()).executeTakeFirstOrThrow();
  return TALLY_COLUMNS.map((column) => row[column]).join(' ');
}
