import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Api } from './api.js';

/** So many may wait at any time. */
const LEAST = 64;
const PARTS = 5;

/** Requests that wait for their answers. */
export type StandingQueue = {
  join(request: FastifyRequest, reply: FastifyReply): void;
  isTooLong(): boolean;
};

/**
 * Tells whether whoever comes now would wait for longer than `longestMs`, by how many have waited at every moment of
 * that time and how many were answered in it. What comes in a burst is soon gone; what stays is a standing queue, as
 * of K. Nichols and V. Jacobson, Controlling Queue Delay (2012).
 */
export function standingQueue(app: Api, longestMs: number): StandingQueue {
  const waiting = new WeakSet<FastifyRequest>();
  let length = 0;
  let part = { least: 0, answered: 0 };
  let parts = [part];
  const beat = setInterval(() => {
    part = { least: length, answered: 0 };
    parts = [...parts.slice(1 - PARTS), part];
  }, longestMs / PARTS).unref();
  app.addHook('onClose', async () => clearInterval(beat));

  const leave = (request: FastifyRequest) => {
    if (!waiting.delete(request)) return;
    length -= 1;
    part.answered += 1;
    part.least = Math.min(part.least, length);
  };
  // To the beginning of an answer: all of it may take its reader minutes.
  app.addHook('onSend', (request, _reply, payload, done) => {
    leave(request);
    done(null, payload);
  });

  return {
    join(request, reply) {
      waiting.add(request);
      length += 1;
      reply.raw.once('close', () => leave(request));
    },

    isTooLong() {
      const standing = Math.min(...parts.map(({ least }) => least));
      return standing >= LEAST && standing > parts.reduce((sum, { answered }) => sum + answered, 0);
    },
  };
}
