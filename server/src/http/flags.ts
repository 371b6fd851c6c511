import { Type } from '@fastify/type-provider-typebox';
import { decideFlag, withdrawDecision } from '../scores/decide-flag.js';
import { DECISIONS, LONGEST_REASON } from '../scores/flag.js';
import { FLAG_STATES } from '../scores/flags.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { lists, paging } from './lists.js';
import { Flag } from './moderation-shapes.js';
import { oneOf, ref } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { writeFlag } from './write-moderation.js';

const Params = Type.Object({
  flag: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
});
const Decided = Type.Object(
  {
    decision: oneOf(DECISIONS),
    note: Type.Optional(
      Type.Union([Type.String({ maxLength: LONGEST_REASON, format: 'text' }), Type.Null()]),
    ),
  },
  {
    additionalProperties: false,
    examples: [{ decision: 'genuine', note: 'It was on television' }],
  },
);

export function flagRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/flags`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'listFlags',
        tags: ['moderation'],
        summary: 'Votes that came in an unusual way, newest first',
        querystring: Type.Object(
          { state: Type.Optional(oneOf(FLAG_STATES)), ...paging },
          { additionalProperties: false },
        ),
        response: { 200: listOf(Flag), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request, reply) => {
      const { state } = request.query;
      return answer(request, reply, await store.flags.list({ state }, page(request)), writeFlag);
    },
  );

  app.put(
    `${BASE}/flags/:flag/decision`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'decideFlag',
        tags: ['moderation'],
        summary: 'Say what these votes were',
        description:
          'Of an attack, they count in no score; genuine ones count as any others. Deciding again replaces what was ' +
          'decided. The score follows within a second.',
        params: Params,
        body: Decided,
        response: { 200: ref(Flag), ...refusals(400, 401, 403, 404, 413, 415, 429) },
      },
    },
    async (request) => {
      const asked = { viewerId: viewerOf(request).user.id, flagId: request.params.flag };
      const { decision, note = null } = request.body;
      const flag = await store.atomically((tx) =>
        decideFlag({ ...tx, now }, asked, { decision, note }),
      );
      services.ratingsChanged();
      return writeFlag(flag);
    },
  );

  app.delete(
    `${BASE}/flags/:flag/decision`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'withdrawDecision',
        tags: ['moderation'],
        summary: 'Take a decision about votes back',
        params: Params,
        response: { 200: ref(Flag), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request) => {
      const asked = { viewerId: viewerOf(request).user.id, flagId: request.params.flag };
      const flag = await store.atomically((tx) => withdrawDecision({ ...tx, now }, asked));
      services.ratingsChanged();
      return writeFlag(flag);
    },
  );
}
