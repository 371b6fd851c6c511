import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovieId } from '../../src/movies/movie.js';
import { openStore } from '../../src/open-store.js';
import { writeStars } from '../../src/ratings/stars.js';
import type { UserId } from '../../src/users/user.js';
import { command } from '../support/command.js';
import {
  cleanUp,
  databaseFile,
  type Server,
  type Settings,
  startProgram,
  startServer,
  temporaryFolder,
} from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';

/*
 * A command in this process lets go of a database only when its memory is collected, unlike one in a process of
 * its own. So what is to be restored here is opened before by processes of their own, and looked at afterwards.
 */

const FILMS = 50;

let template: Template;
let movie: number;
let others: number[];

beforeAll(async () => {
  template = await makeTemplate({ films: FILMS, people: 1 });
  [movie = 0, ...others] = template.movieIds;
});
afterAll(cleanUp);

describe('backup', () => {
  it('copies one moment of a database that is written to all the while', async () => {
    const { settings } = ownDatabase();
    const server = await startServer({ settings });
    const copy = join(temporaryFolder(), 'monday', 'copy.db');
    const sent: { movieId: number; stars: number }[] = [];
    let acknowledged = 0;
    let enough = false;
    const writing = (async () => {
      while (!enough) {
        const write = { movieId: others[sent.length % 7] ?? 0, stars: (sent.length % 101) / 20 };
        sent.push(write);
        await rate(server, write.movieId, write.stars);
        acknowledged++;
      }
    })();

    const atLeast = acknowledged;
    const backup = await command(['backup', copy], { settings });
    const atMost = sent.length;
    enough = true;
    await writing;
    await server.kill();

    expect(backup).toMatchObject({ code: 0, err: '' });
    expect(readdirSync(dirname(copy))).toEqual(['copy.db']);
    const restored = { DATABASE_URL: `file:${databaseFile()}` };
    expect(await command(['restore', copy], { settings: restored })).toMatchObject({ code: 0 });
    const moments = Array.from({ length: atMost - atLeast + 1 }, (_, more) =>
      Object.fromEntries(sent.slice(0, atLeast + more).map((w) => [w.movieId, w.stars])),
    );
    expect(moments).toContainEqual(await ratingsIn(restored));
    expect((await command(['verify'], { settings: restored })).code).toBe(0);
  });

  it('refuses to write over a file, and to copy what is not there or volatile', async () => {
    const { file, settings } = ownDatabase();
    const taken = join(temporaryFolder(), 'taken.db');
    writeFileSync(taken, 'dear diary');
    expect(await command(['backup', taken], { settings })).toEqual({
      code: 2,
      out: '',
      err: `${taken} exists already; choose another name.\n`,
    });
    expect(readFileSync(taken, 'utf8')).toBe('dear diary');

    const nowhere = { DATABASE_URL: `file:${file}.not` };
    const missing = await command(['backup', `${taken}.new`], { settings: nowhere });
    expect(missing).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^There is no database /),
    });
    expect(existsSync(`${file}.not`)).toBe(false);

    for (const word of ['backup', 'restore']) {
      const volatile = { DATABASE_URL: 'memory:' };
      const { code, err } = await command([word, `${taken}.new`], { settings: volatile });
      expect(code).toBe(2);
      expect(err).toMatch(/^A database in memory is gone with its process/);
    }
  });
});

describe('restore', () => {
  it('brings back what was backed up, and keeps what was there beside it, a crash or not', async () => {
    const { file, settings } = ownDatabase();
    const copy = join(temporaryFolder(), 'copy.db');
    let server = await startServer({ settings });
    await rate(server, movie, 4.5);
    expect(await startProgram(['backup', copy], settings).ended).toMatchObject({ code: 0 });
    await rate(server, movie, 5);
    const lost = await changesAt(server, 0);
    const lostTag = await tagAt(server);
    await server.kill();

    expect(await command(['restore', copy], { settings })).toEqual({
      code: 0,
      out: `${file} is restored from ${copy}: 1 ratings of ${FILMS} movies\n`,
      err: '',
    });
    const folder = readdirSync(dirname(file)).sort();
    expect(folder).toEqual(['halfstar.db', 'halfstar.db.before-restore']);
    server = await startServer({ settings });
    expect(await historyAt(server)).toEqual([4.5]);
    // Whoever was told of the change that is lost is not told that it has all.
    expect(await changesAt(server, lost.nextAfter)).toMatchObject({ status: 410 });
    expect(await changesAt(server, 1)).toMatchObject({ status: 410 });
    await rate(server, movie, 3);
    expect(await historyAt(server)).toEqual([4.5, 3]);
    const anew = await changesAt(server, 0);
    expect(anew.items?.map(({ stars }) => stars)).toEqual([4.5, 3]);
    expect(anew.nextAfter).toBeGreaterThan(lost.nextAfter);
    const end = await changesAt(server, anew.nextAfter);
    expect(end).toMatchObject({ status: 200, items: [], nextAfter: anew.nextAfter });
    expect(await tagAt(server)).not.toBe(lostTag);
    const before = { DATABASE_URL: `file:${file}.before-restore` };
    expect(await ratingsIn(before)).toEqual({ [movie]: 5 });
  });

  it('refuses while a server uses the database, and does it once that has stopped', async () => {
    const { file, settings } = ownDatabase();
    const server = await startServer({ settings });
    await rate(server, movie, 2);
    expect(await command(['restore', template.file], { settings })).toEqual({
      code: 2,
      out: '',
      err: `${file} is in use; stop the service before you restore.\n`,
    });
    expect(existsSync(`${file}.before-restore`)).toBe(false);
    expect(existsSync(`${file}.incoming`)).toBe(false);
    await rate(server, movie, 3);
    expect(await historyAt(server)).toEqual([2, 3]);
    await server.stop();
    expect(await command(['restore', template.file], { settings })).toMatchObject({ code: 0 });
    expect(await ratingsIn(settings)).toEqual({});
  });

  it.each<[string, RegExp, (file: string) => void]>([
    [
      'is not a database',
      /file is not a database/,
      (file) => writeFileSync(file, 'x'.repeat(9000)),
    ],
    ['is empty', /it holds nothing of ours/, (file) => writeFileSync(file, '')],
    [
      'ends in the middle',
      /database disk image is malformed/,
      (file) => writeFileSync(file, readFileSync(template.file).subarray(0, 200_000)),
    ],
    [
      'is damaged in the middle',
      /it is damaged|malformed/,
      (file) => writeFileSync(file, readFileSync(template.file).fill(0xff, 40_960, 61_440)),
    ],
    [
      'belongs to another program',
      /it holds nothing of ours/,
      (file) => tamper(file, 'CREATE TABLE shopping (what TEXT); PRAGMA user_version = 1'),
    ],
    [
      'does not add up',
      /its tallies do not add up/,
      (file) => {
        copyFileSync(template.file, file);
        tamper(file, 'UPDATE tallies SET count = 1, h3 = 1 WHERE movie_id = 1');
      },
    ],
  ])('refuses a backup that %s, and leaves the database as it is', async (_what, why, make) => {
    const { file, settings } = ownDatabase();
    const bad = join(temporaryFolder(), 'bad.db');
    make(bad);
    const { code, out, err } = await command(['restore', bad], { settings });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(why);
    expect(err).toMatch(/^\S+bad\.db is not restored: [^\n]*\.\n$/);
    expect(readFileSync(file)).toEqual(readFileSync(template.file));
    expect(readdirSync(dirname(file))).toEqual(['halfstar.db']);
  });

  it('refuses a backup that is not there', async () => {
    const { settings } = ownDatabase();
    expect(await command(['restore', '/nowhere/copy.db'], { settings })).toEqual({
      code: 2,
      out: '',
      err: 'There is no backup /nowhere/copy.db.\n',
    });
  });

  it('refuses a folder', async () => {
    const { settings } = ownDatabase();
    const folder = temporaryFolder();
    expect(await command(['restore', folder], { settings })).toEqual({
      code: 2,
      out: '',
      err: `${folder} is a folder; name the backup in it.\n`,
    });
  });

  it('is the way out when the database is damaged', async () => {
    const { file, settings } = ownDatabase();
    writeFileSync(file, 'This was a database once.');
    expect(await command(['restore', template.file], { settings })).toMatchObject({ code: 0 });
    expect(await command(['verify'], { settings })).toMatchObject({ code: 0 });
    expect(readFileSync(`${file}.before-restore`, 'utf8')).toBe('This was a database once.');
  });

  it('takes the log of a database that is gone for no part of what it restores', async () => {
    const { file, settings } = ownDatabase();
    const server = await startServer({ settings });
    await rate(server, movie, 1);
    await server.kill();
    rmSync(file);
    expect(await command(['restore', template.file], { settings })).toMatchObject({ code: 0 });
    expect(existsSync(`${file}.before-restore-wal`)).toBe(true);
    expect(await ratingsIn(settings)).toEqual({});
  });

  it('takes what is in the log beside a copy made by hand after a crash', async () => {
    const { file, settings } = ownDatabase();
    const server = await startServer({ settings });
    await rate(server, movie, 3.5);
    await server.kill();
    expect(existsSync(`${file}-wal`)).toBe(true);
    const restored = { DATABASE_URL: `file:${databaseFile()}` };
    expect(await command(['restore', file], { settings: restored })).toMatchObject({ code: 0 });
    expect(await ratingsIn(restored)).toEqual({ [movie]: 3.5 });
  });
});

function ownDatabase() {
  const file = databaseFile(template.file);
  return { file, settings: { DATABASE_URL: `file:${file}` } };
}

async function rate(server: Server, movieId: number, stars: number): Promise<void> {
  const { response } = await server
    .client(template.people[0]?.token)
    .PUT('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: { user: 'me', movie: String(movieId) } },
      body: { stars },
    });
  expect(response.ok).toBe(true);
}

async function changesAt(server: Server, after: number) {
  const { data, response } = await server
    .client(template.people[0]?.token)
    .GET('/api/v1/users/me/changes', { params: { query: { after } } });
  return { status: response.status, items: data?.items, nextAfter: data?.nextAfter ?? Number.NaN };
}

async function tagAt(server: Server) {
  const { response } = await server
    .client(template.people[0]?.token)
    .GET('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: { user: 'me', movie: String(movie) } },
    });
  return response.headers.get('etag');
}

async function historyAt(server: Server) {
  const { data } = await server
    .client(template.people[0]?.token)
    .GET('/api/v1/users/{user}/ratings/{movie}/history', {
      params: { path: { user: 'me', movie: String(movie) } },
    });
  return data?.items.map(({ stars }) => stars);
}

/** The stars that the one person gave, by movie. */
async function ratingsIn({ DATABASE_URL }: Settings): Promise<Record<number, number>> {
  const path = DATABASE_URL?.replace('file:', '') ?? '';
  const store = await openStore({ database: { kind: 'file', path } });
  const userId = template.people[0]?.id as UserId;
  const found: Record<number, number> = {};
  for (const movieId of template.movieIds) {
    const rating = await store.ratings.find(userId, movieId as MovieId);
    if (rating !== null) found[movieId] = writeStars(rating.stars);
  }
  await store.close();
  return found;
}

function tamper(file: string, statement: string): void {
  const database = new Database(file);
  database.exec(statement);
  database.close();
}
