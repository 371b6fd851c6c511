import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import { bucketOf, emptyTally, type Tally } from '../../ratings/tally.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { BUCKET_COLUMNS, type Bucket } from './schema.js';

export type TallyRow = Record<'count' | 'sum' | Bucket, number>;
export const TALLY_COLUMNS = ['count', 'sum', ...BUCKET_COLUMNS] as const;

/** The histogram bucket of `stars`, as `bucketOf` has it. */
const BUCKET = sql<number>`(ratings.stars + 5) / 10`;

/** Moves a movie's tally from one rating to another, null for none; null when there is no such movie. */
export async function moveTally(
  db: Db,
  movieId: MovieId,
  from: Stars | null,
  to: Stars | null,
): Promise<Tally | null> {
  const by = tallyDifference(from, to);
  const row = await db
    .updateTable('tallies')
    .set({
      ...Object.fromEntries(
        TALLY_COLUMNS.filter((column) => by[column] !== 0).map((column) => [
          column,
          sql`${sql.ref(column)} + ${by[column]}`,
        ]),
      ),
      moves: sql`moves + 1`,
      owed: 1,
    })
    .where('movie_id', '=', movieId)
    .returning([...TALLY_COLUMNS])
    .executeTakeFirst();
  return row === undefined ? null : toTally(row);
}

/** Takes all ratings of a user out of the tallies of their movies. */
export async function withdrawFromTallies(db: Db, userId: UserId): Promise<void> {
  await db
    .updateTable('tallies')
    .from('ratings')
    .set({
      count: sql`count - 1`,
      sum: sql`sum - ratings.stars`,
      ...Object.fromEntries(
        BUCKET_COLUMNS.map((column, bucket) => [
          column,
          sql`${sql.ref(column)} - (case when ${BUCKET} = ${sql.lit(bucket)} then 1 else 0 end)`,
        ]),
      ),
      moves: sql`moves + 1`,
      owed: 1,
    })
    .where('ratings.user_id', '=', userId)
    .whereRef('ratings.movie_id', '=', 'tallies.movie_id')
    .execute();
}

/**
 * Every score leans on the mean of all ratings, which moves when a rated movie goes; but what that movie owed goes
 * with it. So another one owes its score, and publishing that finds the mean moved.
 */
export async function oweAnother(db: Db, gone: MovieId): Promise<void> {
  await db
    .updateTable('tallies')
    .set({ owed: 1 })
    .where('movie_id', '=', ({ selectFrom }) =>
      selectFrom('tallies as other')
        .select('other.movie_id')
        .where('other.count', '>', 0)
        .where('other.movie_id', '<>', gone)
        .limit(1),
    )
    .execute();
}

export async function tallyOfMovie(db: Db, movieId: MovieId): Promise<Tally> {
  const row = await db
    .selectFrom('tallies')
    .select([...TALLY_COLUMNS])
    .where('movie_id', '=', movieId)
    .executeTakeFirst();
  return row === undefined ? emptyTally() : toTally(row);
}

export async function tallyOfUser(db: Db, userId: UserId): Promise<Tally> {
  const row = await db
    .selectFrom('ratings')
    .select(recountColumns())
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return toTally(row as TallyRow);
}

/** Aggregates that make a tally of ratings. */
export function recountColumns() {
  const count = (condition: RawBuilder<unknown>) =>
    sql<number>`coalesce(sum(case when ${condition} then 1 else 0 end), 0)`;
  return [
    sql<number>`count(*)`.as('count'),
    sql<number>`coalesce(sum(ratings.stars), 0)`.as('sum'),
    ...BUCKET_COLUMNS.map((column, bucket) =>
      count(sql`${BUCKET} = ${sql.lit(bucket)}`).as(column),
    ),
  ];
}

export function toTally(row: TallyRow): Tally {
  return {
    count: row.count,
    sum: row.sum,
    histogram: BUCKET_COLUMNS.map((column) => row[column]),
  };
}

function tallyDifference(from: Stars | null, to: Stars | null): TallyRow {
  const by = Object.fromEntries(TALLY_COLUMNS.map((column) => [column, 0])) as TallyRow;
  for (const [stars, sign] of [
    [from, -1],
    [to, 1],
  ] as const) {
    if (stars === null) continue;
    by.count += sign;
    by.sum += sign * stars;
    by[BUCKET_COLUMNS[bucketOf(stars)] as Bucket] += sign;
  }
  return by;
}
