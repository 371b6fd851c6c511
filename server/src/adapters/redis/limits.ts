import { createHmac } from 'node:crypto';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { allowanceOf, unlimited } from '../../users/allowance.js';
import type { Limits } from '../../users/ports.js';
import { COUNT } from './count.js';
import { type Asking, withRests } from './rest.js';

type Needs = {
  redis: Redis;
  /** Keys are e-mail addresses and handles: without the secret nobody can tell which. */
  secret: string;
  onTrouble: (what: string) => void;
  prefix?: string;
};
type Counted = { allowed: boolean; consumed: number; msLeft: number };

/** Two ends of the same time, seen a moment apart, differ by less. */
const SAME_END_MS = 200;

/**
 * Makes limits that all processes on one Redis share; each name is one limit. Redis need not be well: what each
 * process has last heard is kept, and while Redis fails, or when it has forgotten, the process counts on from there.
 */
export function redisLimits({ redis, secret, onTrouble, prefix = 'halfstar:' }: Needs) {
  const asking = withRests(redis, onTrouble);
  return (most: number, seconds: number, name: string): Limits => {
    if (most === 0) return unlimited;
    // Who counts to another number, or for another time, counts apart.
    const keyPrefix = `${prefix}limit:${name}:${most}/${seconds}`;
    const settings = { keyPrefix, points: most, duration: seconds };
    const script = { customIncrTtlLuaScript: COUNT, rejectIfRedisNotReady: true };
    const shared = new RateLimiterRedis({ ...settings, ...script, storeClient: redis });
    const hashOf = (key: string) => createHmac('sha256', secret).update(key).digest('base64url');
    return hashed(together(shared, new RateLimiterMemory(settings), most, seconds, asking), hashOf);
  };
}

function hashed(limits: Limits, hashOf: (key: string) => string): Limits {
  return {
    take: (key) => limits.take(hashOf(key)),
    giveBack: (key) => limits.giveBack(hashOf(key)),
  };
}

/** Counts in `shared`, and in `alone` what was heard from there, or what it did not hear of. */
function together(
  shared: RateLimiterRedis,
  alone: RateLimiterMemory,
  most: number,
  seconds: number,
  { ask }: Asking,
): Limits {
  let lastAlone = Number.NEGATIVE_INFINITY;

  const takeAlone = async (key: string) => {
    const { consumed, msLeft, allowed } = await consume(alone, key);
    // It has been counted all the same.
    if (!allowed) await alone.reward(key);
    return allowanceOf(allowed, most - consumed, msLeft);
  };

  /** Whether this process counted what Redis did not hear of, or Redis has forgotten what both knew. */
  const knowsMore = (known: RateLimiterRes | null, { msLeft }: Counted): known is RateLimiterRes =>
    known !== null &&
    known.msBeforeNext > SAME_END_MS &&
    (performance.now() - lastAlone < seconds * 1000 ||
      Math.abs(known.msBeforeNext - msLeft) > SAME_END_MS);

  return {
    async take(key) {
      const heard = await ask(() => consume(shared, key));
      if (heard === null) {
        lastAlone = performance.now();
        return takeAlone(key);
      }
      const known = await alone.get(key);
      if (!knowsMore(known, heard)) {
        await alone.set(key, Math.min(heard.consumed, most), heard.msLeft / 1000);
        return allowanceOf(heard.allowed, most - heard.consumed, heard.msLeft);
      }
      if (!heard.allowed) return allowanceOf(false, 0, heard.msLeft);
      const own = await takeAlone(key);
      if (!own.allowed) await ask(() => shared.reward(key));
      return { ...own, left: Math.min(own.left, most - heard.consumed) };
    },

    async giveBack(key) {
      await ask(() => shared.reward(key));
      const known = await alone.get(key);
      if (known !== null && known.consumedPoints > 0) await alone.reward(key);
    },
  };
}

async function consume(
  limiter: RateLimiterRedis | RateLimiterMemory,
  key: string,
): Promise<Counted> {
  const answer = await limiter.consume(key).catch((refused) => {
    if (refused instanceof RateLimiterRes) return refused;
    throw refused;
  });
  const { consumedPoints: consumed, msBeforeNext: msLeft } = answer;
  return { allowed: consumed <= limiter.points, consumed, msLeft };
}
