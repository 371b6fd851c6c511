import { RateLimiterCluster, RateLimiterClusterMaster } from 'rate-limiter-flexible';
import { unlimited } from '../../users/allowance.js';
import type { Limits } from '../../users/ports.js';
import { countedBy, memoryLimits } from './limits.js';

/** The first process answers at once, unless it is gone or hung; then nobody waits for longer. */
const ANSWER_MS = 1000;

/** In the first process: from now on it counts for its workers. */
export function countForWorkers(): void {
  new RateLimiterClusterMaster();
}

/**
 * So many in so long over all workers of this machine, counted by the first process; each name is one limit. Where
 * that one does not answer, this process counts by itself.
 */
export function workerLimits(most: number, seconds: number, name: string): Limits {
  if (most === 0) return unlimited;
  const settings = { keyPrefix: name, points: most, duration: seconds };
  const shared = countedBy(new RateLimiterCluster({ ...settings, timeoutMs: ANSWER_MS }));
  const alone = memoryLimits(most, seconds);
  return {
    take: (key) => shared.take(key).catch(() => alone.take(key)),
    giveBack: (key) => shared.giveBack(key).catch(() => alone.giveBack(key)),
  };
}
