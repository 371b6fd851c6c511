import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Balancer, startBalancer } from '../support/balancer.js';
import { type Chance, chance, seedOf } from '../support/chance.js';
import { differencesIn } from '../support/crashes.js';
import { newSchema, type OwnSchema } from '../support/postgres.js';
import {
  cleanUp,
  type Server,
  type Settings,
  startServer,
  temporaryFolder,
} from '../support/process.js';
import { lookUp, type Rater, ratersOf, visitor } from '../support/raters.js';
import {
  CAN_START_REDIS,
  leftOutWithoutRedis,
  type OwnRedis,
  startRedis,
} from '../support/redis.js';
import { comeAndStay, restart } from '../support/rolling.js';
import { fill } from '../support/template.js';
import { until } from '../support/until.js';

/** `bench/rolling-restart.ts` restarts each twenty times. */
const RESTARTS = 2;
const RATERS = 8;
const MOVIES = 40;
const PASSWORD = 'a long pass phrase';
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let schema: OwnSchema;
let redis: OwnRedis;
let client: pg.Client;
let settings: Settings;
let random: Chance;
let raters: Rater[];
let movieIds: number[];

if (!CAN_START_REDIS) leftOutWithoutRedis('two processes on PostgreSQL and Redis');

describe.runIf(CAN_START_REDIS)('two processes on PostgreSQL and Redis', () => {
  beforeAll(async () => {
    random = chance(seedOf('rolling-restart'));
    redis = await startRedis();
  });
  beforeEach(async () => {
    schema = await newSchema();
    client = new pg.Client(schema.url);
    await client.connect();
    const place = { kind: 'postgres', url: schema.url } as const;
    const filled = await fill(place, { films: MOVIES, people: RATERS });
    raters = ratersOf(filled.people);
    movieIds = filled.movieIds;
    settings = {
      DATABASE_URL: schema.url,
      DATABASE_POOL: '20',
      REDIS_URL: redis.url,
      LOG_LEVEL: 'error',
    };
  });
  afterEach(async () => {
    await cleanUp();
    await client.end();
    await schema.drop();
  });
  afterAll(() => redis?.stop());

  it('are restarted in turn, and nobody behind a balancer notices', async () => {
    const balancer = await startBalancer();
    const processes = await bothBehind(balancer);
    const { leave } = comeAndStay(balancer.url, { raters, movieIds, random });
    for (let n = 0; n < 2 * RESTARTS; n++) {
      processes.push(await restart(processes.shift() as Server, balancer, { settings }));
    }
    const { failed, stale, by, writes } = await leave();
    expect([failed, stale, balancer.failures]).toEqual([[], [], []]);
    // Each of them, the first two and those in their place, had a part of it.
    expect(by.size).toBe(2 + 2 * RESTARTS);
    expect(writes).toBeGreaterThan(RATERS);
    await nothingIsLost(balancer);
    await balancer.stop();
  }, 240_000);

  it('are of two releases while one follows the other', async () => {
    const newer = { settings, main: aNewerRelease() };
    const balancer = await startBalancer();
    const [one, other] = (await bothBehind(balancer)) as [Server, Server];
    const { seen, leave } = comeAndStay(balancer.url, { raters, movieIds, random });
    await restart(one, balancer, newer);
    expect(await tablesNamed('from_the_future')).toBe(1);

    const soFar = seen.by.get(other.url) ?? 0;
    await until(
      'the older one serves on',
      30_000,
      () => (seen.by.get(other.url) ?? 0) > soFar + 50,
    );
    // As when the newer one is taken back.
    const again = await restart(other, balancer, { settings });
    await until('and after a restart', 30_000, () => (seen.by.get(again.url) ?? 0) > 50);
    await restart(again, balancer, newer);

    const { failed, stale } = await leave();
    expect([failed, stale, balancer.failures]).toEqual([[], [], []]);
    await nothingIsLost(balancer);
    await balancer.stop();
  }, 240_000);

  it('know at once that someone signed out of the other', async () => {
    const [one, other] = await Promise.all([startServer({ settings }), startServer({ settings })]);
    const credentials = { handle: 'ana', password: PASSWORD };
    expect((await one.client().POST('/api/v1/users', { body: credentials })).response.status).toBe(
      201,
    );
    const { data } = await one.client().POST('/api/v1/sessions', { body: credentials });
    const me = async (server: Server) => {
      const params = { params: { path: { user: 'me' } } };
      return (await server.client(data?.token).GET('/api/v1/users/{user}', params)).response.status;
    };
    expect([await me(one), await me(other)]).toEqual([200, 200]);
    const gone = await one.client(data?.token).DELETE('/api/v1/sessions/current');
    expect(gone.response.status).toBe(204);
    expect([await me(other), await me(one)]).toEqual([401, 401]);
  }, 120_000);

  it('publish scores one at a time, and the other takes over when that one crashes', async () => {
    const one = await startServer({ settings });
    await scoreFollows(one, one, 0);
    const [first] = await holders();
    const other = await startServer({ settings });

    // What is rated through either is published, and read through either. Who publishes may change
    // meanwhile: on a busy machine a lease that nobody got round to renewing runs out.
    const after: number[] = [];
    for (const n of [1, 2, 3, 4, 5]) {
      after.push(await scoreFollows(other, n % 2 === 0 ? one : other, n));
    }
    expect(await holders()).toHaveLength(1);

    await one.kill();
    const takenOver = await scoreFollows(other, other, 6);
    const [second, ...more] = await holders();
    expect(more).toEqual([]);
    expect(second).not.toBe(first);
    // biome-ignore lint/suspicious/noConsole: figures for whoever looks
    console.info(
      `scores: followed after ${after.map(Math.round).join(', ')} ms, after a crash ${Math.round(takenOver)} ms`,
    );
  }, 120_000);
});

async function bothBehind(balancer: Balancer): Promise<Server[]> {
  const both = await Promise.all([startServer({ settings }), startServer({ settings })]);
  for (const { url } of both) await balancer.add(url);
  return both;
}

async function nothingIsLost({ url }: Balancer): Promise<void> {
  const looking = visitor(url, RATERS);
  const lost = await Promise.all(raters.map((rater) => lookUp(looking, rater)));
  await looking.leave();
  expect(lost.flat()).toEqual([]);
  expect(await differencesIn(schema.url)).toBe(0);
}

/** This one as it is built, with one more migration. */
function aNewerRelease(): string {
  const folder = temporaryFolder();
  for (const part of ['dist', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const migration = 'dist/migrations/postgres/9999-more.sql';
  writeFileSync(
    join(folder, migration),
    `create table from_the_future (id bigint primary key);
     alter table ratings add column mood text;
     alter table movies add column colour text not null default 'none';
     create index ratings_by_mood on ratings (mood);`,
  );
  return join(folder, 'dist/main.js');
}

async function tablesNamed(name: string): Promise<number> {
  const { rows } = await client.query(
    'select 1 from pg_tables where schemaname = current_schema() and tablename = $1',
    [name],
  );
  return rows.length;
}

async function holders(): Promise<unknown[]> {
  const { rows } = await client.query("select holder from leases where name = 'scores'");
  return rows.map(({ holder }) => holder);
}

/** How long it takes until the score of a movie that nobody has rated is there, read through the second. */
async function scoreFollows(through: Server, readBy: Server, n: number): Promise<number> {
  const path = { user: 'me', movie: String(movieIds[n]) };
  const began = performance.now();
  const { response } = await through
    .client(raters[0]?.token)
    .PUT('/api/v1/users/{user}/ratings/{movie}', { params: { path }, body: { stars: 4 } });
  expect(response.status).toBe(201);
  await until('the score is published', 30_000, async () => {
    const { data } = await readBy.client().GET('/api/v1/movies/{movie}', {
      params: { path: { movie: path.movie } },
    });
    return data?.score?.count === 1;
  });
  return performance.now() - began;
}
