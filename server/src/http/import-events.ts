import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from '@fastify/type-provider-typebox';
import { isWorking } from '../imports/work.js';
import { fail, Refusal } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { findImport, ImportParams } from './import-params.js';
import { refusals } from './shapes.js';
import { writeImport } from './write-import.js';

const LOOK_EVERY_MS = 500;
/** Proxies close what is silent for a minute. */
const HEARTBEAT_MS = 15_000;
/** Then the browser comes back by itself, and is asked again who it is. */
const LONGEST_MS = 5 * 60_000;
const COME_BACK_AFTER_MS = 1000;
/** Who leaves the page open in many tabs has as many. */
const MOST_A_USER = 10;
const RETRY_AFTER_SECONDS = 5;

/** How an import gets on, told while it does. */
export function importEventRoutes(app: Api, services: Services): void {
  const { store, stopping } = services;
  const open = new Map<number, number>();

  app.get(
    `${BASE}/users/me/imports/:import/events`,
    {
      config: { who: ['VIEWER'], keeping: 'none', answer: 'events' },
      schema: {
        operationId: 'streamImport',
        tags: ['imports'],
        summary: 'Hear how an import gets on',
        description:
          'Server-sent events, each with the whole import as JSON: `progress` while it goes on by itself, and `done` once it ' +
          'waits for somebody, or is finished. Then the stream ends, and is to be closed. Whoever cannot read streams asks ' +
          'for the import itself now and then.',
        params: ImportParams,
        response: {
          200: {
            description: 'Events',
            content: {
              'text/event-stream': { schema: Type.Unsafe<Readable>({ type: 'string' }) },
            },
          },
          ...refusals(400, 401, 404, 429),
        },
      },
    },
    async (request, reply) => {
      await findImport(request, store);
      const userId = viewerOf(request).user.id;
      if ((open.get(userId) ?? 0) >= MOST_A_USER) {
        fail({ kind: 'rate-limited', retryAfterSeconds: RETRY_AFTER_SECONDS });
      }
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      const find = () => findImport(request, store);
      const told = Readable.from(news(find, gone.signal), { objectMode: false });
      open.set(userId, (open.get(userId) ?? 0) + 1);
      told.once('close', () => {
        const left = (open.get(userId) ?? 1) - 1;
        if (left === 0) open.delete(userId);
        else open.set(userId, left);
      });
      return reply
        .type('text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(told);
    },
  );

  async function* news(
    find: () => ReturnType<typeof findImport>,
    gone: AbortSignal,
  ): AsyncIterable<string> {
    const began = performance.now();
    let toldAt = began;
    let told = '';
    yield `retry: ${COME_BACK_AFTER_MS}\n\n`;
    try {
      while (!gone.aborted && performance.now() - began < LONGEST_MS) {
        const one = await find();
        const text = JSON.stringify(writeImport(one));
        if (text !== told) {
          yield `event: ${isWorking(one) ? 'progress' : 'done'}\ndata: ${text}\n\n`;
          [told, toldAt] = [text, performance.now()];
        } else if (performance.now() - toldAt > HEARTBEAT_MS) {
          yield ': still at it\n\n';
          toldAt = performance.now();
        }
        if (!isWorking(one) || stopping()) return;
        await sleep(LOOK_EVERY_MS, undefined, { signal: gone }).catch(() => {});
      }
    } catch (error) {
      // Forgotten meanwhile, or the database is away: whoever comes back hears so.
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
