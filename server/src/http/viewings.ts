import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';
import { editViewing, logViewing } from '../viewings/log-viewing.js';
import type { Viewing, ViewingId } from '../viewings/viewing.js';
import { type Api, BASE, type Services } from './api.js';
import { precondition, tagOf } from './conditional.js';
import { subjectOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { bringIn, MovieName, readReference } from './named-movie.js';
import { once, onceHeaders } from './once.js';
import { reading } from './reading.js';
import { ref } from './shape-parts.js';
import { DiaryEntry, listOf, refusals } from './shapes.js';
import { Viewing as ViewingShape, viewingBody } from './viewing-shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { writeDiaryEntry, writeViewing } from './write.js';

const Params = Type.Object({
  user: Type.String(),
  viewing: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
});

export function viewingRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);
  const doOnce = once(services);

  app.get(
    `${BASE}/users/:user/viewings`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listViewings',
        tags: ['viewings'],
        summary: 'A user’s diary: which films they saw when',
        params: Type.Object({ user: Type.String() }),
        querystring: Type.Object(
          {
            movie: Type.Optional(
              Type.String({
                maxLength: 100,
                description: 'Viewings of this movie alone, named as in paths',
                examples: ['1', 'imdb:tt0111161'],
              }),
            ),
            ...sorting(['watchedOn'], '-watchedOn'),
            ...including,
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(DiaryEntry), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const { movie, sort = '-watchedOn' } = request.query;
      const [key] = sortKeys<'watchedOn'>(sort);
      const seen = await reading(request, services, async (from) => {
        const filter = movie === undefined ? {} : { movieId: await movieNamed(from, movie) };
        const { id } = subjectOf(request);
        return from.viewings.byUser(id, filter, key?.descending ?? true, page(request));
      });
      return withPredictions(request, services, answer(request, reply, seen, writeDiaryEntry));
    },
  );

  app.post(
    `${BASE}/users/:user/viewings`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'createViewing',
        tags: ['viewings'],
        summary: 'Put a viewing into the diary',
        description: 'The current rating stays as it is, whatever stars were given that day.',
        params: Type.Object({ user: Type.String() }),
        headers: onceHeaders,
        body: Type.Object(
          { movie: MovieName, ...viewingBody },
          {
            additionalProperties: false,
            examples: [{ movie: 'imdb:tt0111161', watchedOn: '2026-03-14', stars: 4.5 }],
          },
        ),
        response: {
          201: ref(ViewingShape),
          ...refusals(400, 401, 403, 404, 409, 413, 415, 422, 429, 502, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const { movie, ...told } = request.body;
      const userId = subjectOf(request).id;
      return doOnce(
        request,
        reply,
        async (tx, movieId) => {
          const wish = { userId, movieId, ...told };
          const viewing = await logViewing({ viewings: tx.viewings, now }, wish);
          return {
            status: 201,
            headers: {
              location: `${BASE}/users/${userId}/viewings/${viewing.id}`,
              etag: viewingTag(viewing),
            },
            body: writeViewing(viewing),
          };
        },
        // Nobody waits for a film from outside but who asked.
        {
          prepare: async () => {
            const reference = readReference(movie, { pointer: '#/movie', in: 'body' });
            return (await bringIn(services, reference)) ?? fail({ kind: 'movie-not-found' });
          },
        },
      );
    },
  );

  app.get(
    `${BASE}/users/:user/viewings/:viewing`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'getViewing',
        tags: ['viewings'],
        summary: 'One viewing',
        params: Params,
        response: { 200: ref(ViewingShape), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const viewing = await findViewing(request, store);
      reply.header('etag', viewingTag(viewing));
      return writeViewing(viewing);
    },
  );

  app.patch(
    `${BASE}/users/:user/viewings/:viewing`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'editViewing',
        tags: ['viewings'],
        summary: 'Change what is told of a viewing',
        description: 'What is not named stays as it is.',
        params: Params,
        body: Type.Object(viewingBody, {
          additionalProperties: false,
          examples: [{ tags: ['cinema'], rewatch: true }],
        }),
        response: {
          200: ref(ViewingShape),
          ...refusals(400, 401, 403, 404, 412, 413, 415, 429),
        },
      },
    },
    async (request, reply) => {
      const edited = await store.atomically(async (tx) => {
        const { userId, id } = await lockViewing(request, tx);
        return editViewing({ viewings: tx.viewings, now }, { userId, id, ...request.body });
      });
      reply.header('etag', viewingTag(edited));
      return writeViewing(edited);
    },
  );

  app.delete(
    `${BASE}/users/:user/viewings/:viewing`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'deleteViewing',
        tags: ['viewings'],
        summary: 'Take a viewing out of the diary',
        params: Params,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 412, 429) },
      },
    },
    async (request, reply) => {
      await store.atomically(async (tx) => {
        const { userId, id } = await lockViewing(request, tx);
        await tx.viewings.remove(userId, id);
      });
      return reply.code(204).send(null);
    },
  );
}

async function movieNamed({ movies }: Store, name: string) {
  const reference = readReference(name, { pointer: '#/movie', in: 'query' });
  return (await movies.resolve(reference)) ?? fail({ kind: 'movie-not-found' });
}

async function findViewing(request: FastifyRequest, { viewings }: Store): Promise<Viewing> {
  const { viewing } = request.params as Static<typeof Params>;
  const found = await viewings.find(subjectOf(request).id, viewing as ViewingId);
  return found ?? fail({ kind: 'viewing-not-found' });
}

/** As `findViewing`, held to If-Match, in a transaction that changes it. */
async function lockViewing(request: FastifyRequest, tx: Store): Promise<Viewing> {
  await tx.users.lock(subjectOf(request).id);
  const viewing = await findViewing(request, tx);
  precondition(request, viewingTag(viewing));
  return viewing;
}

function viewingTag(viewing: Viewing): string {
  return tagOf(viewing);
}
