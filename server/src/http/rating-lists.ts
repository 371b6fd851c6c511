import { Type } from '@fastify/type-provider-typebox';
import { fail } from '../problem.js';
import type { RatedMovieSort } from '../ratings/ports.js';
import { parseStars } from '../ratings/stars.js';
import { type Api, BASE, type Services } from './api.js';
import { subjectOf, viewerOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { movieIdOf } from './named-movie.js';
import { Stars } from './rating-body.js';
import { reading } from './reading.js';
import { ref } from './shape-parts.js';
import { Change, listOf, PublicRating, RatedMovie, refusals } from './shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { writeChange, writePublicRating, writeRatedMovie } from './write.js';

/** They are small, and a new device reads all of them. */
const MOST_CHANGES = 1000;
const SORTS = ['ratedAt', 'stars', 'releaseDate', 'title'] as const;

export function ratingListRoutes(app: Api, services: Services): void {
  const { store, feedOrigin } = services;
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/users/:user/ratings`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listRatedMovies',
        tags: ['ratings'],
        summary: 'The movies a user rated',
        params: Type.Object({ user: Type.String() }),
        querystring: Type.Object(
          {
            minStars: Type.Optional(Stars),
            genre: Type.Optional(Type.String({ minLength: 1, maxLength: 50, format: 'term' })),
            q: Type.Optional(Type.String({ maxLength: 200, format: 'term' })),
            ...sorting(SORTS, '-ratedAt'),
            ...including,
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(RatedMovie), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const { minStars, genre, q, sort = '-ratedAt' } = request.query;
      const filter = {
        minStars: minStars === undefined ? undefined : leastStars(minStars),
        genre,
        q: q?.trim() || undefined,
      };
      const keys = sortKeys<RatedMovieSort>(sort);
      const rated = await reading(request, services, ({ ratings }) =>
        ratings.byUser(subjectOf(request).id, filter, keys, page(request)),
      );
      return withPredictions(request, services, answer(request, reply, rated, writeRatedMovie));
    },
  );

  app.get(
    `${BASE}/movies/:movie/ratings`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'listMovieRatings',
        tags: ['ratings'],
        summary: 'The public ratings of a movie, newest first',
        params: Type.Object({ movie: Type.String() }),
        querystring: Type.Object(paging, { additionalProperties: false }),
        response: { 200: listOf(PublicRating), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const movieId = await movieIdOf(request, store);
      const rated = await store.ratings.publicByMovie(movieId, page(request));
      return answer(request, reply, rated, writePublicRating);
    },
  );

  app.get(
    `${BASE}/users/me/changes`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listChanges',
        tags: ['ratings'],
        summary: 'What changed among my ratings after a point, in order',
        description:
          'Begin without `after`; go on with `nextAfter`. No change is ever passed over. 410: the service was restored from a backup since; begin without `after`, and with nothing known.',
        querystring: Type.Object(
          {
            after: Type.Optional(
              Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
            ),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_CHANGES, default: 100 })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            items: Type.Array(ref(Change)),
            nextAfter: Type.Integer(),
            hasMore: Type.Boolean(),
          }),
          ...refusals(400, 401, 410, 429),
        },
      },
    },
    async (request) => {
      const { after = 0, limit = 100 } = request.query;
      if (after > 0 && after < feedOrigin) fail({ kind: 'changes-gone' });
      const revision = Math.max(after - feedOrigin, 0);
      const events = await store.ratings.changes(viewerOf(request).user.id, revision, limit + 1);
      const items = events.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map(writeChange),
        nextAfter: last === undefined ? after : feedOrigin + last.revision,
        hasMore: events.length > limit,
      };
    },
  );
}

/** So near to a step that the schema let it pass, and yet none. */
function leastStars(value: number) {
  try {
    return parseStars(value);
  } catch {
    const detail = 'minStars goes from 0 to 5 in steps of 0.05.';
    const error = { pointer: '#/minStars', code: 'multiple-of', detail, in: 'query' } as const;
    return fail({ kind: 'invalid', errors: [error] });
  }
}
