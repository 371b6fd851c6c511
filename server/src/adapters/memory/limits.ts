import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { allowanceOf, unlimited } from '../../users/allowance.js';
import type { Limits } from '../../users/ports.js';

/** So many in so long, counted in this process; `most` 0 allows everything. */
export function memoryLimits(most: number, seconds: number): Limits {
  if (most === 0) return unlimited;
  return countedBy(new RateLimiterMemory({ points: most, duration: seconds }));
}

/** Limits over a counter that counts also what it refuses. */
export function countedBy(limiter: RateLimiterAbstract): Limits {
  return {
    async take(key) {
      try {
        const { remainingPoints, msBeforeNext } = await limiter.consume(key);
        return allowanceOf(true, remainingPoints, msBeforeNext);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        // It has been counted all the same.
        await limiter.reward(key);
        return allowanceOf(false, 0, refused.msBeforeNext);
      }
    },

    async giveBack(key) {
      const { consumedPoints } = await limiter.reward(key);
      // It was taken in a time that is over: there is nothing to give back.
      if (consumedPoints < 0) await limiter.penalty(key);
    },
  };
}
