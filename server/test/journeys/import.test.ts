import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HalfstarClient, Shape } from '../../../client/src/index.js';
import { databaseLike, type OwnDatabase } from '../support/database.js';
import { everything } from '../support/everything.js';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { tmdbFilm } from '../support/invented-films.js';
import { cleanUp, type Server, startProgram, startServer } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const ROWS = 1500;
const WITHIN_MS = 60_000;
const HARBOUR = tmdbFilm({ id: 710_001, title: 'The Glass Harbour', imdb_id: 'tt9810001' });
let template: Template;
let tmdb: FakeTmdb;
beforeAll(async () => {
  template = await makeTemplate({ films: 60, people: 2 });
  tmdb = await startFakeTmdb([HARBOUR]);
});
afterAll(async () => {
  await cleanUp();
  await tmdb.stop();
});

type Import = Shape<'Import'>;

/** Ratings of films that are none of ours, each of which is made one. */
const HISTORY = `Date,Name,Year,Letterboxd URI,Rating\n${Array.from(
  { length: ROWS },
  (_, n) => `2020-01-02,Unheard of ${n},1990,x,${(1 + (n % 10)) / 2}\n`,
).join('')}`;

async function upload(client: HalfstarClient, content = HISTORY): Promise<Import> {
  const { data } = await client.POST('/api/v1/users/me/imports', {
    params: { query: { name: 'ratings.csv' } },
    headers: { 'content-type': 'application/octet-stream' },
    body: content,
    bodySerializer: (file) => file,
  });
  return data as Import;
}

const at = (id: number) => ({ params: { path: { import: id } } });
const find = async (client: HalfstarClient, id: number) =>
  (await client.GET('/api/v1/users/me/imports/{import}', at(id))).data as Import;
const reaches = (client: HalfstarClient, id: number, isThere: (one: Import) => boolean) =>
  until('the import gets on', WITHIN_MS, async () => {
    const one = await find(client, id);
    return isThere(one) && one;
  });

const me = () => template.people[1]!;
const mine = async (database: OwnDatabase) => {
  const store = await database.open();
  try {
    return await everything(store, me().id as never);
  } finally {
    await store.close();
  }
};

/** One that this server is applying. */
async function applying(server: Server): Promise<{ client: HalfstarClient; id: number }> {
  const client = server.client(me().token);
  const { id } = await upload(client);
  await reaches(client, id, ({ state }) => state === 'ready');
  await client.POST('/api/v1/users/me/imports/{import}/apply', at(id));
  await reaches(client, id, ({ state, progress }) => state === 'applying' && progress.done > 0);
  return { client, id };
}

it('goes on after a crash in the midst of it, with each row applied once, and is undone exactly', async () => {
  const database = await databaseLike(template);
  const before = await mine(database);
  const server = await startServer({ settings: database.settings });
  const { id } = await applying(server);
  await server.kill();

  const again = await startServer({ settings: database.settings });
  const client = again.client(me().token);
  const { outcomes, verdicts } = await reaches(client, id, ({ state }) => state === 'applied');
  expect(outcomes).toEqual({ taken: ROWS, kept: 0, left: 0 });
  expect(verdicts).toMatchObject({ new: ROWS });
  const { data } = await client.GET('/api/v1/users/{user}/ratings', {
    params: { path: { user: 'me' }, query: { limit: 1 } },
  });
  expect(data?.total).toBe(ROWS);

  await client.POST('/api/v1/users/me/imports/{import}/undo', at(id));
  await reaches(client, id, ({ state }) => state === 'undone');
  expect((await again.stop()).code).toBe(0);
  expect(await mine(database)).toEqual(before);
  const verify = startProgram(['verify'], database.settings);
  expect(await verify.ended).toEqual({ code: 0, signal: null });
});

it('is taken over by another process when the one that is at it dies', async () => {
  const { settings } = await databaseLike(template);
  const one = await startServer({ settings });
  const { id } = await applying(one);
  const other = await startServer({ settings });
  await one.kill();
  const client = other.client(me().token);
  expect(await find(client, id)).toMatchObject({ state: 'applying' });
  const { outcomes } = await reaches(client, id, ({ state }) => state === 'applied');
  expect(outcomes).toMatchObject({ taken: ROWS });
  expect((await other.stop()).code).toBe(0);
});

it('takes over from TMDB what nobody here knows, and makes it of its row where TMDB fails', async () => {
  const { settings } = await databaseLike(template);
  const asking = { ...tmdb.settings, TMDB_BACKOFF_MS: '1', TMDB_RETRIES: '0' };
  const server = await startServer({ settings: { ...settings, ...asking } });
  const client = server.client(me().token);
  const bring = async (imdb: string) => {
    const { id } = await upload(
      client,
      `Const,Your Rating,Date Rated,Title\n${imdb},9,2024-01-02,X\n`,
    );
    await reaches(client, id, ({ state }) => state === 'ready');
    await client.POST('/api/v1/users/me/imports/{import}/apply', at(id));
    await reaches(client, id, ({ state }) => state === 'applied');
  };
  await bring('tt9810001');
  expect(tmdb.callsOf('/find/tt9810001')).toHaveLength(1);
  tmdb.mood = { status: 503 };
  await bring('tt9810002');
  const { data } = await client.GET('/api/v1/users/{user}/ratings', {
    params: { path: { user: 'me' }, query: { sort: 'ratedAt' } },
  });
  expect(data?.items.slice(-2).map(({ movie }) => [movie.title, movie.runtimeMinutes])).toEqual(
    expect.arrayContaining([
      ['The Glass Harbour', 101],
      ['X', null],
    ]),
  );
  expect((await server.stop()).code).toBe(0);
});
