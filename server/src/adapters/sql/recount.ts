import { sql } from 'kysely';
import type { Difference, Recount } from '../../ratings/ports.js';
import { type Db, snapshot } from './atomic.js';
import { strayDays } from './prediction-quality.js';
import { recountColumns, TALLY_COLUMNS, type TallyRow, tallySums } from './tallies.js';

export function sqlRecount(db: Db): Recount {
  return {
    // One state, so that a rating made meanwhile is in all that is compared or in none.
    differences: () =>
      snapshot(db, async (tx) => {
        const [tallies, recounts] = [await readTallies(tx), await recount(tx)];
        const movies = [...new Set([...tallies.keys(), ...recounts.keys()])];
        const differences = movies.flatMap((movieId) =>
          compare(movieId, tallies.get(movieId), recounts.get(movieId)),
        );
        differences.push(...(await strayRatings(tx)), ...(await strayDays(tx)));
        return {
          ratings: [...recounts.values()].reduce((sum, { count }) => sum + count, 0),
          movies: movies.length,
          differences,
        };
      }),
  };
}

async function readTallies(db: Db): Promise<Map<number, TallyRow>> {
  const rows = await db
    .selectFrom('tallies')
    .select(['movie_id', ...tallySums()])
    .groupBy('movie_id')
    .execute();
  return new Map(rows.map((row) => [row.movie_id, row as unknown as TallyRow]));
}

async function recount(db: Db): Promise<Map<number, TallyRow>> {
  const rows = await db
    .selectFrom('ratings')
    .select('movie_id')
    .select(recountColumns())
    .groupBy('movie_id')
    .execute();
  return new Map(rows.map((row) => [row.movie_id, row as unknown as TallyRow]));
}

function compare(movieId: number, tally?: TallyRow, recounted?: TallyRow): Difference[] {
  return TALLY_COLUMNS.flatMap((column) => {
    const [kept, counted] = [tally?.[column] ?? 0, recounted?.[column] ?? 0];
    const what = `${column} is kept as ${kept} and counts ${counted}`;
    return kept === counted ? [] : { movieId, what };
  });
}

/** Ratings that are not what their last event says, and last events that left a rating behind. */
async function strayRatings(db: Db): Promise<Difference[]> {
  const { rows } = await sql<{ movie_id: number; user_id: number }>`
    select e.movie_id, e.user_id from rating_events e
    left join ratings r on r.user_id = e.user_id and r.movie_id = e.movie_id
    where e.revision = (select max(l.revision) from rating_events l
      where l.user_id = e.user_id and l.movie_id = e.movie_id)
    and (coalesce(e.stars, -1) <> coalesce(r.stars, -1)
      or coalesce(e.note, '') <> coalesce(r.note, '')
      or (r.revision is not null and r.revision <> e.revision))
    union all
    select r.movie_id, r.user_id from ratings r
    where not exists (select 1 from rating_events e
      where e.user_id = r.user_id and e.revision = r.revision and e.movie_id = r.movie_id)
  `.execute(db);
  return rows.map(({ movie_id, user_id }) => ({
    movieId: movie_id,
    what: `the rating of user ${user_id} is not what its last event says`,
  }));
}
