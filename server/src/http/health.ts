import { Type } from '@fastify/type-provider-typebox';
import { type Api, BASE, type Services } from './api.js';
import { refusals } from './shapes.js';

const LONGEST_CHECK_MS = 1000;

const Part = Type.Object({ status: Type.String() });
const Ready = Type.Object({
  status: Type.String(),
  parts: Type.Object({ database: Part, redis: Type.Optional(Part) }),
});

export function healthRoutes(app: Api, { store, stopping, checkRedis }: Services): void {
  for (const base of ['', BASE]) {
    const hide = base !== '';
    app.get(
      `${base}/health`,
      {
        config: { who: ['ANYONE'], door: 'unlimited', keeping: 'none' },
        schema: {
          hide,
          operationId: 'health',
          tags: ['service'],
          summary: 'Whether the process is alive',
          response: { 200: Type.Object({ status: Type.Literal('ok') }), ...refusals(400) },
        },
      },
      async () => ({ status: 'ok' as const }),
    );

    app.get(
      `${base}/ready`,
      {
        config: { who: ['ANYONE'], door: 'unlimited', keeping: 'none' },
        schema: {
          hide,
          operationId: 'ready',
          tags: ['service'],
          summary: 'Whether requests are best sent here, part by part',
          response: { 200: Ready, 503: Ready, ...refusals(400) },
        },
      },
      async (_request, reply) => {
        const [database, redis] = await Promise.all([answersInTime(store.check()), checkRedis?.()]);
        const status = stopping() ? 'stopping' : database ? 'ready' : 'unavailable';
        return reply
          .code(status === 'ready' ? 200 : 503)
          .header('cache-control', 'no-store')
          .send({
            status,
            parts: {
              database: { status: database ? 'ok' : 'unreachable' },
              // Without it the service goes on as well, only less shared.
              ...(redis !== undefined && { redis: { status: redis ? 'ok' : 'unreachable' } }),
            },
          });
      },
    );
  }
}

async function answersInTime(check: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, LONGEST_CHECK_MS, false).unref();
  });
  return Promise.race([
    check.then(
      () => true,
      () => false,
    ),
    late,
  ]);
}
