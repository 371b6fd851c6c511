import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { databaseLike } from '../support/database.js';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import {
  CAN_START_REDIS,
  leftOutWithoutRedis,
  type OwnRedis,
  startRedis,
} from '../support/redis.js';
import type { Someone } from '../support/service.js';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const MOST = 40;
const BEFORE = 12;
const AFTER = 80;

if (!CAN_START_REDIS) leftOutWithoutRedis('a service and a Redis that fails: no redis-server');

describe.runIf(CAN_START_REDIS)('while Redis', () => {
  let redis: OwnRedis;
  let way: TcpProxy;
  let fake: FakeTmdb;
  let template: Template;
  let server: Server;
  const people: Someone[] = [];

  beforeAll(async () => {
    [redis, fake] = await Promise.all([startRedis(), startFakeTmdb()]);
    const { hostname, port } = new URL(redis.url);
    way = await startProxy({ host: hostname, port: Number(port) });
    template = await makeTemplate({ films: 5, people: 12 });
    people.push(...template.people);
    server = await startServer({
      settings: {
        ...fake.settings,
        ...(await databaseLike(template)).settings,
        REDIS_URL: `redis://127.0.0.1:${way.port}`,
        RATE_LIMIT_PER_MINUTE: String(MOST),
      },
    });
    await counted();
  });
  afterEach(async () => {
    way.thaw();
    await redis.revive();
    await redis.client.config('SET', 'maxmemory', '0');
    await counted();
  });
  afterAll(async () => {
    const ended = await server?.stop();
    await fake.stop();
    await way.stop();
    await redis.stop();
    await cleanUp();
    expect(ended).toEqual({ code: 0, signal: null });
    expect(server.err.filter((line) => line.startsWith('{'))).toEqual([]);
  });

  /** Until what is counted is counted in Redis. */
  async function counted(): Promise<void> {
    await until('it counts in Redis', 5000, async () => {
      for (const key of await keys()) await redis.client.del(key);
      // Whoever has no token counts by the address.
      await fetch(`${server.url}/api/v1/movies?limit=1`).then((answer) => answer.text());
      return (await keys()).length > 0;
    });
  }

  const keys = () => redis.client.keys('halfstar:limit:requests:*');

  /** One of three different things a person may ask for, with what they hear. */
  async function ask({ token }: Someone, i: number) {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const movie = template.movieIds[0];
    const [path, init] = [
      [`movies/${movie}`, {}],
      [`users/me/ratings/${movie}`, { method: 'PUT', body: '{"stars":3.5}' }],
      ['popular?language=de', {}],
    ][i % 3] as [string, RequestInit];
    const began = performance.now();
    const answer = await fetch(`${server.url}/api/v1/${path}`, { ...init, headers });
    const body = (await answer.json()) as Record<string, unknown>;
    return { what: i % 3, status: answer.status, ms: performance.now() - began, body };
  }

  const essence = ({ what, body }: Awaited<ReturnType<typeof ask>>) =>
    what === 0
      ? [body.id, body.title]
      : what === 1
        ? (body.rating as { stars: number }).stars
        : (body.items as { tmdbId: number }[]).map(({ tmdbId }) => tmdbId);

  const TROUBLES: [string, (i: number) => unknown][] = [
    ['is well', () => {}],
    ['is killed', (i) => i === 0 && redis.kill()],
    ['hangs', (i) => i === 0 && redis.freeze()],
    ['is out of reach', (i) => i === 0 && way.freeze()],
    ['is full', (i) => i === 0 && redis.client.config('SET', 'maxmemory', '1')],
    ['is flushed', (i) => i === 0 && redis.client.flushall()],
    ['is flushed again and again', () => redis.client.flushall()],
    [
      'holds garbage',
      (i) => i % 4 === 0 && poison((key) => redis.client.set(key, 'garbage \u0000')),
    ],
    ['holds what is of another type', (i) => i % 4 === 0 && poison(otherType)],
    ['holds counts of nobody', (i) => i % 4 === 0 && poison((key) => redis.client.set(key, -1000))],
  ];

  async function poison(how: (key: string) => unknown): Promise<void> {
    for (const key of await redis.client.keys('halfstar:*')) await how(key);
  }

  async function otherType(key: string): Promise<void> {
    await redis.client.del(key);
    await redis.client.lpush(key, 'x');
  }

  it.each(TROUBLES)('%s, limits hold and answers are the same', async (_what, trouble) => {
    const person = people.pop() as Someone;
    const before = [];
    for (let i = 0; i < BEFORE; i++) before.push(await ask(person, i));
    expect(before.every(({ status }) => status < 300)).toBe(true);
    // So that what is forgotten can be told from what has just begun.
    await until('the minute has begun', 3000, async () => {
      const [key = ''] = await keys();
      return (await redis.client.pttl(key)) < 59_500;
    });

    const after = [];
    for (let i = 0; i < AFTER; i++) {
      await trouble(i);
      after.push(await ask(person, BEFORE + i));
    }
    const allowed = after.filter(({ status }) => status < 300);
    expect(after.filter(({ status }) => status >= 300 && status !== 429)).toEqual([]);
    expect(allowed).toHaveLength(MOST - BEFORE);
    for (const answer of allowed) {
      const same = before.find(({ what }) => what === answer.what);
      expect(essence(answer)).toEqual(same && essence(same));
    }
    // Those that met Redis as it failed: a limit, what is kept, and what is told to others.
    expect(after.filter(({ ms }) => ms > 100 * 3).length).toBeLessThanOrEqual(3);
  });

  it('is away, /ready says so and is ready, and it is used again within 5 seconds', async () => {
    await redis.kill();
    const ready = async () => {
      const answer = await fetch(`${server.url}/ready`);
      const { parts } = (await answer.json()) as { parts: { redis: { status: string } } };
      return { status: answer.status, redis: parts.redis.status };
    };
    expect(await ready()).toEqual({ status: 200, redis: 'unreachable' });
    await redis.startAgain();
    await until('it is reachable', 5000, async () => (await ready()).redis === 'ok');
    await counted();
  });
});
