import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Stars } from '../../ratings/stars.js';
import { bucketOf, type Tally } from '../../ratings/tally.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { BUCKET_COLUMNS, type Bucket } from './schema.js';
import { statement } from './statement.js';

export type TallyRow = Record<'count' | 'sum' | Bucket, number>;
export const TALLY_COLUMNS = ['count', 'sum', ...BUCKET_COLUMNS] as const;

/** The histogram bucket of `stars`, as `bucketOf` has it. */
const BUCKET = sql<number>`(ratings.stars + 5) / 10`;

/** Moves a movie's tally from one rating of a user to another, null for none; null when there is no such movie. */
export async function moveTally(
  db: Db,
  { movieId, userId, from, to }: Move,
): Promise<Tally | null> {
  const by = tallyDifference(from, to);
  const { shards } = engineOf(db);
  return shards === 1 ? moveRow(db, movieId, by) : moveShard(db, movieId, userId % shards, by);
}
type Move = { movieId: MovieId; userId: UserId; from: Stars | null; to: Stars | null };

type Moved = TallyRow & { movieId: MovieId };

async function moveRow(db: Db, movieId: MovieId, by: TallyRow): Promise<Tally | null> {
  const [row] = await addToRow(db, { ...by, movieId });
  return row === undefined ? null : toTally(row);
}

const addToRow = statement((db, { movieId, ...by }: Moved) =>
  db
    .updateTable('tallies')
    .set(
      Object.fromEntries(
        TALLY_COLUMNS.map((column) => [column, sql`${sql.ref(column)} + ${by[column]}`]),
      ),
    )
    .where('movie_id', '=', movieId)
    .returning([...TALLY_COLUMNS])
    .compile(),
);

/** The row of the rater's shard; its answer and the other rows are read in the same statement. */
async function moveShard(
  db: Db,
  movieId: MovieId,
  shard: number,
  by: TallyRow,
): Promise<Tally | null> {
  const [row] = await addToShard(db, { ...by, movieId, shard });
  return row === undefined || row.count === null ? null : toTally(row);
}

const addToShard = statement((db, { movieId, shard, ...by }: Moved & { shard: number }) => {
  const columns = sql.join(TALLY_COLUMNS.map((column) => sql.ref(column)));
  const values = sql.join(TALLY_COLUMNS.map((column) => sql`${by[column]}::integer`));
  const moved = TALLY_COLUMNS.map(
    (column) => sql`${sql.ref(column)} = tallies.${sql.ref(column)} + ${by[column]}::integer`,
  );
  const sums = TALLY_COLUMNS.map((column) => sql`sum(${sql.ref(column)}) as ${sql.ref(column)}`);
  return sql<TallyRow | Record<keyof TallyRow, null>>`
    with mine as (
      update tallies set ${sql.join(moved)}
      where movie_id = ${movieId} and shard = ${shard}::smallint
      returning ${columns}
    ), first as (
      insert into tallies (movie_id, shard, ${columns})
      select id, ${shard}::smallint, ${values} from movies
      where id = ${movieId} and not exists (select from mine)
      returning ${columns}
    )
    select ${sql.join(sums)} from (
      select ${columns} from mine
      union all select ${columns} from first
      union all select ${columns} from tallies
        where movie_id = ${movieId} and shard <> ${shard}::smallint
    ) as parts
    where exists (select from mine) or exists (select from first)`.compile(db);
});

/** Takes all ratings of a user out of the tallies of their movies, whose votes are to be counted anew. */
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
      owed: 1,
    })
    .where('ratings.user_id', '=', userId)
    .whereRef('ratings.movie_id', '=', 'tallies.movie_id')
    .where('tallies.shard', '=', userId % engineOf(db).shards)
    .execute();
}

/** Who goes may have taken back ratings whose votes still count, here or in an estimation that goes on. */
export async function oweEverRated(db: Db, userId: UserId): Promise<void> {
  await db
    .updateTable('tallies')
    .set({ owed: 1 })
    .where('shard', '=', 0)
    .where('movie_id', 'in', ({ selectFrom }) =>
      selectFrom('rating_events').select('rating_events.movie_id').where('user_id', '=', userId),
    )
    .execute();
}

/** The votes for a movie are to be counted anew: its facts changed, or what is thought of some votes. */
export async function oweRecount(db: Db, movieId: MovieId): Promise<void> {
  await db
    .updateTable('tallies')
    .set({ owed: 1 })
    .where('movie_id', '=', movieId)
    .where('shard', '=', 0)
    .execute();
}

export async function tallyOfMovie(db: Db, movieId: MovieId): Promise<Tally> {
  const row = await db
    .selectFrom('tallies')
    .select(tallySums())
    .where('movie_id', '=', movieId)
    .executeTakeFirstOrThrow();
  return toTally(row as TallyRow);
}

/** Of several movies, of those that are there. */
export async function talliesOf(
  db: Db,
  ids: readonly MovieId[],
): Promise<ReadonlyMap<MovieId, Tally>> {
  const rows = await readTallies(db, { ids: JSON.stringify(ids) });
  return new Map(rows.map((row) => [row.movie_id, toTally(row)]));
}

/** Rows of one movie are added up where they are: to hand each of sixteen over takes far longer. */
const readTallies = statement((db, { ids }: { ids: string }) => {
  const { shards, bulk } = engineOf(db);
  const rows = db
    .selectFrom('tallies')
    .select('movie_id')
    .where(bulk.isAmong('movie_id', ids))
    .$castTo<TallyRow & { movie_id: MovieId }>();
  const columns = [...TALLY_COLUMNS];
  return shards === 1
    ? rows.select(columns).compile()
    : rows.select(tallySums()).groupBy('movie_id').compile();
});

export async function tallyOfUser(db: Db, userId: UserId): Promise<Tally> {
  const row = await db
    .selectFrom('ratings')
    .select(recountColumns())
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow();
  return toTally(row as TallyRow);
}

/** Aggregates that make one tally of rows of `tallies`. */
export function tallySums() {
  return TALLY_COLUMNS.map((column) =>
    sql<number>`coalesce(sum(${sql.ref(column)}), 0)`.as(column),
  );
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

/** What a rating that moves adds to each column of a tally. */
export function tallyDifference(from: Stars | null, to: Stars | null): TallyRow {
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
