import { Type } from '@fastify/type-provider-typebox';
import { type Api, BASE, type Services } from './api.js';
import { subjectOf } from './guard.js';
import { markedMovies, markSchemas } from './marked-movies.js';
import { isOwn, putDown } from './put-down.js';
import { Favourite, refusals } from './shapes.js';

export function favouriteRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { list, put, remove } = markedMovies(services, 'favourites');

  app.get(
    `${BASE}/users/:user/favourites`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listFavourites',
        tags: ['favourites'],
        summary: 'A user’s favourites, with the user’s own stars',
        ...markSchemas.list(Favourite),
      },
    },
    list,
  );

  app.put(
    `${BASE}/users/:user/favourites/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'putFavourite',
        tags: ['favourites'],
        summary: 'Make a movie a favourite',
        ...markSchemas.put,
      },
    },
    put,
  );

  app.delete(
    `${BASE}/users/:user/favourites/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'deleteFavourite',
        tags: ['favourites'],
        summary: 'A favourite no more',
        ...markSchemas.remove,
      },
    },
    remove,
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
