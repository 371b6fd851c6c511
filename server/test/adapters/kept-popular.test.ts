import { createServer, type Server } from 'node:net';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { keptPopular } from '../../src/adapters/cache/kept-popular.js';
import { openRedis } from '../../src/adapters/redis/connection.js';
import { tmdbCatalogue } from '../../src/adapters/tmdb/tmdb.js';
import type { KeptPopular, OutsideCatalogue } from '../../src/catalogue/outside.js';
import { Refusal } from '../../src/problem.js';
import { FIRST, type Keeping, keptPopularContract, later } from '../contracts/kept-popular.js';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import {
  CAN_START_REDIS,
  freePort,
  givenRedis,
  leftOutWithoutRedis,
  type OwnRedis,
  startRedis,
} from '../support/redis.js';
import { until } from '../support/until.js';

const LONG = { freshSeconds: 60, staleSeconds: 600 };
/** Without a bound it would be for ever. */
const NOT_LONG_MS = 5000;
const SHORT = { freshSeconds: 0.3, staleSeconds: 600 };
const open: Redis[] = [];
const processes: KeptPopular[] = [];
const own: OwnRedis | null = CAN_START_REDIS ? await startRedis() : null;
const given = own ?? (await givenRedis());
if (given === null)
  leftOutWithoutRedis('popular films kept in Redis: there is none, and redis-server is missing');
else if (own === null) leftOutWithoutRedis('Redis killed and hung: redis-server is missing');

/** A connection as the service has it, ready to be used. */
async function connect(url: string): Promise<Redis> {
  const redis = openRedis(url, () => {});
  open.push(redis);
  await until('Redis is connected', 3000, () => redis.status === 'ready');
  return redis;
}

async function forgetAll(): Promise<void> {
  const keys = (await given?.client.keys('halfstar:*')) ?? [];
  if (keys.length > 0) await given?.client.del(keys);
}

afterEach(async () => {
  await Promise.all(processes.splice(0).map((kept) => kept.close()));
  for (const redis of open.splice(0)) redis.disconnect();
  await own?.revive();
});
afterAll(async () => {
  await forgetAll();
  given?.client.disconnect();
  await own?.stop();
});

describe('popular films kept in memory', () => {
  keptPopularContract(async (outside, keeping, now = Date.now) =>
    keptPopular(outside, keeping, null, now),
  );
});

describe.runIf(given !== null)('popular films kept in Redis', () => {
  beforeEach(forgetAll);
  keptPopularContract(async (outside, keeping, now = Date.now) =>
    keptPopular(outside, keeping, await connect(given?.url ?? ''), now),
  );
});

describe('Redis', () => {
  let fake: FakeTmdb;
  let tmdb: OutsideCatalogue;

  beforeAll(async () => {
    fake = await startFakeTmdb();
  });
  beforeEach(async () => {
    fake.mood = 'well';
    fake.calls.length = 0;
    const { baseUrl, accessToken } = fake;
    const settings = { timeoutMs: 600, retries: 2, backoffMs: 5, baseUrl };
    tmdb = tmdbCatalogue({ ...settings, credentials: { accessToken } }, () => {});
    await forgetAll();
  });
  afterEach(() => tmdb.close());
  afterAll(() => fake.stop());

  const aProcess = async (
    keeping: Keeping = LONG,
    url = given?.url ?? '',
  ): Promise<KeptPopular> => {
    const kept = keptPopular(tmdb, keeping, await connect(url), Date.now);
    processes.push(kept);
    return kept;
  };

  const theChannel = async () => {
    const channels = (await given?.client.pubsub('CHANNELS', 'bentocache*')) as
      | string[]
      | undefined;
    return channels?.[0] ?? '';
  };
  const listeners = async () => {
    const counts = await given?.client.pubsub('NUMSUB', await theChannel());
    return Number((counts as unknown[] | undefined)?.[1] ?? 0);
  };

  const isRight = async (kept: KeptPopular) => {
    const began = performance.now();
    const { value, from } = await kept.popular(FIRST);
    expect(value.items.map(({ tmdbId }) => tmdbId)[0]).toBe('900001');
    expect(value.items).toHaveLength(20);
    return { from, ms: performance.now() - began };
  };

  describe.runIf(given !== null)('while it is well', () => {
    it('is shared: another process asks nothing', async () => {
      await isRight(await aProcess());
      expect((await isRight(await aProcess())).from).toBe('cache');
      expect(fake.calls).toHaveLength(1);
    });

    it('gives a process that has just started the last good answer of others', async () => {
      await isRight(await aProcess(SHORT));
      await later(350);
      fake.mood = { status: 500 };
      expect((await isRight(await aProcess(SHORT))).from).toBe('stale');
    });

    it('tells all processes when one has fetched a page anew, and none goes on with its older', async () => {
      const [one, other] = [await aProcess(), await aProcess()];
      await isRight(one);
      await isRight(other);
      await until('both listen', 3000, async () => (await listeners()) >= 2);
      await forgetAll();
      const fetched = (await (await aProcess()).popular(FIRST)).fetchedAt;
      for (const kept of [one, other]) {
        await until(
          'it has the newer',
          3000,
          async () => (await kept.popular(FIRST)).fetchedAt === fetched,
        );
      }
      expect(fake.calls).toHaveLength(2);
    });

    it('is not believed when it tells what nobody of ours would say', async () => {
      const kept = await aProcess();
      await isRight(kept);
      await until('it listens', 3000, async () => (await listeners()) >= 1);
      const channel = await theChannel();
      const forged = [
        '',
        'garbage \u0000',
        'null',
        '{}',
        '[]',
        JSON.stringify({ busId: 'x', payload: null }),
        JSON.stringify({ busId: 'x', payload: { type: 'set', keys: [5], namespace: 'halfstar' } }),
        JSON.stringify({ busId: 'x', payload: { type: 'no such', keys: ['popular:::1'] } }),
      ];
      for (const text of forged) await given?.client.publish(channel, text);
      expect((await isRight(kept)).from).toBe('cache');
      expect(fake.calls).toHaveLength(1);
    });

    it('holds nothing personal and no key, and forgets in time', async () => {
      await isRight(await aProcess());
      const [key = ''] = (await given?.client.keys('halfstar:*')) ?? [];
      expect(key).toBe('halfstar:popular:::1');
      expect(await given?.client.get(key)).not.toContain('canary');
      const ttl = (await given?.client.pttl(key)) ?? 0;
      expect(ttl).toBeGreaterThan(0);
      expect(ttl).toBeLessThanOrEqual(660_000);
    });
  });

  const entry = (value: unknown) =>
    JSON.stringify({ value, createdAt: Date.now(), logicalExpiration: Date.now() + 1e7, tags: [] });
  const film = { tmdbId: '5', movieId: null, title: 'x', year: 1, releaseDate: null };
  const items = (more: object) =>
    entry({
      fetchedAt: 1,
      value: {
        page: 1,
        totalPages: 1,
        items: [{ ...film, posterUrl: null, overview: null, ...more }],
      },
    });

  describe.runIf(given !== null)('poisoned with', () => {
    const POISONS = {
      'no JSON': 'garbage \u0000',
      nothing: '',
      null: 'null',
      'a number': '5',
      'a list': '[]',
      'an empty object': '{}',
      'an entry of another': entry('hello'),
      'an entry of null': entry(null),
      'an entry without films': entry({
        fetchedAt: 1,
        value: { page: 1, totalPages: 1, items: null },
      }),
      'a film of wrong types': items({ title: 5 }),
      'a film that is one of ours': items({ movieId: 1 }),
      'a script for a poster': items({ posterUrl: 'javascript:alert(1)' }),
      'tags that are none': JSON.stringify({ ...JSON.parse(items({})), tags: { length: 1 } }),
      'a time that is none': JSON.stringify({ ...JSON.parse(items({})), logicalExpiration: 'x' }),
    };

    it.each(Object.entries(POISONS))('%s, it changes no answer', async (_what, poison) => {
      await isRight(await aProcess());
      await given?.client.set('halfstar:popular:::1', poison);
      const kept = await aProcess();
      expect((await isRight(kept)).from).toBe('outside');
      expect((await isRight(kept)).from).toBe('cache');
      // What was there has been put right.
      expect((await isRight(await aProcess())).from).toBe('cache');
      expect(fake.calls).toHaveLength(2);
    });

    it('something of another type, it changes no answer', async () => {
      await given?.client.lpush('halfstar:popular:::1', 'x');
      const kept = await aProcess();
      await isRight(kept);
      expect((await isRight(kept)).from).toBe('cache');
    });

    it('garbage while the outside fails too, it is a refusal', async () => {
      await given?.client.set('halfstar:popular:::1', items({ title: 5 }));
      fake.mood = { status: 500 };
      await expect((await aProcess()).popular(FIRST)).rejects.toThrow(Refusal);
    });
  });

  describe.runIf(own !== null)('in the middle', () => {
    it('killed, changes no answer, and is used again when it is back', async () => {
      const kept = await aProcess(SHORT);
      await isRight(kept);
      await own?.kill();
      for (let i = 0; i < 20; i++) {
        expect(['outside', 'cache']).toContain((await isRight(kept)).from);
        await later(50);
      }
      await own?.startAgain();
      await until('it holds the films again', 5000, async () => {
        await isRight(kept);
        return ((await own?.client.keys('halfstar:*').catch(() => [])) ?? []).length > 0;
      });
    });

    it('killed while the outside fails, leaves the last good answer', async () => {
      const kept = await aProcess(SHORT);
      await isRight(kept);
      await own?.kill();
      fake.mood = { status: 500 };
      await later(350);
      expect((await isRight(kept)).from).toBe('stale');
    });

    it('killed, tells of changes again once it is back', async () => {
      const kept = await aProcess();
      await isRight(kept);
      await own?.kill();
      await own?.startAgain();
      await until('it listens again', 5000, async () => (await listeners()) >= 1);
      const fetched = (await (await aProcess()).popular(FIRST)).fetchedAt;
      await until(
        'it has the newer',
        3000,
        async () => (await kept.popular(FIRST)).fetchedAt === fetched,
      );
    });

    it.each(['hung', 'killed'])('%s, does not keep a process from ending', async (how) => {
      const kept = await aProcess(SHORT);
      await isRight(kept);
      if (how === 'hung') own?.freeze();
      else await own?.kill();
      await later(350);
      await isRight(kept);
      const began = performance.now();
      await kept.close();
      expect(performance.now() - began).toBeLessThan(NOT_LONG_MS);
    });

    it('hung, keeps nobody waiting for long', async () => {
      const kept = await aProcess(SHORT);
      await isRight(kept);
      own?.freeze();
      for (let i = 0; i < 20; i++) {
        expect((await isRight(kept)).ms).toBeLessThan(NOT_LONG_MS);
        await later(50);
      }
      own?.thaw();
      await isRight(kept);
    });
  });

  describe('out of reach', () => {
    let silent: Server;
    let port: number;

    beforeAll(async () => {
      port = await freePort();
      silent = createServer(() => {});
      await new Promise<void>((resolve) => silent.listen(port, '127.0.0.1', resolve));
    });
    afterAll(() => void silent.close());

    it.each(['a closed port', 'a server that never says a word'])('at %s', async (where) => {
      const url = `redis://127.0.0.1:${where === 'a closed port' ? await freePort() : port}/0`;
      const troubles: string[] = [];
      const redis = openRedis(url, (what) => troubles.push(what));
      open.push(redis);
      const kept = keptPopular(tmdb, LONG, redis, Date.now);
      processes.push(kept);
      const first = await isRight(kept);
      expect(first.ms).toBeLessThan(NOT_LONG_MS);
      expect((await isRight(kept)).from).toBe('cache');
      expect(fake.calls).toHaveLength(1);
      if (where === 'a closed port') {
        await until('somebody hears of it', 3000, () => troubles.length > 0);
        expect(new Set(troubles)).toEqual(new Set(['ECONNREFUSED']));
      }
    });
  });
});
