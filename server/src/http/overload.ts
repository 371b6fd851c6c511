import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import underPressure, { TYPE_HEAP_USED_BYTES } from '@fastify/under-pressure';
import type { FastifyRequest } from 'fastify';
import type { Metrics } from '../ports.js';
import { Refusal } from '../problem.js';
import type { Api, Pressure, Services } from './api.js';

/**
 * Few wait for longer. What a request needs of an embedded database is done while all others wait: with 64 clients
 * who search, each waits for a second.
 */
const LONGEST_DELAY_MS = 2000;
/** So many are taken in any turn: a disk or a processor that stalled for a moment is no overload. */
const LEAST_A_TURN = 64;
const BEAT_MS = 100;
/** From here on the collector has nothing to give back, and the process is about to be ended. */
const SHARE_OF_MEMORY = 0.9;
const RETRY_AFTER_SECONDS = 2;

/** One for all: there is no time to make another. */
export const OVERLOADED = new Refusal({
  kind: 'unavailable',
  retryAfterSeconds: RETRY_AFTER_SECONDS,
});

/** What this process can bear, by the heap that it may have and the memory of its container, if that is bounded. */
export function usualPressure(): Pressure {
  const bound = process.constrainedMemory();
  const isBounded = bound > 0 && bound < totalmem();
  return {
    eventLoopDelayMs: LONGEST_DELAY_MS,
    heapBytes: Math.floor(getHeapStatistics().heap_size_limit * SHARE_OF_MEMORY),
    rssBytes: isBounded ? Math.floor(bound * SHARE_OF_MEMORY) : 0,
  };
}

/** Refuses, before anything is done, what would only be late; who asks how the service is hears it all the same. */
export async function refuseOverload(
  app: Api,
  { pressure, metrics }: Pick<Services, 'pressure' | 'metrics'>,
): Promise<void> {
  if (pressure === null) return;
  const refuse = ({ routeOptions }: FastifyRequest, by: Parameters<Metrics['overloaded']>[0]) => {
    if (routeOptions.config.door === 'unlimited') return undefined;
    metrics.overloaded(by);
    return OVERLOADED;
  };
  if (pressure.eventLoopDelayMs > 0) endLongTurns(app, pressure.eventLoopDelayMs, refuse);
  // It knows the delay of the loop as well, as a mean taken once a second: too late for what comes all at once, and
  // wrong for a whole second after a single stall.
  await app.register(underPressure, {
    maxHeapUsedBytes: pressure.heapBytes,
    maxRssBytes: pressure.rssBytes,
    pressureHandler: async (request, _reply, type) => {
      const refusal = refuse(request, type === TYPE_HEAP_USED_BYTES ? 'heap' : 'memory');
      if (refusal !== undefined) throw refusal;
    },
  });
}

/**
 * All that comes at once is a single turn of the event loop, and no timer runs before its last request: that is how
 * each can tell how long the turn has taken already. Those at the end are refused, and the turn is over.
 */
function endLongTurns(
  app: Api,
  longestMs: number,
  refuse: (request: FastifyRequest, by: 'event-loop') => Error | undefined,
): void {
  let beatAt = performance.now();
  let taken = 0;
  const beat = setInterval(() => {
    beatAt = performance.now();
    taken = 0;
  }, BEAT_MS).unref();
  app.addHook('onClose', async () => clearInterval(beat));
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.routeOptions.config.door === 'unlimited') return done();
    if (taken >= LEAST_A_TURN && performance.now() - beatAt > longestMs)
      return done(refuse(request, 'event-loop'));
    taken += 1;
    done();
  });
}
