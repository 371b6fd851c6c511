import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import underPressure, { TYPE_HEAP_USED_BYTES } from '@fastify/under-pressure';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Metrics } from '../ports.js';
import { Refusal } from '../problem.js';
import type { Api, Pressure, Services } from './api.js';
import { isAnonymous, SAFE } from './guard.js';
import { standingQueue } from './standing-queue.js';
import { waitingLine } from './waiting-line.js';

/** Whoever has waited for so long to be begun with is refused, unless hardly anyone waits. */
const LONGEST_DELAY_MS = 500;
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
    delayMs: LONGEST_DELAY_MS,
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
  if (pressure.delayMs > 0) refuseLate(app, pressure.delayMs, metrics);
  // It knows the delay of the loop as well, as a mean taken once a second: too late for what comes all at once, and
  // wrong for a whole second after a single stall.
  await app.register(underPressure, {
    maxHeapUsedBytes: pressure.heapBytes,
    maxRssBytes: pressure.rssBytes,
    pressureHandler: async (request, _reply, type) => {
      if (isUnlimited(request)) return;
      metrics.overloaded(type === TYPE_HEAP_USED_BYTES ? 'heap' : 'memory');
      throw OVERLOADED;
    },
  });
}

/** Refuses what would wait for longer than `longestMs`: for the event loop, or for what it needs beside. */
function refuseLate(app: Api, longestMs: number, metrics: Metrics): void {
  const joinLine = waitingLine(longestMs);
  const queue = standingQueue(app, longestMs);
  const take = (
    request: FastifyRequest,
    reply: FastifyReply,
    done: (refusal: Refusal | null) => void,
  ) => {
    const refuse = (by: 'event-loop' | 'queue') => {
      metrics.overloaded(by);
      done(OVERLOADED);
    };
    joinLine((isLate) => {
      if (isLate) return refuse('event-loop');
      if (queue.isTooLong()) return refuse('queue');
      if (isRead(request)) queue.join(request, reply);
      done(null);
    });
  };
  app.addHook('onRequest', (request, reply, done) => {
    if (isUnlimited(request) || mayBeKept(request)) done();
    else take(request, reply, (refusal) => done(refusal ?? undefined));
  });
  // What is kept was sent by now, for less than a refusal takes.
  app.addHook('preParsing', (request, reply, payload, done) => {
    if (mayBeKept(request)) take(request, reply, (refusal) => done(refusal, payload));
    else done(null, payload);
  });
  // Before, it waits for its body, which may take its sender minutes.
  app.addHook('preHandler', (request, reply, done) => {
    if (!isRead(request) && !isUnlimited(request)) queue.join(request, reply);
    done();
  });
}

function isUnlimited({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.door === 'unlimited';
}

function isRead({ method }: FastifyRequest): boolean {
  return SAFE.has(method);
}

/** Whether to send it may be all there is to do, without a look at who asks. */
function mayBeKept(request: FastifyRequest): boolean {
  return request.routeOptions.config.sentAgain === true && isAnonymous(request);
}
