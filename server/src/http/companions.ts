import { type Static, Type } from '@fastify/type-provider-typebox';
import { agree } from '../predictions/agree.js';
import { type Companion, MOST_COMPANIONS } from '../predictions/companions.js';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { findByName, viewerOf } from './guard.js';
import { Companion as CompanionShape } from './prediction-shapes.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { timeOrNull } from './write.js';

const Params = Type.Object({
  companion: Type.String({ description: 'An id or a handle', examples: ['ana'] }),
});

/** Who lets whom choose films for both. */
export function companionRoutes(app: Api, services: Services): void {
  const { store, now } = services;

  app.get(
    `${BASE}/users/me/companions`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listCompanions',
        tags: ['predictions'],
        summary: 'With whom I may choose films, and who waits for an answer',
        description:
          'Two may choose films together once each has agreed. Everyone with whom I have, and the latest hundred who have ' +
          'agreed with me, by handle.',
        response: {
          200: Type.Object({ items: Type.Array(ref(CompanionShape)) }),
          ...refusals(400, 401, 429),
        },
      },
    },
    async (request) => {
      const all = await store.companions.list(viewerOf(request).user.id, MOST_COMPANIONS);
      return { items: all.map(writeCompanion) };
    },
  );

  app.put(
    `${BASE}/users/me/companions/:companion`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'putCompanion',
        tags: ['predictions'],
        summary: 'Let someone choose films for us both',
        description:
          'They may see what I would probably give films that neither of us has rated, once they have agreed as well; ' +
          'never what I gave. A hundred people at most.',
        params: Params,
        response: {
          200: ref(CompanionShape),
          201: ref(CompanionShape),
          ...refusals(400, 401, 403, 404, 409, 429),
        },
      },
    },
    async (request, reply) => {
      const viewer = viewerOf(request).user;
      const other = await findByName(request.params.companion, 'companion', services);
      const { added } = await agree({ companions: store.companions, now }, viewer, other);
      const companion = other && (await store.companions.find(viewer.id, other.id));
      if (companion === null) fail({ kind: 'user-not-found' });
      return reply.code(added ? 201 : 200).send(writeCompanion(companion));
    },
  );

  app.delete(
    `${BASE}/users/me/companions/:companion`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'deleteCompanion',
        tags: ['predictions'],
        summary: 'Let someone choose films for us both no more, or not at all',
        description:
          'At once, for both. It answers who asked me as well: nothing is left of what either of us agreed to.',
        params: Params,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 429) },
      },
    },
    async (request, reply) => {
      const other = await findByName(request.params.companion, 'companion', services);
      if (other !== null) await store.companions.remove(viewerOf(request).user.id, other.id);
      return reply.code(204).send(null);
    },
  );
}

function writeCompanion({
  user,
  agreedAt,
  theyAgreedAt,
}: Companion): Static<typeof CompanionShape> {
  return { user, agreedAt: timeOrNull(agreedAt), theyAgreedAt: timeOrNull(theyAgreedAt) };
}
