import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../../users/ports.js';

/** So many in so long, counted in this process; `most` 0 allows everything. */
export function memoryLimits(most: number, seconds: number): Limits {
  if (most === 0) {
    return {
      take: async () => ({ allowed: true, left: Number.POSITIVE_INFINITY, resetSeconds: 0 }),
      giveBack: async () => {},
    };
  }
  const limiter = new RateLimiterMemory({ points: most, duration: seconds });
  return {
    async take(key) {
      try {
        return toAllowance(await limiter.consume(key), true);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // It has been counted all the same.
        await limiter.reward(key);
        return toAllowance(refused, false);
      }
    },

    async giveBack(key) {
      const { consumedPoints } = await limiter.reward(key);
      // It was taken in a time that is over: there is nothing to give back.
      if (consumedPoints < 0) await limiter.penalty(key);
    },
  };
}

function toAllowance({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean) {
  return {
    allowed,
    left: Math.max(0, remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  };
}
