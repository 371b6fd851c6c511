import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migratePostgres } from '../../src/adapters/sql/migrate-postgres.js';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { inAnotherProcess, killedAfter } from '../support/another-process.js';
import { chance, seedOf } from '../support/chance.js';
import { newSchema, type OwnSchema } from '../support/postgres.js';
import { until } from '../support/until.js';

const MIGRATIONS = new URL('../../src/adapters/sql/migrations/postgres/', import.meta.url);
const MIGRATE_ONCE = new URL('../support/migrate-once.ts', import.meta.url);
const WAITING =
  "select pid from pg_locks where not granted and relation = to_regclass('users') and mode = 'AccessExclusiveLock'";
const KILLS = 20;
const STEPS = 40;
/** Much longer than the process takes to start: most kills hit the middle. */
const LONGEST_MS = 1500;

let folder: string;
let latest: number;
let schema: OwnSchema;
let client: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfstar-migrations-'));
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  latest = Number.parseInt(names.at(-1) ?? '', 10);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(async () => {
  schema = await newSchema();
  client = new pg.Client(schema.url);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await schema.drop();
});

/** A folder of our migrations and more. */
async function moreOf(...migrations: string[]): Promise<URL> {
  const own = await mkdtemp(join(folder, 'more-'));
  await cp(MIGRATIONS, own, { recursive: true });
  for (const [n, sql] of migrations.entries()) {
    await writeFile(join(own, `${String(latest + 1 + n).padStart(4, '0')}-more.sql`), sql);
  }
  return pathToFileURL(`${own}/`);
}
const migrate = (where: URL) => migratePostgres({ connectionString: schema.url }, where);

async function column(sql: string): Promise<unknown[]> {
  const { rows } = await client.query({ text: sql, rowMode: 'array' });
  return rows.map(([value]) => value);
}
const relations = () =>
  column(
    `select relname || ' ' || coalesce(string_agg(attname, ' ' order by attnum), '')
     from pg_class left join pg_attribute on attrelid = pg_class.oid and attnum > 0
     where relnamespace = current_schema()::regnamespace group by relname order by relname`,
  ) as Promise<string[]>;
const numbers = () => column('select number from migrations order by number');

describe('a schema', () => {
  it('is made and brought to the latest version, each migration once', async () => {
    const more = await moreOf('alter table users add column shoe_size integer;');
    await migrate(MIGRATIONS);
    for (let i = 0; i < 2; i++) await migrate(more);
    expect((await numbers()).at(-1)).toBe(latest + 1);
    expect(await relations()).toContainEqual(expect.stringMatching(/^users .* shoe_size/));
  });

  it('of a newer release is used, and keeps its version', async () => {
    await migrate(await moreOf('create table from_the_future (id integer);'));
    const { db } = await openPostgres(schema.url, { connections: 2 });
    await db.destroy();
    expect((await numbers()).at(-1)).toBe(latest + 1);
  });

  it('is as it was when a migration fails in the middle', async () => {
    await migrate(MIGRATIONS);
    const before = [await relations(), await numbers()];
    const more = await moreOf(
      'create table whole (id integer);',
      'create table halfway (id integer); insert into nowhere values (1);',
    );
    await expect(migrate(more)).rejects.toThrow('nowhere');
    expect([await relations(), await numbers()]).toEqual(before);
  });

  it('is empty still when the very first migrations fail', async () => {
    await expect(migrate(await moreOf('insert into nowhere values (1);'))).rejects.toThrow();
    expect(await relations()).toEqual([]);
  });

  it('of another program is refused with a sentence, and left alone', async () => {
    await client.query('create table shopping (what text)');
    await expect(openPostgres(schema.url, { connections: 2 })).rejects.toThrow(
      /^The database .+ cannot be used: it holds tables, but none of ours\. See .+\.$/,
    );
    expect(await relations()).toEqual(['shopping what']);
  });
});

it('runs each migration once, however many processes start at once', async () => {
  // The second time would fail.
  const more = await moreOf('create table once (id integer); select pg_sleep(0.5);');
  const said = await Promise.all(
    Array.from({ length: 4 }, () =>
      inAnotherProcess(MIGRATE_ONCE, schema.url, fileURLToPath(more)),
    ),
  );
  expect(said).toEqual(Array.from({ length: 4 }, () => 'begun\ndone'));
  expect((await numbers()).at(-1)).toBe(latest + 1);
});

it('keeps nobody waiting while it waits for who reads for long', async () => {
  await migrate(MIGRATIONS);
  const reader = new pg.Client(schema.url);
  await reader.connect();
  await reader.query('begin');
  await reader.query('lock table users in access share mode');
  let isDone = false;
  const migrated = migrate(await moreOf('alter table users add column shoe_size integer;')).then(
    () => {
      isDone = true;
    },
  );
  await until('the migration waits', 10_000, async () => (await column(WAITING)).length > 0);
  // Behind it, until it gives way.
  await client.query("set lock_timeout = '10s'");
  await client.query('select 1 from users');
  expect(isDone).toBe(false);
  await reader.query('rollback');
  await reader.end();
  await migrated;
  expect((await numbers()).at(-1)).toBe(latest + 1);
});

it('leaves the old schema or the new one when it is killed, 20 times, and the next start succeeds', async () => {
  const random = chance(seedOf('postgres-migrations'));
  await migrate(MIGRATIONS);
  const old = [await relations(), await numbers()];
  const steps = Array.from(
    { length: STEPS },
    (_, n) => `create table step_${n} (id integer); select pg_sleep(0.02);`,
  );
  const more = await moreOf(
    steps.slice(0, STEPS / 2).join('\n'),
    steps.slice(STEPS / 2).join('\n'),
  );
  const left = { old: 0, new: 0 };

  for (let kill = 0; kill < KILLS; kill++) {
    const ms = random.below(LONGEST_MS);
    await killedAfter(ms, MIGRATE_ONCE, schema.url, fileURLToPath(more));
    // What it had sent may still be at work.
    await until('nobody migrates', 30_000, async () => (await migrating()) === 0);
    const [tables, version] = [await relations(), await numbers()];
    if (version.at(-1) === latest) {
      left.old++;
      expect([tables, version]).toEqual(old);
      continue;
    }
    left.new++;
    expect(version.slice(-2)).toEqual([latest + 1, latest + 2]);
    expect(tables.filter((name) => name.startsWith('step_'))).toHaveLength(STEPS);
    // Once more from the old one.
    const names = Array.from({ length: STEPS }, (_, n) => `step_${n}`);
    await client.query(`drop table ${names.join(', ')}`);
    await client.query('delete from migrations where number > $1', [latest]);
  }
  await migrate(more);
  expect((await numbers()).at(-1)).toBe(latest + 2);
  expect(left.old).toBeGreaterThan(0);
  // biome-ignore lint/suspicious/noConsole: a figure for whoever looks
  console.info(`migrations: the old schema after ${left.old} kills, the new one after ${left.new}`);
}, 240_000);

/** How many bring this schema up to date. */
async function migrating(): Promise<number> {
  const locks = await column(
    `select distinct pid from pg_locks where locktype = 'advisory' and objid = 5457
     and classid = hashtext(current_schema())::bit(32)::bigint`,
  );
  return locks.length;
}
