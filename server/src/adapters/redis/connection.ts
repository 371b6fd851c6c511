import { Redis } from 'ioredis';

const COMMAND_MS = 100;
const CONNECT_MS = 1000;
const LONGEST_PAUSE_MS = 1000;
const TOLD_EVERY_MS = 60_000;

/**
 * A connection that never keeps anyone waiting: a command answers within a tenth of a second or fails, nothing queues
 * up while it is down, and it connects again by itself. `onTrouble` hears of it, once a minute at most.
 */
export function openRedis(url: string, onTrouble: (what: string) => void): Redis {
  const redis = new Redis(url, {
    commandTimeout: COMMAND_MS,
    connectTimeout: CONNECT_MS,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    retryStrategy: (times) => Math.min(times * 100, LONGEST_PAUSE_MS),
  });
  let toldAt = Number.NEGATIVE_INFINITY;
  redis.on('error', (error: NodeJS.ErrnoException) => {
    if (performance.now() - toldAt < TOLD_EVERY_MS) return;
    toldAt = performance.now();
    // Not the message: it may hold the address with its password.
    onTrouble(error.code ?? error.name);
  });
  return redis;
}
