import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beginRestore } from '../../src/adapters/sql/postgres-restore.js';
import type { MovieId } from '../../src/movies/movie.js';
import { openStore } from '../../src/open-store.js';
import type { UserId } from '../../src/users/user.js';
import { command } from '../support/command.js';
import { ask, newDatabase, type OwnSchema } from '../support/postgres.js';
import { cleanUp, startServer, temporaryFolder } from '../support/process.js';
import { rate } from '../support/some.js';
import { type Filled, fill } from '../support/template.js';

const ASIDE = 'public_before_restore';

let filled: Filled & { url: string };
let copy: string;
const databases: OwnSchema[] = [];

beforeAll(async () => {
  const { url } = await ownDatabase();
  filled = { url, ...(await fill({ kind: 'postgres', url }, { films: 30, people: 1 })) };
  await rateIn(url, 4.5);
  copy = join(temporaryFolder(), 'monday', 'copy.dump');
  expect(await command(['backup', copy], { settings: { DATABASE_URL: url } })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^postgres:\/\/127\.0\.0\.1:5432\/t_\w+ is backed up in \/\S+\n$/),
    err: '',
  });
});
afterAll(async () => {
  await cleanUp();
  for (const { drop } of databases) await drop();
}, 120_000);

async function ownDatabase() {
  const database = await newDatabase();
  databases.push(database);
  return { ...database, settings: { DATABASE_URL: database.url } };
}

/** A database with the ratings of the copy, or others since. */
async function restored() {
  const database = await ownDatabase();
  expect(await command(['restore', copy], database)).toMatchObject({ code: 0 });
  return database;
}

describe('backup', () => {
  it('is for its owner alone, and never written over another file', async () => {
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    const again = await command(['backup', copy], { settings: { DATABASE_URL: filled.url } });
    expect(again).toMatchObject({ code: 2, err: `${copy} exists already; choose another name.\n` });
  });

  it('refuses to copy a database that holds nothing of ours', async () => {
    const file = join(temporaryFolder(), 'copy.dump');
    const { code, err } = await command(['backup', file], await ownDatabase());
    expect(code).toBe(1);
    expect(err).toBe('The schema public holds nothing of ours to back up.\n');
    expect(existsSync(file) || existsSync(`${file}.partial`)).toBe(false);
  });

  it('names the package when the tools of PostgreSQL are missing', async () => {
    const settings = { DATABASE_URL: filled.url, PATH: temporaryFolder() };
    for (const args of [
      ['backup', `${copy}.2`],
      ['restore', copy],
    ]) {
      const { code, err } = await command(args, { settings });
      expect(code).toBe(1);
      expect(err).toMatch(/^pg_dump is not here: .*install postgresql-client \(Debian\).*\.\n$/);
    }
    expect(existsSync(`${copy}.2`) || existsSync(`${copy}.2.partial`)).toBe(false);
  });

  it('says which tools to install when they are older than the server', async () => {
    const PATH = `${toolIn('pg_dump', 'echo "pg_dump (PostgreSQL) 9.6.24"')}:${process.env.PATH}`;
    const settings = { DATABASE_URL: filled.url, PATH };
    const { code, err } = await command(['backup', `${copy}.2`], { settings });
    expect(code).toBe(1);
    expect(err).toMatch(
      /^pg_dump is of PostgreSQL 9, older than the server.*postgresql-client-\d+/,
    );
  });

  it('shows a password to nobody who lists what runs', async () => {
    const url = new URL(filled.url);
    url.password = 'hunter2secret';
    const said = join(temporaryFolder(), 'said');
    const real = execFileSync('sh', ['-c', 'command -v pg_dump'], { encoding: 'utf8' }).trim();
    const script = `echo "$@" >>${said}\necho "password $PGPASSWORD" >>${said}.env\nexec ${real} "$@"`;
    const settings = {
      DATABASE_URL: url.href,
      PATH: `${toolIn('pg_dump', script)}:${process.env.PATH}`,
    };
    const file = join(temporaryFolder(), 'copy.dump');
    const { code, out, err } = await command(['backup', file], { settings });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(`${out}${readFileSync(said, 'utf8')}`).not.toContain('hunter2secret');
    expect(readFileSync(said, 'utf8')).toContain('--format=custom');
    expect(readFileSync(`${said}.env`, 'utf8')).toContain('password hunter2secret');
  });
});

describe('restore', () => {
  it('brings back what was backed up, and keeps what was there in a schema of its own', async () => {
    const { url, settings } = await restored();
    await rateIn(url, 2);
    const { code, out, err } = await command(['restore', copy], { settings });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /now is kept in its schema public_before_restore\n.* is restored from .*: 1 ratings of 30 movies\n$/,
    );
    expect(await starsIn(url)).toEqual([90]);
    const [origin] = await ask(url, "select value from secrets where name = 'feed-origin'");
    expect(Number(origin?.value)).toBeGreaterThan(0);
    expect(await starsIn(url, ASIDE)).toEqual([40]);
    await rateIn(url, 3);
    expect((await command(['verify'], { settings })).out).toContain(' 0 differences');

    const second = await command(['restore', copy], { settings });
    expect(second.out).toContain('kept in its schema public_before_restore_2\n');
    expect(await starsIn(url, ASIDE)).toEqual([40]);
    expect(await starsIn(url, `${ASIDE}_2`)).toEqual([60]);
  });

  it('refuses while a server uses the database, and leaves it as it is', async () => {
    const { url, settings } = await restored();
    const server = await startServer({ settings });
    const { code, out, err } = await command(['restore', copy], { settings });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/ is in use; stop the service before you restore\.\n$/);
    expect(await schemasOf(url)).toEqual(['public']);
    await server.stop();
    expect(await command(['restore', copy], { settings })).toMatchObject({ code: 0 });
  });

  it('refuses while someone else holds a table, whatever the connection is named', async () => {
    const { url, settings } = await restored();
    const other = new pg.Client(url);
    await other.connect();
    await other.query('begin; select 1 from ratings');
    expect(await command(['restore', copy], { settings })).toMatchObject({
      code: 2,
      err: expect.stringContaining(' is in use; '),
    });
    await other.end();
    expect(await starsIn(url)).toEqual([90]);
  });

  it.each<[string, RegExp, (file: string) => Promise<void>]>([
    ['is no dump', /valid archive/, async (file) => writeFileSync(file, 'dear diary')],
    [
      'ends in the middle',
      /pg_restore says: /,
      async (file) => {
        writeFileSync(file, readFileSync(copy));
        truncateSync(file, statSync(copy).size - 500);
      },
    ],
    [
      'is of another program',
      /it holds nothing of ours/,
      async (file) => {
        const { url } = await ownDatabase();
        await ask(url, 'create table shopping (what text)');
        execFileSync('pg_dump', ['-Fc', '-n', 'public', '-f', file, url]);
      },
    ],
  ])('refuses a file that %s, before anything is changed', async (_what, why, make) => {
    const { url, settings } = await restored();
    const bad = join(temporaryFolder(), 'bad.dump');
    await make(bad);
    const { code, out, err } = await command(['restore', bad], { settings });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(why);
    expect(err).toMatch(/^\S+bad\.dump is not restored: [^\n]*\.\n$/);
    expect(await schemasOf(url)).toEqual(['public']);
    expect(await starsIn(url)).toEqual([90]);
  });

  it('puts everything back when what was restored does not add up', async () => {
    const tampered = await restored();
    await ask(tampered.url, 'update tallies set count = 1, h3 = 1 where movie_id = 20');
    const bad = join(temporaryFolder(), 'bad.dump');
    expect(await command(['backup', bad], tampered)).toMatchObject({ code: 0 });
    const { url, settings } = await restored();
    await rateIn(url, 1);
    const { code, err } = await command(['restore', bad], { settings });
    expect(code).toBe(1);
    expect(err).toMatch(/its tallies do not add up\. All is as it was before\.\n$/);
    expect(await starsIn(url)).toEqual([20]);
    expect(await schemasOf(url)).toEqual(['public']);

    const empty = await ownDatabase();
    expect(await command(['restore', bad], empty)).toMatchObject({ code: 1 });
    expect(await ask(empty.url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);
  });

  it('is undone by the next start when it was broken off', async () => {
    const { url, settings } = await restored();
    const restore = await beginRestore({ url, environment: process.env });
    expect(await restore.setAside()).toBe(ASIDE);
    await restore.close();
    expect(await ask(url, "select 1 from pg_tables where schemaname = 'public'")).toEqual([]);

    const server = await startServer({ settings });
    await server.stop();
    expect(await starsIn(url)).toEqual([90]);
    expect(await schemasOf(url)).toEqual(['public']);
  });

  it('is done by one at a time', async () => {
    const { url, settings } = await restored();
    const restore = await beginRestore({ url, environment: process.env });
    expect(await command(['restore', copy], { settings })).toEqual({
      code: 1,
      out: '',
      err: 'Another restore is at it, or a service starts; try again when it is done.\n',
    });
    await restore.close();
    expect(await starsIn(url)).toEqual([90]);
  });

  it('is undone by the next one when it was broken off', async () => {
    const { url, settings } = await restored();
    await rateIn(url, 1.5);
    const restore = await beginRestore({ url, environment: process.env });
    await restore.setAside();
    await restore.close();
    expect(await command(['restore', copy], { settings })).toMatchObject({ code: 0 });
    expect(await starsIn(url)).toEqual([90]);
    expect(await starsIn(url, ASIDE)).toEqual([30]);
  });

  it('goes into the schema of the address, if the one of the backup is not there too', async () => {
    const { url } = await ownDatabase();
    const own = new URL(url);
    own.searchParams.set('options', '-csearch_path=films');
    const settings = { DATABASE_URL: own.href };
    const missing = await command(['restore', copy], { settings });
    expect(missing).toMatchObject({
      code: 1,
      err: expect.stringContaining('the schema it names is not there'),
    });
    await ask(url, 'create schema films');
    expect(await command(['restore', copy], { settings })).toMatchObject({ code: 0 });
    expect(await starsIn(url, 'films')).toEqual([90]);
    expect(await command(['verify'], { settings })).toMatchObject({ code: 0 });

    expect(await command(['restore', copy], { settings: { DATABASE_URL: url } })).toMatchObject({
      code: 0,
    });
    const both = await command(['restore', copy], { settings });
    expect(both).toMatchObject({
      code: 2,
      err: expect.stringContaining('it is of the schema public, which is in this database as well'),
    });
  });

  it('leaves the tables of others where they are', async () => {
    const { url, settings } = await restored();
    await ask(url, 'create table shopping as select 1 as what');
    expect(await command(['restore', copy], { settings })).toMatchObject({ code: 0 });
    expect(await ask(url, 'select what from public.shopping')).toEqual([{ what: 1 }]);
  });
});

async function rateIn(url: string, stars: number): Promise<void> {
  const store = await openStore({ database: { kind: 'postgres', url } });
  const [{ id } = { id: 0 }] = filled?.people ?? [{ id: 1 }];
  await rate(store, id as UserId, 1 as MovieId, { stars });
  await store.close();
}

/** In steps. */
async function starsIn(url: string, schema = 'public'): Promise<number[]> {
  const rows = await ask<{ stars: number }>(url, `select stars from ${schema}.ratings`);
  return rows.map(({ stars }) => stars);
}

async function schemasOf(url: string): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    url,
    "select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)'",
  );
  return rows.map(({ name }) => name);
}

/** A folder with a tool of that name, which does this instead. */
function toolIn(name: string, script: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
  return folder;
}
