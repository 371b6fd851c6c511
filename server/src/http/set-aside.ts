import { Type } from '@fastify/type-provider-typebox';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { lists, paging } from './lists.js';
import { MovieParams, movieIdOf } from './named-movie.js';
import { SetAsideMovie } from './prediction-shapes.js';
import { Nothing } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { time, writeMovie } from './write.js';

/** Movies that the viewer does not want to be recommended. */
export function setAsideRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/users/me/set-aside`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listSetAside',
        tags: ['predictions'],
        summary: 'What I set aside, the last first',
        querystring: Type.Object({ ...including, ...paging }, { additionalProperties: false }),
        response: { 200: listOf(SetAsideMovie), ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const found = await store.setAside.byUser(viewerOf(request).user.id, page(request));
      const list = answer(request, reply, found, ({ movie, at }) => ({
        movie: writeMovie(movie),
        at: time(at),
      }));
      return withPredictions(request, services, list);
    },
  );

  app.put(
    `${BASE}/users/me/set-aside/:movie`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'putSetAside',
        tags: ['predictions'],
        summary: 'Recommend a movie to me no more',
        description: '201 when it was not set aside before, else 204.',
        params: MovieParams,
        response: {
          201: Nothing,
          204: Type.Null(),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request, reply) => {
      const movieId = await movieIdOf(request, store);
      const set = await store.setAside.add(viewerOf(request).user.id, movieId, now());
      if (set === null) fail({ kind: 'movie-not-found' });
      return reply.code(set.added ? 201 : 204).send(undefined);
    },
  );

  app.delete(
    `${BASE}/users/me/set-aside/:movie`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'deleteSetAside',
        tags: ['predictions'],
        summary: 'Recommend a movie to me again',
        params: MovieParams,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 429) },
      },
    },
    async (request, reply) => {
      const movieId = await movieIdOf(request, store);
      await store.setAside.remove(viewerOf(request).user.id, movieId);
      return reply.code(204).send(null);
    },
  );
}
