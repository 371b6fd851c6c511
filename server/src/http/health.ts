import { Type } from '@fastify/type-provider-typebox';
import { readiness } from '../readiness.js';
import { VERSION } from '../version.js';
import { type Api, BASE, type Services } from './api.js';
import { refusals } from './shapes.js';

const Part = Type.Object({ status: Type.String() });
const Ready = Type.Object({
  status: Type.String(),
  version: Type.String({ description: 'Of the service', examples: [VERSION] }),
  parts: Type.Object({
    database: Part,
    replica: Type.Optional(Part),
    redis: Type.Optional(Part),
    jobs: Type.Optional(Part),
  }),
});

export function healthRoutes(app: Api, services: Services): void {
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
        const found = await readiness(services);
        const serves = found.status === 'ready' || found.status === 'degraded';
        return reply
          .code(serves ? 200 : 503)
          .header('cache-control', 'no-store')
          .send({ ...found, version: VERSION });
      },
    );
  }
}
