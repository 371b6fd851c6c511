import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateSqlite } from '../../src/adapters/sql/migrate-sqlite.js';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import { inAnotherProcess, killedAfter } from '../support/another-process.js';
import { chance, seedOf } from '../support/chance.js';
import { ALL, addMovie, addUser, rate } from '../support/some.js';

const MIGRATIONS = new URL('../../src/adapters/sql/migrations/sqlite/', import.meta.url);
const OPEN_ONCE = new URL('../support/open-once.ts', import.meta.url);
const MIGRATE_ONCE = new URL('../support/migrate-once.ts', import.meta.url);
const KILLS = 20;
const STEPS = 20;
/** Much longer than the steps take on a quiet machine. */
const LONGEST_MS = 1200;
const A_SENTENCE = /^The database .+ cannot be used: .+\. Restore a backup with .+\.$/s;

let folder: string;
let files = 0;
let latest: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'halfstar-migrations-'));
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  latest = Number.parseInt(names.at(-1) ?? '', 10);
});
afterAll(() => rm(folder, { recursive: true }));

const newFile = () => join(folder, `${++files}.db`);

function inFile<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return work(database);
  } finally {
    database.close();
  }
}
const run = (file: string, sql: string) => inFile(file, (database) => database.exec(sql));
const versionOf = (database: Database.Database) =>
  (database.prepare('PRAGMA user_version').all()[0] as { user_version: number }).user_version;
const tablesOf = (database: Database.Database) =>
  (
    database.prepare('SELECT name FROM sqlite_master ORDER BY name').all() as { name: string }[]
  ).map(({ name }) => name);

/** A folder of our migrations and one more. */
async function oneMore(sql: string): Promise<URL> {
  const own = await mkdtemp(join(folder, 'more-'));
  await cp(MIGRATIONS, own, { recursive: true });
  await writeFile(join(own, `${String(latest + 1).padStart(4, '0')}-more.sql`), sql);
  return pathToFileURL(`${own}/`);
}

describe('a fresh database', () => {
  it('is brought to the latest version', async () => {
    const file = newFile();
    await sqlStore(openSqlite(file)).close();
    expect(inFile(file, versionOf)).toBe(latest);
    expect(inFile(file, tablesOf)).toEqual(expect.arrayContaining(['users', 'rating_events']));
  });

  it('is made with the folders it lies in', async () => {
    const file = join(folder, 'not', 'yet', 'there.db');
    await sqlStore(openSqlite(file)).close();
    expect(existsSync(file)).toBe(true);
  });

  it('is made once by several processes that start together', async () => {
    const file = newFile();
    const said = await Promise.all(
      Array.from({ length: 4 }, () => inAnotherProcess(OPEN_ONCE, `file:${file}`)),
    );
    // Each prints the secret, which is made with the database.
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toMatch(/^[\w-]{43}$/);
    expect(inFile(file, versionOf)).toBe(latest);
  });
});

describe('a database of ours', () => {
  it('is opened again with everything in it', async () => {
    const file = newFile();
    const store = sqlStore(openSqlite(file));
    const ana = await addUser(store, 'ana');
    await store.close();
    const before = inFile(file, tablesOf);
    const again = sqlStore(openSqlite(file));
    expect(await again.users.find(ana.id)).toEqual(ana);
    await again.close();
    expect(inFile(file, tablesOf)).toEqual(before);
  });

  it('of a newer release is used, and keeps its version', async () => {
    const file = newFile();
    await sqlStore(openSqlite(file)).close();
    run(file, `CREATE TABLE from_the_future (id INTEGER); PRAGMA user_version = ${latest + 5}`);
    const store = sqlStore(openSqlite(file));
    const ana = await addUser(store, 'ana');
    const { id } = await addMovie(store);
    expect(await rate(store, ana.id, id, { stars: 3 })).toMatchObject({ created: true });
    await store.close();
    expect(inFile(file, versionOf)).toBe(latest + 5);
  });

  it('gets the migrations it has not had, and none twice', async () => {
    const more = await oneMore('ALTER TABLE users ADD COLUMN shoe_size INTEGER;');
    const file = newFile();
    const store = sqlStore(openSqlite(file));
    await addUser(store, 'ana');
    await store.close();
    for (let i = 0; i < 2; i++) inFile(file, (database) => migrateSqlite(database, more));
    expect(inFile(file, versionOf)).toBe(latest + 1);
    const again = sqlStore(openSqlite(file));
    expect((await again.users.list({}, ALL)).total).toBe(1);
    await again.close();
  });

  it('is as it was when a migration fails in the middle', async () => {
    const more = await oneMore(
      'CREATE TABLE halfway (id INTEGER); INSERT INTO nowhere VALUES (1);',
    );
    const file = newFile();
    await sqlStore(openSqlite(file)).close();
    const before = inFile(file, tablesOf);
    inFile(file, (database) => {
      expect(() => migrateSqlite(database, more)).toThrow('nowhere');
      expect(database.inTransaction).toBe(false);
    });
    expect(inFile(file, tablesOf)).toEqual(before);
    expect(inFile(file, versionOf)).toBe(latest);
    await sqlStore(openSqlite(file)).close();
  });

  it('is empty still when the very first migrations fail', async () => {
    const more = await oneMore('INSERT INTO nowhere VALUES (1);');
    const file = newFile();
    inFile(file, (database) => expect(() => migrateSqlite(database, more)).toThrow('nowhere'));
    expect(inFile(file, tablesOf)).toEqual([]);
    expect(inFile(file, versionOf)).toBe(0);
  });
});

it('is of the old schema or the new one when a migration is killed, 20 times, and is opened next', async () => {
  const random = chance(seedOf('migrations'));
  const step = (n: number) => `CREATE TABLE step_${n} AS WITH RECURSIVE
    r (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r WHERE x < 40000) SELECT x FROM r;`;
  const more = await oneMore(Array.from({ length: STEPS }, (_, n) => step(n)).join('\n'));
  const left = { old: 0, new: 0 };
  for (let kill = 0; kill < KILLS; kill++) {
    const file = newFile();
    await sqlStore(openSqlite(file)).close();
    await killedAfter(random.below(LONGEST_MS), MIGRATE_ONCE, file, fileURLToPath(more));
    const steps = inFile(file, tablesOf).filter((name) => name.startsWith('step_')).length;
    const version = inFile(file, versionOf);
    expect([`0 of ${latest}`, `${STEPS} of ${latest + 1}`]).toContain(`${steps} of ${version}`);
    left[version === latest ? 'old' : 'new']++;
    inFile(file, (database) => migrateSqlite(database, more));
    expect(inFile(file, versionOf)).toBe(latest + 1);
  }
  expect(left.old).toBeGreaterThan(0);
  // biome-ignore lint/suspicious/noConsole: a figure for whoever looks
  console.info(`migrations: the old schema after ${left.old} kills, the new one after ${left.new}`);
}, 240_000);

describe('what is not ours', () => {
  it.each([
    ['a database of another program', 'CREATE TABLE shopping (what TEXT)'],
    ['one with the number of ours', 'CREATE TABLE shopping (what TEXT); PRAGMA user_version = 1'],
    [
      'one with the number of our latest',
      'CREATE TABLE shopping (what TEXT); PRAGMA user_version = 2',
    ],
    [
      'one with the number of a newer release',
      'CREATE TABLE shopping (what TEXT); PRAGMA user_version = 99',
    ],
    ['an empty one with a number', 'PRAGMA user_version = 1'],
  ])('is refused with a sentence, and left alone: %s', (_, sql) => {
    const file = newFile();
    run(file, sql);
    const [tables, version] = [inFile(file, tablesOf), inFile(file, versionOf)];
    expect(() => openSqlite(file)).toThrow(A_SENTENCE);
    expect(() => openSqlite(file)).toThrow(file);
    expect([inFile(file, tablesOf), inFile(file, versionOf)]).toEqual([tables, version]);
  });

  it.each([
    ['a text', 'Dear diary, today I saw a film.\n'.repeat(100)],
    ['a picture', Buffer.from('89504e470d0a1a0a'.repeat(200), 'hex')],
  ])('is refused with a sentence when it is no database but %s', async (_, content) => {
    const file = newFile();
    await writeFile(file, content);
    expect(() => openSqlite(file)).toThrow(A_SENTENCE);
    expect(() => openSqlite(file)).toThrow('not a database');
  });

  it('is refused with a sentence when it is a folder', () => {
    expect(() => openSqlite(folder)).toThrow(A_SENTENCE);
  });

  it('is refused with a sentence when its folder is a file', async () => {
    const file = newFile();
    await writeFile(file, '');
    expect(() => openSqlite(join(file, 'below.db'))).toThrow(A_SENTENCE);
  });
});
