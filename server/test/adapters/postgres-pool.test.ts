import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { atomic, snapshot } from '../../src/adapters/sql/atomic.js';
import { openPostgres, type Postgres } from '../../src/adapters/sql/postgres.js';
import { openPool } from '../../src/adapters/sql/postgres-pool.js';
import { newSchema, type OwnSchema } from '../support/postgres.js';
import { until } from '../support/until.js';

let schema: OwnSchema;
let postgres: Postgres;

beforeAll(async () => {
  schema = await newSchema();
  postgres = await openPostgres(schema.url, { connections: 3, onChange: () => {} });
});
afterAll(async () => {
  await postgres.db.destroy();
  await schema.drop();
});

it('refuses whose connection ends in the middle of a statement, and goes on with others', async () => {
  const { db } = postgres;
  // An error of a connection that nobody listens to would end the process.
  await expect(
    sql`select pg_terminate_backend(pg_backend_pid())`.execute(db),
  ).rejects.toMatchObject({
    problem: { kind: 'unavailable' },
  });
  await expect(sql`select 1 as one`.execute(db)).resolves.toMatchObject({ rows: [{ one: 1 }] });
});

it('refuses whose connection ends between two statements of a transaction', async () => {
  const { db } = postgres;
  const work = db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await sql`select pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(db);
    await sql`select 1`.execute(tx);
  });
  await expect(work).rejects.toMatchObject({ problem: { kind: 'unavailable' } });
  await expect(sql`select 1 as one`.execute(db)).resolves.toMatchObject({ rows: [{ one: 1 }] });
});

it('goes on while a newer release adds a column to what it reads', async () => {
  const { db } = postgres;
  const everything = (by: typeof db) =>
    by.selectFrom('secrets').selectAll().where('name', '=', 'x');
  const twice = () => db.transaction().execute((tx) => everything(tx).execute());
  await Promise.all([everything(db).execute(), twice(), twice()]);
  for (const column of ['one', 'two', 'three']) {
    await sql`alter table secrets add column ${sql.ref(column)} text`.execute(db);
    const all = [
      everything(db).execute(),
      atomic(db, (tx) => everything(tx).execute()),
      snapshot(db, (tx) => everything(tx).execute()),
    ];
    expect(await Promise.all(all)).toEqual([[], [], []]);
  }
});

it('lends a connection to who is urgent before others who wait', async () => {
  const { db, urgent, usage } = await openPostgres(schema.url, { connections: 1 });
  try {
    const order: string[] = [];
    const ask = (by: typeof db, name: string, seconds = 0) =>
      sql`select pg_sleep(${seconds})`.execute(by).then(() => order.push(name));
    const all = [ask(db, 'first', 0.2), ask(db, 'second'), ask(urgent, 'urgent')];
    await until('they wait', 10_000, async () => usage().waiting === 2);
    await Promise.all(all);
    expect(order).toEqual(['first', 'urgent', 'second']);
    expect(usage()).toMatchObject({ size: 1, idle: 1, waiting: 0 });
  } finally {
    await db.destroy();
  }
});

it('refuses who waits for a connection for too long, and lends it to the next all the same', async () => {
  const patience = { connectMs: 200, statementMs: null, lockMs: null };
  const pool = openPool(schema.url, 1, patience, { synced: true });
  try {
    const only = await pool.connect();
    const refused = pool.connect();
    await expect(refused).rejects.toMatchObject({ problem: { kind: 'unavailable' } });
    const next = pool.connect();
    only.release();
    const { rows } = await (await next).query('select 1 as one', []);
    expect(rows).toEqual([{ one: 1 }]);
    (await next).release();
    expect(pool.usage()).toEqual({ size: 1, idle: 1, waiting: 0 });
  } finally {
    await pool.end();
  }
});

it('does not take the end of one connection for the end of the database', async () => {
  const said: boolean[] = [];
  const url = new URL(schema.url);
  url.searchParams.set('application_name', 'beating');
  const { db } = await openPostgres(url.href, {
    connections: 1,
    onChange: (isThere) => void said.push(isThere),
  });
  // Nothing is asked of a database that nobody has asked for anything.
  await sql`select 1 as one`.execute(db);
  // And then for nothing, which takes no snapshot that would keep a vacuum from knowing what everyone sees.
  const beating = async () => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity
      where application_name = 'beating' and state = 'idle' and query = ''`.execute(postgres.db);
    return rows[0]?.pid;
  };
  const first = await until('the heart beats', 10_000, beating);
  await sql`select pg_terminate_backend(${first}, 5000)`.execute(postgres.db);
  await until('it beats again', 10_000, async () => {
    const pid = await beating();
    return pid !== undefined && pid !== first;
  });
  expect(said).toEqual([]);
  await db.destroy();
});

it('waits for the disk at each commit, but for whoever says that it need not', async () => {
  const commits = async (db: Postgres['db']) =>
    (await sql<{ synchronous_commit: string }>`show synchronous_commit`.execute(db)).rows;
  expect(await commits(postgres.db)).toEqual([{ synchronous_commit: 'on' }]);
  const hasty = await openPostgres(schema.url, { connections: 1, synced: false });
  try {
    expect(await commits(hasty.db)).toEqual([{ synchronous_commit: 'off' }]);
  } finally {
    await hasty.db.destroy();
  }
});

it('plans as if no page were far, and compiles nothing', async () => {
  const { rows } = await sql`select name, setting from pg_settings
    where name in ('jit', 'random_page_cost') order by name`.execute(postgres.db);
  expect(rows).toEqual([
    { name: 'jit', setting: 'off' },
    { name: 'random_page_cost', setting: '1.1' },
  ]);
});

it('plans a count by years for the years that are asked for, and lists for any', async () => {
  // Only so many statements are prepared: what other tests have asked for counts as well.
  vi.resetModules();
  const own = await import('../../src/adapters/sql/postgres.js');
  const { sqlStore } = await import('../../src/adapters/sql/store.js');
  const { db } = await own.openPostgres(schema.url, { connections: 1 });
  const { charts, movies, close } = sqlStore(db);
  try {
    const page = { limit: 10, after: null };
    for (const filter of [{}, { minYear: 1990 }, { maxYear: 1999, genre: 'Drama' }]) {
      await charts.list('best', filter, page);
      await movies.list(filter, [{ by: 'title', descending: false }], page);
    }
    const { rows } = await sql<{ text: string }>`
      select statement as text from pg_prepared_statements
      where statement like ${'%year%'}`.execute(db);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => text.includes('count(*)'))).toEqual([]);
  } finally {
    await close();
  }
});
