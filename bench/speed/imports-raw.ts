import Database from 'libsql';
import pg from 'pg';
import type { DatabasePlace } from '../../server/src/setting-kinds.js';
import { DAY_MS, dayOf, FIRST_DAY, starsOf } from './imports-data.js';

/** Films of a transaction: many, as each waits for the disk. */
const FILMS_A_COMMIT = 500;
const BUCKETS = 11;

type Place = Exclude<DatabasePlace, { kind: 'memory' }>;

/**
 * What an import of so many rows comes to, by the raw driver, into a database with those films: ratings, their history,
 * tallies, and viewings. Answers the seconds that it took.
 */
export function writeRaw(place: Place, user: number, rows: number): Promise<number> {
  return place.kind === 'file'
    ? writeSqlite(place.path, user, rows / 2)
    : writePostgres(place.url, user, rows / 2);
}

async function writeSqlite(file: string, user: number, films: number): Promise<number> {
  const database = new Database(file);
  for (const pragma of ['synchronous = FULL', 'foreign_keys = ON', 'cache_size = -65536']) {
    database.pragma(pragma);
  }
  const put = database.prepare('insert into ratings values (?, ?, ?, null, ?, ?, ?)');
  const tell = database.prepare('insert into rating_events values (?, ?, ?, ?, null, ?)');
  const view = database.prepare(
    `insert into viewings (user_id, movie_id, watched_on, stars, rewatch, tags, logged_at, updated_at)
     values (?, ?, ?, ?, 0, '[]', ?, ?)`,
  );
  const moves = Array.from({ length: BUCKETS }, (_, bucket) =>
    database.prepare(
      `update tallies set count = count + 1, sum = sum + ?, h${bucket} = h${bucket} + 1 where movie_id = ?`,
    ),
  );
  const began = performance.now();
  for (const some of chunks(films)) {
    database.exec('begin immediate');
    for (const { movie, stars, at, day } of some) {
      put.run(user, movie, stars, at, at, movie);
      tell.run(user, movie, movie, stars, at);
      moves[bucketOf(stars)]?.run(stars, movie);
      view.run(user, movie, day, stars, at, at);
    }
    database.exec('commit');
  }
  const seconds = (performance.now() - began) / 1000;
  database.close();
  return seconds;
}

/** A statement for all of a table in each transaction: row by row, it would be the round trips that are measured. */
async function writePostgres(url: string, user: number, films: number): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const given = 'from unnest($2::bigint[], $3::int[], $4::bigint[]) as t (movie, stars, at)';
  const counted = Array.from(
    { length: BUCKETS },
    (_, n) => `h${n} = h${n} + case when (stars + 5) / 10 = ${n} then 1 else 0 end`,
  );
  const statements = [
    `insert into ratings (user_id, movie_id, stars, rated_at, updated_at, revision)
     select $1::bigint, movie, stars, at, at, movie ${given}`,
    `insert into rating_events (user_id, revision, movie_id, stars, at)
     select $1::bigint, movie, movie, stars, at ${given}`,
    `insert into tallies (movie_id, shard) select movie, $1::bigint % 16 ${given} on conflict do nothing`,
    `update tallies set count = count + 1, sum = sum + stars, ${counted.join(', ')}
     ${given} where movie_id = movie and shard = $1::bigint % 16`,
    `insert into viewings (user_id, movie_id, watched_on, stars, rewatch, tags, logged_at, updated_at)
     select $1::bigint, movie, to_char(to_timestamp(at / 1000), 'YYYY-MM-DD'), stars, 0, '[]', at, at ${given}`,
  ];
  const began = performance.now();
  for (const some of chunks(films)) {
    await client.query('begin');
    const columns = (['movie', 'stars', 'at'] as const).map((name) => some.map((row) => row[name]));
    for (const [n, text] of statements.entries()) {
      await client.query({ name: `raw-${n}`, text, values: [user, ...columns] });
    }
    await client.query('commit');
  }
  const seconds = (performance.now() - began) / 1000;
  await client.end();
  return seconds;
}

function* chunks(films: number) {
  for (let first = 0; first < films; first += FILMS_A_COMMIT) {
    const length = Math.min(FILMS_A_COMMIT, films - first);
    yield Array.from({ length }, (_, k) => {
      const i = first + k;
      return { movie: i + 1, stars: starsOf(i), at: FIRST_DAY + i * DAY_MS, day: dayOf(i) };
    });
  }
}

function bucketOf(stars: number): number {
  return Math.floor((stars + 5) / 10);
}
