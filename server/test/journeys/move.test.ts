import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { POSTGRES_TABLES } from '../../src/adapters/sql/tables.js';
import { command } from '../support/command.js';
import { ask, newDatabase, type OwnSchema } from '../support/postgres.js';
import { cleanUp, databaseFile, startProgram, temporaryFolder } from '../support/process.js';
import { type Service, type Someone, startService } from '../support/service.js';
import { until } from '../support/until.js';

const NO_LIMIT_MS = 120_000;
/** What tells requests apart, and when each was made. */
const OWN = new Set(['requestId', 'lastUsedAt']);
const ODD_TITLE = "Ça, l'“étrange” \\ film № 1 🎬 ДЖЕДАЙ 忍者 %s {} '); drop table users; --";
const ODD_NOTE = 'Very odd: 👩‍👩‍👧, "quotes", \\u0000, \u202e, a\nline, é and é';

/** Filled by the service, and closed. */
let file: string;
let ana: Someone;
let ben: Someone;
let removed: number;
let merged: number;
let odd: number;
const databases: OwnSchema[] = [];

beforeAll(async () => {
  const filled = databaseFile();
  const service = await startService({ DATABASE_URL: `file:${filled}` }, { films: 60 });
  await fill(service);
  await service.stop();
  // One that was opened here is in use until its memory is collected.
  file = copyOf(filled);
}, NO_LIMIT_MS);

afterAll(async () => {
  await cleanUp();
  for (const { drop } of databases) await drop();
}, NO_LIMIT_MS);

async function fill(service: Service): Promise<void> {
  [ana, ben] = [await service.signUp('ana'), await service.signUp('ben')];
  const others = [];
  for (let n = 0; n < 20; n++) others.push(await service.signUp(`other${n}`));
  const put = async (who: Someone, path: string, body?: unknown) => {
    const { status } = await service.call('PUT', `users/me/${path}`, { token: who.token, body });
    expect(status, path).toBeLessThan(300);
  };
  for (const [n, other] of others.entries()) {
    for (let movie = 1; movie <= 20; movie += 1 + (n % 3)) {
      await put(other, `ratings/${movie}`, { stars: ((n * movie) % 101) / 20 });
    }
  }
  const make = async (title: string) => {
    const body = { title, year: 2020, directors: ['Ágnes 🎥'], genres: ['Drama', '♥'] };
    const made = await service.call('POST', 'movies', { token: ana.token, body });
    expect(made.body).toMatchObject({ title });
    return made.body.id as number;
  };
  odd = await make(ODD_TITLE);
  merged = await make('Very Odd');
  await put(ana, `ratings/${merged}`, { stars: 4, note: 'from the other' });
  const into = { token: ana.token, body: { into: odd } };
  expect((await service.call('POST', `movies/${merged}/merge`, into)).status).toBe(200);
  removed = await make('Never Was');
  await put(ana, `ratings/${odd}`, { stars: 3.55, note: ODD_NOTE });
  await put(ana, `ratings/${odd}`, { stars: 0 });
  await put(ana, `ratings/${removed}`, { stars: 5, note: 'gone' });
  await put(ben, `ratings/1`, { stars: 2.5, note: 'fine' });
  await put(ben, `ratings/2`, { stars: 4 });
  await service.call('DELETE', 'users/me/ratings/2', { token: ben.token });
  for (const movie of [1, 7, odd]) await put(ana, `favourites/${movie}`);
  for (const movie of [2, odd]) await put(ana, `watchlist/${movie}`);
  for (const watchedOn of ['2024-02-29', null]) {
    const body = { movie: odd, watchedOn, stars: 3.55, tags: ['♥'], review: ODD_NOTE };
    const logged = await service.call('POST', 'users/me/viewings', { token: ana.token, body });
    expect(logged.status).toBe(201);
  }
  await service.call('PATCH', 'users/ben', { token: ben.token, body: { privacy: 'private' } });
  await service.call('DELETE', `movies/${removed}`, { token: ana.token });
  // The last of all users is gone: nobody is to have that id again.
  const last = await service.signUp('last');
  await service.call('DELETE', `users/${last.id}`, { token: ana.token });
  await service.jobs.publishNow();
}

describe('a moved database', () => {
  let here: Service;
  let there: Service;
  let target: OwnSchema;
  let said: Awaited<ReturnType<typeof command>>;

  beforeAll(async () => {
    target = await ownDatabase();
    said = await move(copyOf(file), target.url);
    here = await startService({ DATABASE_URL: `file:${copyOf(file)}` }, { films: 0 });
    there = await startService({ DATABASE_URL: target.url }, { films: 0 });
  }, NO_LIMIT_MS);
  afterAll(async () => {
    await here.stop();
    await there.stop();
  });
  const both = async (method: string, path: string, more = {}) => {
    const [one, other] = [
      await here.call(method, path, more),
      await there.call(method, path, more),
    ];
    return [one, other] as const;
  };

  it('is counted, table by table', async () => {
    expect(said).toMatchObject({ code: 0, err: expect.stringContaining('rows') });
    expect(said.out).toContain('users: 22\n');
    expect(said.out).toContain('movies: 61\n');
    expect(said.out).toContain('favourites: 3\n');
    expect(said.out).toContain('watchlist: 2\n');
    expect(said.out).toContain('viewings: 2\n');
    expect(said.out).toMatch(/halfstar\.db is moved to postgres:\/\/\S+, recounted without/);
    expect(await command(['verify'], settingsOf(target.url))).toMatchObject({
      code: 0,
      out: expect.stringContaining(' 0 differences'),
    });
  });

  it('answers the same to everyone', async () => {
    const movies = [1, 2, 7, 19, odd, merged, removed];
    const paths = [
      ...movies.flatMap((id) => [`movies/${id}`, `movies/${id}/score`, `movies/${id}/ratings`]),
      ...['ana', 'ben', 'other3'].flatMap((handle) => [
        `users/${handle}`,
        `users/${handle}/ratings?sort=-stars&limit=5`,
        `users/${handle}/favourites?sort=-releaseDate`,
        `users/${handle}/watchlist`,
        `users/${handle}/viewings`,
      ]),
      'users/me/changes?after=0',
      'users/me/tokens',
      `users/me/ratings/${odd}`,
      `users/me/ratings/${odd}/history`,
      `users/me/ratings/${removed}/history`,
      ...['-score', '-popularity', 'title', 'year'].map((sort) => `movies?sort=${sort}&limit=61`),
      ...[
        'shawshank',
        'shawshenk',
        'godfather',
        'ninja 忍者',
        'джедаи',
        'agnes',
        'etrange',
        'kubrick',
        'neverr',
      ].map((q) => `movies?q=${encodeURIComponent(q)}`),
      'movies?genre=Drama&minYear=1990',
      'users?limit=100',
      'popular',
    ];
    let answered = 0;
    for (const who of [undefined, ana, ben]) {
      for (const path of paths) {
        const [one, other] = await both('GET', path, { token: who?.token });
        expect([other.status, without(other.body, OWN)], path).toEqual([
          one.status,
          without(one.body, OWN),
        ]);
        expect(other.headers.etag, path).toBe(one.headers.etag);
        if (other.status === 200) answered++;
      }
    }
    expect(answered).toBeGreaterThan(2 * paths.length);
    const found = await there.call('GET', `users/me/ratings/${odd}/history`, { token: ana.token });
    const fromOther = { note: 'from the other' };
    expect(found.body.items).toMatchObject([
      fromOther,
      { note: null },
      fromOther,
      { note: ODD_NOTE },
      { note: null },
    ]);
    expect((await there.call('GET', 'movies?q=джедаи')).body.items[0].title).toBe(ODD_TITLE);
  });

  it('signs in whoever could', async () => {
    for (const service of [here, there]) expect(await service.signIn('ben')).toMatch(/^hs_/);
  });

  it('gives new ids to what is new, and never that of something removed', async () => {
    const body = { title: 'Quite New', directors: ['Someone New'] };
    const [one, other] = await both('POST', 'movies', { token: ana.token, body });
    expect(other.status).toBe(201);
    expect(other.body.id).toBe(removed + 1);
    expect(other.body.id).toBe(one.body.id);
    expect(other.body.directors).toEqual(one.body.directors);
    expect((await there.signUp('newcomer')).id).toBe((await here.signUp('newcomer')).id);
    const token = { token: ana.token, body: { name: 'new', scope: 'read' } };
    const [made, alsoMade] = await both('POST', 'users/me/tokens', token);
    expect(alsoMade.body.id).toBe(made.body.id);
  });

  it('goes on counting right', async () => {
    for (const [movie, stars] of [
      [odd, 5],
      [1, 1.05],
      [2, 0],
    ]) {
      const [one, other] = await both('PUT', `users/me/ratings/${movie}`, {
        token: ben.token,
        body: { stars },
      });
      expect(other.body.tally).toEqual(one.body.tally);
    }
    await both('DELETE', `users/me/ratings/1`, { token: ben.token });
    await both('DELETE', `users/other1`, { token: ana.token });
    await there.jobs.publishNow();
    await here.jobs.publishNow();
    const [one, other] = await both('GET', 'movies/1');
    expect(other.body.score).toEqual(one.body.score);
    expect((await command(['verify'], settingsOf(target.url))).out).toContain(' 0 differences');
  });

  it('can be moved back', async () => {
    const paths = [`movies/${odd}`, 'movies?q=shawshenk', 'users/ana', 'users?limit=100'];
    const answers = (service: Service) =>
      Promise.all(paths.map((path) => service.call('GET', path, { token: ana.token })));
    const before = await answers(there);
    await there.stop();
    const back = databaseFile();
    expect(await command(['move', '--to', `file:${back}`], settingsOf(target.url))).toMatchObject({
      code: 0,
    });
    const again = await startService({ DATABASE_URL: `file:${copyOf(back)}` }, { films: 0 });
    for (const [n, after] of (await answers(again)).entries()) {
      expect([after.status, without(after.body, OWN)], paths[n]).toEqual([
        200,
        without(before[n]?.body, OWN),
      ]);
    }
    const body = { title: 'Newer Still' };
    const newer = await again.call('POST', 'movies', { token: ana.token, body });
    expect(newer.body.id).toBe(removed + 2);
    await again.stop();
    there = await startService({ DATABASE_URL: target.url }, { films: 0 });
  });
});

describe('move', () => {
  it('takes a text for what the service reads of it, whatever another program put into it', async () => {
    const source = copyOf(file);
    tamper(source, `UPDATE movies SET title = 'Null' || char(0) || 'ity' WHERE id = ${odd}`);
    const { url } = await ownDatabase();
    expect(await move(source, url)).toMatchObject({ code: 0 });
    const service = await startService({ DATABASE_URL: `file:${source}` }, { films: 0 });
    const { body } = await service.call('GET', `movies/${odd}`);
    await service.stop();
    const titles = await ask(url, `select title from movies where id = ${odd}`);
    expect(titles).toEqual([{ title: body.title }]);
  });

  it('refuses a database that is not empty, and leaves it as it is', async () => {
    const { url } = await ownDatabase();
    expect(await move(copyOf(file), url)).toMatchObject({ code: 0 });
    const before = await counts(url);
    const { code, err } = await move(copyOf(file), url);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^Nothing is moved to postgres:\/\/\S+: it is not empty: it holds users\.\n$/,
    );
    expect(await counts(url)).toEqual(before);
  });

  it('refuses while a service uses the database', async () => {
    const source = copyOf(file);
    const service = await startService({ DATABASE_URL: `file:${source}` }, { films: 0 });
    const { url } = await ownDatabase();
    expect(await move(source, url)).toEqual({
      code: 2,
      out: '',
      err: `${source} is in use; stop the service before you move its data.\n`,
    });
    await service.stop();
  });

  it('moves nothing when the tallies do not add up', async () => {
    const source = copyOf(file);
    tamper(source, 'UPDATE tallies SET count = count + 1, h3 = h3 + 1 WHERE movie_id = 1');
    const { url } = await ownDatabase();
    const { code, err } = await move(source, url);
    expect(code).toBe(1);
    expect(err).toContain('its tallies do not add up to its ratings; see "halfstar verify".\n');
    expect(await counts(url)).toEqual({ movies: 0, users: 0, ratings: 0, rating_events: 0 });
  });

  it.each([
    ['nowhere', ['move'], /^Required option '--to <address>' not specified\. See --help\.\n$/],
    ['to an address that is none', ['move', '--to', 'mysql://h/db'], /^--to must be /],
    ['into memory', ['move', '--to', 'memory:'], /^A database in memory is gone/],
  ])('refuses to move %s', async (_what, args, sentence) => {
    const { code, err } = await command(args, settingsOf(`file:${file}`));
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });

  it('shows no password when the target cannot be reached', async () => {
    const { code, err } = await move(copyOf(file), 'postgres://ana:hunter2@127.0.0.1:1/none');
    expect(code).toBe(1);
    expect(err).toMatch(/^The database postgres:\/\/127\.0\.0\.1:1\/none cannot be used: /);
    expect(err).toContain('--to names it');
    expect(err).not.toMatch(/hunter2|DATABASE_URL/);
  });

  it('leaves an empty database when it is killed in the middle, and can be done again', async () => {
    const { url } = await ownDatabase();
    await (await openPostgres(url, { connections: 1 })).db.destroy();
    const other = new pg.Client(url);
    await other.connect();
    // Nearly all is copied by then.
    await other.query('begin; lock table movie_search in access exclusive mode');
    const source = copyOf(file);
    const moving = startProgram(['move', '--to', url], { DATABASE_URL: `file:${source}` });
    await until('it waits', 30_000, async () => {
      const { rows } = await other.query('select 1 from pg_locks where not granted');
      return rows.length > 0;
    });
    await moving.kill();
    await other.end();
    expect(await counts(url)).toEqual({ movies: 0, users: 0, ratings: 0, rating_events: 0 });
    const again = startProgram(['move', '--to', url], { DATABASE_URL: `file:${source}` });
    expect(await again.ended, again.err.join('\n')).toMatchObject({ code: 0 });
    expect((await command(['verify'], settingsOf(url))).out).toContain(' 0 differences');
  });

  it('knows every table there is', async () => {
    const { url } = await ownDatabase();
    await (await openPostgres(url, { connections: 1 })).db.destroy();
    const rows = await ask<{ name: string }>(
      url,
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...POSTGRES_TABLES].sort());
  });
});

function without(body: unknown, names: ReadonlySet<string>): unknown {
  const text = JSON.stringify(body, (name, value) => (names.has(name) ? undefined : value));
  return text === undefined ? undefined : JSON.parse(text);
}

async function ownDatabase(): Promise<OwnSchema> {
  const database = await newDatabase();
  databases.push(database);
  return database;
}

function move(source: string, url: string) {
  return command(['move', '--to', url], settingsOf(`file:${source}`));
}

function settingsOf(url: string) {
  return { settings: { DATABASE_URL: url } };
}

function copyOf(database: string): string {
  const copy = join(temporaryFolder(), 'halfstar.db');
  copyFileSync(database, copy);
  return copy;
}

function tamper(database: string, statement: string): void {
  const opened = new Database(database);
  opened.exec(statement);
  opened.close();
}

async function counts(url: string) {
  const tables = ['movies', 'users', 'ratings', 'rating_events'];
  const [row] = await ask(
    url,
    `select ${tables.map((name) => `(select count(*)::integer from ${name}) as ${name}`).join(', ')}`,
  );
  return row;
}
