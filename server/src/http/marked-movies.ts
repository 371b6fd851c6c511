import { type TSchema, Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { MarkSort } from '../movies/marked.js';
import { fail } from '../problem.js';
import type { Services } from './api.js';
import { isConditional, precondition, tagOf } from './conditional.js';
import { subjectOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { movieIdBroughtIn, movieIdOf } from './named-movie.js';
import { reading } from './reading.js';
import { Nothing } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { writeMarkedMovie } from './write.js';

const SORTS = ['addedAt', 'releaseDate', 'stars'] as const;

const Params = Type.Object({ user: Type.String(), movie: Type.String() });

const ofUser = Type.Object({ user: Type.String() });
const listQuery = Type.Object(
  { ...sorting(SORTS, '-addedAt'), ...including, ...paging },
  { additionalProperties: false },
);

/** What the routes of a list take and answer. */
export const markSchemas = {
  list: <T extends TSchema>(item: T) => ({
    params: ofUser,
    querystring: listQuery,
    response: { 200: listOf(item), ...refusals(400, 401, 404, 429) },
  }),
  put: {
    params: Params,
    response: {
      201: Nothing,
      204: Type.Null(),
      ...refusals(400, 401, 403, 404, 412, 429, 502, 503, 504),
    },
  },
  remove: {
    params: Params,
    response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 412, 429) },
  },
};

/** What the routes of favourites and of the watchlist do. */
export function markedMovies(services: Services, of: 'favourites' | 'watchlist') {
  const { store, now } = services;
  const { page, answer } = lists(services);

  return {
    async list(request: FastifyRequest, reply: FastifyReply) {
      const { sort } = request.query as { sort?: string };
      const keys = sortKeys<MarkSort>(sort ?? '-addedAt');
      const marked = await reading(request, services, (from) =>
        from[of].byUser(subjectOf(request).id, keys, page(request)),
      );
      return withPredictions(request, services, answer(request, reply, marked, writeMarkedMovie));
    },

    async put(request: FastifyRequest, reply: FastifyReply) {
      const userId = subjectOf(request).id;
      const movieId = await movieIdBroughtIn(request, services);
      const { added } = await store.atomically(async (tx) => {
        if (isConditional(request)) {
          await tx.users.lock(userId);
          const at = await tx[of].find(userId, movieId);
          precondition(request, at === null ? null : tagOf(at));
        }
        return (await tx[of].add(userId, movieId, now())) ?? fail({ kind: 'movie-not-found' });
      });
      return reply.code(added ? 201 : 204).send(undefined);
    },

    async remove(request: FastifyRequest, reply: FastifyReply) {
      const userId = subjectOf(request).id;
      const movieId = await movieIdOf(request, store);
      await store.atomically(async (tx) => {
        if (isConditional(request)) {
          await tx.users.lock(userId);
          const at = await tx[of].find(userId, movieId);
          precondition(request, at === null ? null : tagOf(at));
        }
        await tx[of].remove(userId, movieId);
      });
      return reply.code(204).send(null);
    },
  };
}
