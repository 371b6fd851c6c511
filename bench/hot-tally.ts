/**
 * Where a movie's tally should be kept on PostgreSQL, so that everyone rating the same film tonight does not wait for
 * one row: in one row, in sixteen told apart by the rater, or in changes that are folded now and then. Each is measured
 * with all clients on one movie against all on different movies, interleaved; what counts is the ratio of the medians.
 *
 *   npx tsx bench/hot-tally.ts [rounds] [seconds a round]
 */
import { Pool, type PoolClient } from 'pg';

const URL = process.env.TEST_DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/test';
const CLIENTS = 64;
const CONNECTIONS = 20;
const SHARDS = 16;
const MOVIES = 1000;
const USERS = 1024;
const FOLD_EVERY_MS = 500;
const HOT = 1;
const SCHEMA = `bench_hot_${process.pid}`;
const [rounds = 5, seconds = 4] = process.argv.slice(2).map(Number);

type Rate = { client: PoolClient; user: number; movie: number; by: number };
type Design = {
  name: string;
  /** Moves the tally and answers it, fresh. */
  move(rate: Rate): Promise<unknown>;
  fold?(client: PoolClient): Promise<unknown>;
};

const designs: Design[] = [
  {
    name: 'one row',
    move: ({ client, movie, by }) =>
      client.query(
        `update tallies set count = count + 1, sum = sum + $2 where movie_id = $1 and shard = 0
         returning count, sum`,
        [movie, by],
      ),
  },
  {
    name: `${SHARDS} rows`,
    move: ({ client, user, movie, by }) =>
      client.query(
        `with mine as (
           insert into tallies (movie_id, shard, count, sum) values ($1, $2, 1, $3)
           on conflict (movie_id, shard) do update
           set count = tallies.count + 1, sum = tallies.sum + excluded.sum
           returning count, sum)
         select sum(count) as count, sum(sum) as sum from (select count, sum from mine
           union all select count, sum from tallies where movie_id = $1 and shard <> $2) as parts`,
        [movie, user % SHARDS, by],
      ),
  },
  {
    name: 'folded changes',
    move: async ({ client, movie, by }) => {
      await client.query('insert into changes (movie_id, count, sum) values ($1, 1, $2)', [
        movie,
        by,
      ]);
      return client.query(
        `select sum(count) as count, sum(sum) as sum from (
           select count, sum from tallies where movie_id = $1 and shard = 0
           union all select count, sum from changes where movie_id = $1) as parts`,
        [movie],
      );
    },
    fold: (client) =>
      client.query(`with gone as (delete from changes returning movie_id, count, sum)
        update tallies set count = tallies.count + f.count, sum = tallies.sum + f.sum
        from (select movie_id, sum(count) as count, sum(sum) as sum from gone group by movie_id) f
        where f.movie_id = tallies.movie_id and shard = 0`),
  },
];

const pool = new Pool({
  connectionString: URL,
  max: CONNECTIONS,
  options: `-c search_path=${SCHEMA}`,
});

async function prepare(): Promise<void> {
  await pool.query(`create schema ${SCHEMA}`);
  await pool.query(`
    create table users (id int primary key, revision int not null default 0);
    create table ratings (user_id int references users, movie_id int, stars int,
      primary key (user_id, movie_id));
    create table events (user_id int references users, revision int, movie_id int, stars int,
      primary key (user_id, revision));
    create table tallies (movie_id int, shard int, count bigint not null, sum bigint not null,
      primary key (movie_id, shard)) with (fillfactor = 50);
    create table changes (id bigint generated always as identity primary key,
      movie_id int, count bigint, sum bigint);
    create index changes_by_movie on changes (movie_id);
    insert into users select generate_series(0, ${USERS - 1});
    insert into tallies select id, 0, 0, 0 from generate_series(1, ${MOVIES}) as id;`);
}

/** One rating as the service writes it: revision, rating, event, and the tally last of all before the commit. */
async function rate(design: Design, user: number, movie: number): Promise<void> {
  const client = await pool.connect();
  try {
    const stars = user % 101;
    await client.query('begin');
    const { rows } = await client.query(
      'update users set revision = revision + 1 where id = $1 returning revision',
      [user],
    );
    await client.query('select stars from ratings where user_id = $1 and movie_id = $2', [
      user,
      movie,
    ]);
    await client.query(
      `insert into ratings values ($1, $2, $3)
       on conflict (user_id, movie_id) do update set stars = excluded.stars`,
      [user, movie, stars],
    );
    await client.query('insert into events values ($1, $2, $3, $4)', [
      user,
      rows[0].revision,
      movie,
      stars,
    ]);
    await design.move({ client, user, movie, by: stars });
    await client.query('commit');
  } finally {
    client.release();
  }
}

/** Ratings a second of all clients together. */
async function measure(design: Design, movieOf: (client: number, n: number) => number) {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const folding = setInterval(async () => {
    if (design.fold === undefined) return;
    const client = await pool.connect();
    await design.fold(client).finally(() => client.release());
  }, FOLD_EVERY_MS);
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let n = 0; performance.now() < end; n++, done++) {
        await rate(design, (client + CLIENTS * n) % USERS, movieOf(client, n));
      }
    }),
  );
  clearInterval(folding);
  return done / seconds;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

await prepare();
try {
  const figures = designs.map((design) => ({ design, hot: [] as number[], apart: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const { design, hot, apart } of figures) {
      hot.push(await measure(design, () => HOT));
      apart.push(await measure(design, (client, n) => 2 + ((client + CLIENTS * n) % (MOVIES - 2))));
    }
  }
  for (const { design, hot, apart } of figures) {
    const [one, many] = [median(hot), median(apart)];
    process.stdout.write(
      `${design.name.padEnd(15)} one movie ${one.toFixed(0).padStart(5)}/s, different movies ` +
        `${many.toFixed(0).padStart(5)}/s, ratio ${(one / many).toFixed(2)}\n`,
    );
  }
} finally {
  await pool.query(`drop schema ${SCHEMA} cascade`);
  await pool.end();
}
