import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import type { emptyDatabase } from './engine.js';

type Place = Awaited<ReturnType<typeof emptyDatabase>>;

/** Of what a load writes: what each rating comes to, in the order of the keys. */
export const TABLES = ['ratings', 'rating_events', 'tallies'] as const;
export type RawTable = (typeof TABLES)[number];
/** Of `tallies` its beginning, which is all of it on SQLite. */
const KEYS: Record<RawTable, string> = {
  ratings: 'user_id, movie_id',
  rating_events: 'user_id, revision',
  tallies: 'movie_id',
};

/** The rows of a database that was loaded: of SQLite in memory, of PostgreSQL in a file for each table. */
export type RawRows = {
  films: number;
  people: number;
  ratings: number;
  of: Map<RawTable, unknown[][] | string>;
};

export function rowsOf({ place, url }: Place, folder: string): Promise<RawRows> {
  return place.kind === 'file' ? readFrom(place.path) : copyFrom(url, folder);
}

const COUNTS = `select (select max(id) from movies) as films,
  (select count(*) from users where handle like 'movielens-%') as people,
  (select count(*) from ratings) as ratings`;
type Counts = Pick<RawRows, 'films' | 'people' | 'ratings'>;

async function readFrom(file: string): Promise<RawRows> {
  const database = new Database(file);
  const read = (table: RawTable) =>
    database.prepare(`select * from ${table} order by ${KEYS[table]}`).raw().all() as unknown[][];
  const of = new Map(TABLES.map((table) => [table, read(table)] as const));
  const counts = database.prepare(COUNTS).get() as Counts;
  database.close();
  return { ...counts, of };
}

async function copyFrom(url: string, folder: string): Promise<RawRows> {
  const files = TABLES.map((table) => [table, join(folder, `${table}.tsv`)] as const);
  psql(
    url,
    files.map(([table, file]) => {
      const rows = `select * from ${table} order by ${KEYS[table]}`;
      return `\\copy (${rows}) to '${file}'`;
    }),
  );
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<Record<keyof Counts, string>>(COUNTS);
  await client.end();
  const [counts] = rows as [Record<keyof Counts, string>];
  const of = new Map(files);
  return {
    films: Number(counts.films),
    people: Number(counts.people),
    ratings: Number(counts.ratings),
    of,
  };
}

/** The seconds that it takes to put these rows into tables that have their films and people, and no rows of these. */
export async function insertRaw(
  { place, url }: Place,
  { of }: RawRows,
  tables: readonly RawTable[],
): Promise<number> {
  if (place.kind === 'file') return insertInto(place.path, of, tables);
  psql(url, ['delete from tallies']);
  const began = performance.now();
  psql(
    url,
    tables.map((table) => `\\copy ${table} from '${of.get(table)}'`),
  );
  return (performance.now() - began) / 1000;
}

function insertInto(file: string, of: RawRows['of'], tables: readonly RawTable[]): number {
  const database = new Database(file);
  database.exec('delete from tallies');
  const began = performance.now();
  for (const pragma of ['foreign_keys = ON', 'synchronous = NORMAL', 'cache_size = -65536']) {
    database.pragma(pragma);
  }
  database.exec('begin immediate');
  for (const table of tables) {
    const rows = of.get(table) as unknown[][];
    const places = rows[0]?.map(() => '?').join(', ');
    const insert = database.prepare(`insert into ${table} values (${places})`);
    for (const row of rows) insert.run(row);
  }
  database.exec('commit');
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
  return (performance.now() - began) / 1000;
}

/** Runs all of it in one transaction. */
function psql(url: string, commands: readonly string[]): void {
  const given = commands.flatMap((command) => ['-c', command]);
  const { status, stderr } = spawnSync('psql', [url, '-v', 'ON_ERROR_STOP=1', '-1', ...given], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
