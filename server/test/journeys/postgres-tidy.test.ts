import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { command } from '../support/command.js';
import { ask, newDatabase, type OwnSchema } from '../support/postgres.js';
import { cleanUp, databaseFile, temporaryFolder } from '../support/process.js';
import { fill } from '../support/template.js';

const databases: OwnSchema[] = [];
afterAll(async () => {
  await cleanUp();
  for (const { drop } of databases) await drop();
}, 120_000);

/** Others' transactions in the same database would keep rows from being known to everyone. */
async function ownDatabase(): Promise<string> {
  const database = await newDatabase();
  databases.push(database);
  return database.url;
}

const run = (url: string, ...args: string[]) => command(args, { settings: { DATABASE_URL: url } });

/** Which tables an index cannot answer for alone, or the planner knows nothing of. */
async function untidy(url: string): Promise<string[]> {
  const rows = await ask<{ name: string }>(
    url,
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace
     and (reltuples < 0 or relallvisible < relpages) order by relname`,
  );
  return rows.map(({ name }) => name);
}

it('leaves all that is loaded, moved or restored ready to be read, vacuum by itself or not', async () => {
  const loaded = await ownDatabase();
  await fill({ kind: 'postgres', url: loaded }, { films: 30, people: 1 });
  expect(await untidy(loaded)).toContain('ratings');
  const folder = temporaryFolder();
  for (const [name, lines] of Object.entries({
    movies: 'movieId,title,genres\n1,City of Lost Kings (1995),Drama\n',
    links: 'movieId,imdbId,tmdbId\n1,9999991,\n',
    ratings: 'userId,movieId,rating,timestamp\n7,1,4.5,1147880044\n',
  })) {
    writeFileSync(join(folder, `${name}.csv`), lines);
  }
  expect(await run(loaded, 'load', 'movielens', folder)).toMatchObject({ code: 0 });
  expect(await untidy(loaded)).toEqual([]);

  const copy = join(temporaryFolder(), 'copy.dump');
  expect(await run(loaded, 'backup', copy)).toMatchObject({ code: 0 });
  const restored = await ownDatabase();
  expect(await run(restored, 'restore', copy)).toMatchObject({ code: 0 });
  expect(await untidy(restored)).toEqual([]);

  const path = databaseFile();
  await fill({ kind: 'file', path }, { films: 30, people: 1 });
  const moved = await ownDatabase();
  expect(await run(`file:${databaseFile(path)}`, 'move', '--to', moved)).toMatchObject({ code: 0 });
  expect(await untidy(moved)).toEqual([]);
}, 120_000);
