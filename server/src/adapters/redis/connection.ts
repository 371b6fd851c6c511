import { Redis } from 'ioredis';
import { type Failure, nameOf } from './failure.js';

const COMMAND_MS = 100;
const CONNECT_MS = 1000;
const LONGEST_PAUSE_MS = 1000;
const TOLD_EVERY_MS = 60_000;

/**
 * A connection that never keeps anyone waiting: a command answers within a tenth of a second or fails, nothing queues
 * up while it is down, and it connects again by itself. `onTrouble` hears of it each time.
 */
export function openRedis(url: string, onTrouble: (what: string) => void): Redis {
  const redis = new Redis(url, {
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
  });
  redis.on('error', (error: Failure) => {
    onTrouble(nameOf(error));
    // There is no such database, and the connection is to another one, which is perhaps someone else's.
    if (error.command?.name === 'select') redis.disconnect(true);
  });
  return redis;
}

/** Tells once a minute at most. */
export function seldom(tell: (what: string) => void): (what: string) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (what) => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    tell(what);
  };
}
