import { Type } from '@fastify/type-provider-typebox';
import type { FavouriteSort } from '../favourites/ports.js';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { isConditional, precondition, tagOf } from './conditional.js';
import { subjectOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { movieIdBroughtIn, movieIdOf } from './named-movie.js';
import { isOwn, putDown } from './put-down.js';
import { reading } from './reading.js';
import { Nothing } from './shape-parts.js';
import { Favourite, listOf, refusals } from './shapes.js';
import { writeFavourite } from './write.js';

const SORTS = ['addedAt', 'releaseDate', 'stars'] as const;
const Params = Type.Object({ user: Type.String(), movie: Type.String() });

export function favouriteRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/users/:user/favourites`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listFavourites',
        tags: ['favourites'],
        summary: 'A user’s favourites, with the user’s own stars',
        params: Type.Object({ user: Type.String() }),
        querystring: Type.Object(
          { ...sorting(SORTS, '-addedAt'), ...paging },
          { additionalProperties: false },
        ),
        response: { 200: listOf(Favourite), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const keys = sortKeys<FavouriteSort>(request.query.sort ?? '-addedAt');
      const mine = await reading(request, services, ({ favourites }) =>
        favourites.byUser(subjectOf(request).id, keys, page(request)),
      );
      return answer(request, reply, mine, writeFavourite);
    },
  );

  app.put(
    `${BASE}/users/:user/favourites/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'putFavourite',
        tags: ['favourites'],
        summary: 'Make a movie a favourite',
        params: Params,
        response: {
          201: Nothing,
          204: Type.Null(),
          ...refusals(400, 401, 403, 404, 412, 429, 502, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const userId = subjectOf(request).id;
      const movieId = await movieIdBroughtIn(request, services);
      const { added } = await store.atomically(async ({ favourites, users }) => {
        if (isConditional(request)) {
          await users.lock(userId);
          const at = await favourites.find(userId, movieId);
          precondition(request, at === null ? null : tagOf(at));
        }
        return (await favourites.add(userId, movieId, now())) ?? fail({ kind: 'movie-not-found' });
      });
      return reply.code(added ? 201 : 204).send(undefined);
    },
  );

  app.delete(
    `${BASE}/users/:user/favourites/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'deleteFavourite',
        tags: ['favourites'],
        summary: 'A favourite no more',
        params: Params,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 412, 429) },
      },
    },
    async (request, reply) => {
      const userId = subjectOf(request).id;
      const movieId = await movieIdOf(request, store);
      await store.atomically(async ({ favourites, users }) => {
        if (isConditional(request)) {
          await users.lock(userId);
          const at = await favourites.find(userId, movieId);
          precondition(request, at === null ? null : tagOf(at));
        }
        await favourites.remove(userId, movieId);
      });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    `${BASE}/users/:user/favourites`,
    {
      config: { who: ['ADMIN'] },
      schema: {
        operationId: 'clearFavourites',
        tags: ['favourites'],
        summary: 'Remove all favourites of a user',
        params: Type.Object({ user: Type.String() }),
        response: {
          200: Type.Object({ removed: Type.Integer() }),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      const userId = subjectOf(request).id;
      return store.atomically(async (tx) => {
        const removed = await tx.favourites.clear(userId);
        const deed = { action: 'favourites-cleared', subject: `user:${userId}` } as const;
        if (removed > 0 && !isOwn(request)) {
          await putDown(request, tx, now, { ...deed, detail: { removed } });
        }
        return { removed };
      });
    },
  );
}
