import { Type } from '@fastify/type-provider-typebox';
import { type Api, BASE, type Services } from './api.js';
import { lists, paging } from './lists.js';
import { AuditEntry } from './moderation-shapes.js';
import { listOf, refusals } from './shapes.js';
import { writeAuditEntry } from './write-moderation.js';

export function auditRoutes(app: Api, services: Services): void {
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/audit`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'listAudit',
        tags: ['moderation'],
        summary: 'What ADMINs did to what is not theirs alone, newest first',
        querystring: Type.Object(paging, { additionalProperties: false }),
        response: { 200: listOf(AuditEntry), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request, reply) =>
      answer(request, reply, await services.store.audit.list(page(request)), writeAuditEntry),
  );
}
