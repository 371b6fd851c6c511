import type { Redis } from 'ioredis';
import { within } from '../../within.js';
import { nameOf } from './failure.js';

/** Redis is left alone for so long after it failed. */
const QUIET_MS = 1000;
/** Nobody's answer is to be later than this because of Redis. */
const LONGEST_WAIT_MS = 40;

/** Asks Redis only while it is well. */
export type Asking = {
  /** What `work` answers; null when it failed, or is not even tried because Redis is resting. */
  ask<T>(work: () => Promise<T>): Promise<T | null>;
};

/**
 * After a failure Redis rests, and nobody waits for it, until it answers a ping that no request waits for either.
 * `onTrouble` hears of every failure.
 */
export function withRests(redis: Redis, onTrouble: (what: string) => void): Asking {
  let resting = false;

  const wake = () => {
    if (redis.status === 'end') return;
    redis.ping().then(() => {
      resting = false;
    }, later);
  };
  const later = () => void setTimeout(wake, QUIET_MS).unref();

  return {
    async ask(work) {
      if (resting) return null;
      try {
        return await within(LONGEST_WAIT_MS, work());
      } catch (error) {
        onTrouble(nameOf(error as Error));
        if (!resting) later();
        resting = true;
        return null;
      }
    },
  };
}
