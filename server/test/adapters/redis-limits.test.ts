import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openRedis } from '../../src/adapters/redis/connection.js';
import { redisLimits } from '../../src/adapters/redis/limits.js';
import type { Limits } from '../../src/users/ports.js';
import { limitsContract } from '../contracts/limits.js';
import {
  CAN_START_REDIS,
  freePort,
  givenRedis,
  leftOutWithoutRedis,
  type OwnRedis,
  startRedis,
} from '../support/redis.js';
import { until } from '../support/until.js';

const open: Redis[] = [];
const prefixes: string[] = [];
const own: OwnRedis | null = CAN_START_REDIS ? await startRedis() : null;
const given = own ?? (await givenRedis());
if (given === null) leftOutWithoutRedis('limits in Redis: there is none, and no redis-server');
else if (own === null) leftOutWithoutRedis('limits and a Redis that fails: no redis-server');

type Process = { limits(most: number, seconds: number, name?: string): Limits; troubles: string[] };

/** The limits as one process has them, on a connection of its own. */
async function aProcess(prefix: string, url = given?.url ?? '', ready = true): Promise<Process> {
  const redis = openRedis(url, () => {});
  open.push(redis);
  if (ready) await until('Redis is connected', 3000, () => redis.status === 'ready');
  const troubles: string[] = [];
  const make = redisLimits({ redis, secret: 's', onTrouble: (t) => troubles.push(t), prefix });
  return { limits: (most, seconds, name = 'test') => make(most, seconds, name), troubles };
}

function newPrefix(): string {
  const prefix = `halfstar-test-${randomUUID()}:`;
  prefixes.push(prefix);
  return prefix;
}

async function keysOf(prefix: string): Promise<string[]> {
  return (await given?.client.keys(`${prefix}*`)) ?? [];
}

const take = async (limits: Limits, times: number, key = 'ana') => {
  let allowed = 0;
  for (let i = 0; i < times; i++) if ((await limits.take(key)).allowed) allowed++;
  return allowed;
};

afterEach(async () => {
  for (const redis of open.splice(0)) redis.disconnect();
  await own?.revive();
  await own?.client.config('SET', 'maxmemory', '0');
});
afterAll(async () => {
  for (const prefix of prefixes) {
    const keys = await keysOf(prefix);
    if (keys.length > 0) await given?.client.del(keys);
  }
  given?.client.disconnect();
  await own?.stop();
});

describe.runIf(given !== null)('in Redis', () => {
  limitsContract(async (most, seconds) => (await aProcess(newPrefix())).limits(most, seconds));

  describe('limits', () => {
    it('are shared by all processes, however many ask at once', async () => {
      const prefix = newPrefix();
      const processes = await Promise.all([1, 2, 3].map(() => aProcess(prefix)));
      const all = processes.map(({ limits }) => limits(10, 60));
      const taken = await Promise.all(
        Array.from({ length: 90 }, (_, i) => all[i % 3]?.take('ana')),
      );
      expect(taken.filter((one) => one?.allowed)).toHaveLength(10);
      await all[0]?.giveBack('ana');
      expect((await all[1]?.take('ana'))?.allowed).toBe(true);
      expect((await all[2]?.take('ana'))?.allowed).toBe(false);
    });

    it('of different names, numbers and times count apart', async () => {
      const { limits } = await aProcess(newPrefix());
      expect(await take(limits(2, 60, 'one'), 5)).toBe(2);
      expect(await take(limits(2, 60, 'other'), 5)).toBe(2);
      expect(await take(limits(3, 60, 'one'), 5)).toBe(3);
      expect(await take(limits(2, 61, 'one'), 5)).toBe(2);
    });

    it('begin anew when the time is over, as Redis has it', async () => {
      const prefix = newPrefix();
      const limits = (await aProcess(prefix)).limits(2, 1);
      expect(await take(limits, 3)).toBe(2);
      await until('it is over', 3000, async () => (await keysOf(prefix)).length === 0);
      expect(await take(limits, 3)).toBe(2);
    });

    it('leave nothing in Redis that tells who it was, nor for longer than they last', async () => {
      const prefix = newPrefix();
      const limits = (await aProcess(prefix)).limits(2, 60);
      await take(limits, 1, 'ana@example.org');
      const keys = await keysOf(prefix);
      expect(keys).toHaveLength(1);
      expect(keys[0]).toMatch(new RegExp(`^${prefix}limit:test:2/60:[\\w-]{43}$`));
      expect(keys.join()).not.toMatch(/ana|example/);
      const ttl = (await given?.client.pttl(keys[0] ?? '')) ?? 0;
      expect(ttl).toBeGreaterThan(0);
      expect(ttl).toBeLessThanOrEqual(60_000);
    });
  });

  describe('a count that somebody has written', () => {
    const POISONS: Record<string, (key: string) => Promise<unknown> | undefined> = {
      'is a list': (key) => given?.client.lpush(key, 'x'),
      'is a hash': (key) => given?.client.hset(key, 'a', 'b'),
      'is no number': (key) => given?.client.set(key, 'garbage \u0000', 'EX', 30),
      'is empty': (key) => given?.client.set(key, '', 'EX', 30),
      'is far below': (key) => given?.client.set(key, '-1000', 'EX', 30),
      'is far above': (key) => given?.client.set(key, '1e300', 'EX', 30),
      'is infinite': (key) => given?.client.set(key, 'inf', 'EX', 30),
      'is not whole': (key) => given?.client.set(key, '0.5', 'EX', 30),
      'is not even a number': (key) => given?.client.set(key, 'nan', 'EX', 30),
      'never ends': (key) => given?.client.set(key, '3'),
      'ends in a year': (key) => given?.client.set(key, '3', 'EX', 31_536_000),
    };

    it.each(Object.entries(POISONS))('%s, and the limit holds', async (_what, poison) => {
      const prefix = newPrefix();
      const { limits, troubles } = await aProcess(prefix);
      await limits(3, 60).take('ana');
      const [key = ''] = await keysOf(prefix);
      await given?.client.del(key);
      await poison(key);
      // Who never heard of it counts anew; who has counted one goes on from there.
      expect(await take((await aProcess(prefix)).limits(3, 60), 6)).toBe(3);
      await given?.client.del(key);
      await poison(key);
      expect(await take(limits(3, 60, 'test'), 6)).toBeLessThanOrEqual(3);
      expect(troubles).toEqual([]);
    });
  });
});

describe.runIf(own !== null)('limits and a Redis that is', () => {
  const timed = async (limits: Limits, key = 'ana') => {
    const began = performance.now();
    const { allowed } = await limits.take(key);
    return { allowed, ms: performance.now() - began };
  };

  /** Three taken before, then the trouble: of ten more, two are left of five, and nobody waits for long. */
  async function holdsThrough(trouble: () => unknown, isSilent = false) {
    const prefix = newPrefix();
    const { limits, troubles } = await aProcess(prefix);
    const five = limits(5, 60);
    expect(await take(five, 3)).toBe(3);
    await until('the time has begun', 3000, async () => {
      const [key = ''] = await keysOf(prefix);
      return ((await given?.client.pttl(key)) ?? 0) < 59_500;
    });
    await trouble();
    const taken = [];
    for (let i = 0; i < 10; i++) taken.push(await timed(five));
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(2);
    // The first of them, and after that nobody but who finds the machine busy.
    expect(taken.filter(({ ms }) => ms >= 100).length).toBeLessThan(taken.length / 2);
    expect(troubles.length > 0).toBe(!isSilent);
    return { limits, five };
  }

  it('killed hold, and are shared again once it is back', async () => {
    const { five, limits } = await holdsThrough(() => own?.kill());
    await own?.startAgain();
    await until('it counts again', 5000, async () => {
      await limits(1000, 60, 'other').take('ben');
      return ((await own?.client.keys('*').catch(() => [])) ?? []).length > 0;
    });
    // It is back with nothing in it, and the process knows better.
    expect(await take(five, 5)).toBe(0);
    expect(await take(five, 7, 'somebody else')).toBe(5);
  });

  it('hung hold, and are shared again once it goes on', async () => {
    const { five, limits } = await holdsThrough(() => own?.freeze());
    await five.giveBack('ana');
    own?.thaw();
    await until('it counts again', 5000, async () => {
      await limits(1000, 60, 'other').take('ben');
      return ((await own?.client.keys('*other*').catch(() => [])) ?? []).length > 0;
    });
    expect(await take(five, 5)).toBeLessThanOrEqual(1);
  });

  it('full hold', async () => {
    await holdsThrough(() => own?.client.config('SET', 'maxmemory', '1'));
  });

  it('flushed hold, for who has counted', async () => {
    await holdsThrough(() => own?.client.flushall(), true);
  });

  it('never there hold, from the first on', async () => {
    const url = `redis://127.0.0.1:${await freePort()}/0`;
    const { limits } = await aProcess(newPrefix(), url, false);
    expect(await take(limits(5, 60), 20)).toBe(5);
    expect(await take(limits(0, 60), 20)).toBe(20);
  });

  it('killed give back as well', async () => {
    const { limits } = await aProcess(newPrefix());
    const two = limits(2, 60);
    await take(two, 2);
    await own?.kill();
    await two.giveBack('ana');
    expect(await take(two, 5)).toBe(1);
  });
});
