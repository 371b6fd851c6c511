import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGINE } from '../support/engine.js';
import { type FakeTmdb, type Mood, startFakeTmdb } from '../support/fake-tmdb.js';
import { inventedFilms } from '../support/invented-films.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { CAN_START_REDIS, leftOutWithoutRedis, startRedis } from '../support/redis.js';
import { type Answer, type Service, startService } from '../support/service.js';

/**
 * With the settings as they are when nobody sets them it is 3 s, and 9 s if each attempt had them for itself. A machine
 * with much else to do is late.
 */
const WITHIN_MS = 7500;
/** More would wait for a connection longer than anyone is kept waiting. */
const CROWD = ENGINE === 'sqlite' ? 500 : 100;

let fake: FakeTmdb;
let service: Service;
let ana: Person;

beforeAll(async () => {
  fake = await startFakeTmdb();
});
beforeEach(async () => {
  Object.assign(fake, { mood: 'well', delayMs: 0, films: inventedFilms() });
  fake.calls.length = 0;
  await open();
});
afterEach(() => service.stop());
afterAll(() => fake.stop());

async function open(settings: Record<string, string> = {}): Promise<void> {
  service = await startService({ ...fake.settings, LOG_LEVEL: 'info', ...settings }, { films: 30 });
  ana = await addPerson(service, 'ana');
}
const call = (method: string, path: string, body?: unknown) =>
  service.call(method, path, { token: ana.token, body });
const popular = (query = '') => call('GET', `popular${query}`);

type Refused = [Mood | 'refuse', status: number, kind: string];
const OUTAGES: Refused[] = [
  ['refuse', 503, 'outside-unavailable'],
  ['hang', 504, 'outside-timeout'],
  ['drip', 504, 'outside-timeout'],
  ['cut off', 503, 'outside-unavailable'],
  ['half', 502, 'outside-bad-answer'],
  ['html', 502, 'outside-bad-answer'],
  ['wrong types', 502, 'outside-bad-answer'],
  ['huge', 502, 'outside-bad-answer'],
  ['bomb', 502, 'outside-bad-answer'],
  ['redirect', 502, 'outside-bad-answer'],
  [{ status: 401 }, 502, 'outside-bad-answer'],
  [{ status: 429, retryAfter: '7' }, 503, 'outside-unavailable'],
  [{ status: 500 }, 502, 'outside-bad-answer'],
  [{ status: 503 }, 502, 'outside-bad-answer'],
];

describe.each(OUTAGES)('while TMDB answers %j', (mood, status, kind) => {
  beforeEach(async () => {
    // They take long to read where much else is going on.
    if (mood === 'huge' || mood === 'bomb') {
      await service.stop();
      await open({ TMDB_TIMEOUT_MS: '20000' });
    }
    if (mood === 'refuse') await fake.goAway();
    else fake.mood = mood;
  });
  afterEach(async () => {
    if (mood === 'refuse') await fake.comeBack();
  });

  it('what needs TMDB is refused in time, nothing is half stored, and the rest goes on', async () => {
    const before = (await call('GET', 'movies')).body.total;
    const done: string[] = [];
    const timed = async (what: string, asked: Promise<Answer>) => {
      const began = performance.now();
      const answer = await asked;
      done.push(what);
      return { ...answer, ms: performance.now() - began };
    };
    const needing = [
      timed('outside', popular()),
      timed('outside', call('POST', 'movies', { tmdbId: 900_001 })),
      timed('outside', call('PUT', 'users/me/ratings/tmdb:900002', { stars: 4 })),
      timed('outside', call('PUT', 'users/me/favourites/imdb:tt9900003')),
    ];
    const others = ['movies/1', 'movies?q=the', 'users/me', '/health', '/ready'];
    const rest = await Promise.all(others.map((path) => timed('ours', call('GET', path))));
    for (const answer of rest) expect(answer.status).toBe(200);
    for (const answer of await Promise.all(needing)) {
      // The breaker may be open for the later ones.
      if (answer.body.status !== 503) expectProblem(answer, status, kind);
      else expectProblem(answer, 503, 'outside-unavailable');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.ms).toBeLessThan(WITHIN_MS);
    }
    if (mood === 'hang') expect(done.indexOf('outside')).toBe(others.length);
    if (typeof mood === 'object' && mood.retryAfter) {
      expect((await popular()).headers['retry-after']).toMatch(/^[67]$/);
    }
    expect((await call('GET', 'movies')).body.total).toBe(before);
    expect((await call('GET', 'users/me/favourites')).body.items).toEqual([]);
    const failures = service.err.map((line) => JSON.parse(line));
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) {
      const told = { level: 'error', upstream: 'tmdb', attempt: expect.any(Number) };
      expect(failure).toMatchObject(told);
      expect(failure).toHaveProperty('status');
    }
  });
});

it('a batch stores what it can, and says of the rest why not', async () => {
  fake.mood = { status: 500 };
  const items = [
    { movie: 1, stars: 3 },
    { movie: 'tmdb:900001', stars: 4 },
    { movie: 'imdb:tt9900002', stars: 4 },
  ];
  const { status, body } = await call('POST', 'users/me/ratings/batch', { items });
  expect(status).toBe(200);
  const [ours, ...outside] = body.results;
  expect(ours).toMatchObject({ status: 201, rating: { stars: 3 } });
  for (const { status, problem } of outside) {
    expect([502, 503]).toContain(status);
    expect(problem.type).toMatch(/^\/problems\/outside-/);
  }
});

it(`${CROWD} who come at once cost TMDB no more than one, while it is well and while it is not`, async () => {
  fake.mood = { status: 500 };
  const failed = await Promise.all(Array.from({ length: CROWD }, () => popular()));
  expect(new Set(failed.map(({ status }) => status))).toEqual(new Set([502]));
  expect(fake.calls.length).toBeLessThanOrEqual(3);
  fake.mood = 'well';
  fake.delayMs = 50;
  fake.calls.length = 0;
  const answered = await Promise.all(Array.from({ length: CROWD }, () => popular()));
  expect(new Set(answered.map(({ status }) => status))).toEqual(new Set([200]));
  expect(fake.calls).toHaveLength(1);
});

if (!CAN_START_REDIS)
  leftOutWithoutRedis('the service with Redis killed and hung: redis-server is missing');

it.runIf(CAN_START_REDIS)('Redis killed or hung makes no 5xx and no wrong answer', async () => {
  const redis = await startRedis();
  await service.stop();
  await open({ REDIS_URL: redis.url, CACHE_TTL_SECONDS: '1' });
  const WITHOUT_REDIS = { status: 200, is: 'degraded', redis: { status: 'unreachable' } };
  const films = inventedFilms(20).map(({ id }) => id);
  const isRight = async () => {
    for (let i = 0; i < 12; i++) {
      const { status, body } = await popular();
      expect(status).toBe(200);
      expect(body.items.map(({ tmdbId }: { tmdbId: number }) => tmdbId)).toEqual(films);
      expect((await call('GET', 'movies/1')).status).toBe(200);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const ready = async () => {
    const { status, body } = await call('GET', '/ready');
    return { status, is: body.status, redis: body.parts.redis };
  };
  await isRight();
  expect(await ready()).toEqual({ status: 200, is: 'ready', redis: { status: 'ok' } });
  redis.freeze();
  await isRight();
  expect(await ready()).toEqual(WITHOUT_REDIS);
  redis.thaw();
  await redis.kill();
  await isRight();
  expect(await ready()).toEqual(WITHOUT_REDIS);
  await redis.stop();
});
