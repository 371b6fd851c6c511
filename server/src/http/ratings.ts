import { Type } from '@fastify/type-provider-typebox';
import { fail } from '../problem.js';
import type { RatedMovieSort } from '../ratings/ports.js';
import { rateMovie } from '../ratings/rate-movie.js';
import { LONGEST_NOTE, type Rating } from '../ratings/rating.js';
import { MOST_STARS, parseStars } from '../ratings/stars.js';
import { type Api, BASE, type Services } from './api.js';
import { isConditional, precondition } from './conditional.js';
import { subjectOf, viewerOf } from './guard.js';
import { lists, paging, sorting, sortKeys } from './lists.js';
import { movieIdOf } from './movies.js';
import {
  Change,
  HistoryItem,
  listOf,
  PublicRating,
  RatedMovie,
  RatingPut,
  Rating as RatingShape,
  ref,
  refusals,
} from './shapes.js';
import {
  writeChange,
  writeHistoryItem,
  writePublicRating,
  writeRatedMovie,
  writeRating,
  writeTally,
} from './write.js';

const SORTS = ['ratedAt', 'stars', 'releaseDate', 'title'] as const;

export const Stars = Type.Number({
  minimum: 0,
  maximum: MOST_STARS,
  multipleOf: 0.05,
  description: '0 to 5 in steps of 0.05',
  examples: [4.5],
});

/** What a rating says, in a PUT and in a batch. */
export const ratingBody = {
  stars: Stars,
  ratedAt: Type.Optional(
    Type.Union([
      Type.String({ format: 'date-time', description: 'Now, when not given' }),
      Type.Null(),
    ]),
  ),
  note: Type.Optional(
    Type.Union([Type.String({ maxLength: LONGEST_NOTE, format: 'text' }), Type.Null()]),
  ),
};

const Params = Type.Object({ user: Type.String(), movie: Type.String() });

export function ratingRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/users/:user/ratings/:movie`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'getRating',
        tags: ['ratings'],
        summary: 'A user’s rating of a movie',
        params: Params,
        response: { 200: ref(RatingShape), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const rating =
        (await store.ratings.find(subjectOf(request).id, await movieIdOf(request, store))) ??
        fail({ kind: 'rating-not-found' });
      reply.header('etag', ratingTag(rating));
      return writeRating(rating);
    },
  );

  app.put(
    `${BASE}/users/:user/ratings/:movie`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'putRating',
        tags: ['ratings'],
        summary: 'Rate a movie, or rate it anew',
        description: 'Stars and note replace the earlier ones, and the history keeps both.',
        params: Params,
        body: Type.Object(ratingBody, { additionalProperties: false }),
        response: {
          200: ref(RatingPut),
          201: ref(RatingPut),
          ...refusals(400, 401, 403, 404, 412, 413, 415, 429),
        },
      },
    },
    async (request, reply) => {
      const userId = subjectOf(request).id;
      const movieId = await movieIdOf(request, store);
      const { rating, tally, created } = await store.atomically(async ({ ratings }) => {
        if (isConditional(request))
          precondition(request, tagOrNull(await ratings.find(userId, movieId)));
        return rateMovie({ ratings, now }, { userId, movieId, ...request.body });
      });
      services.ratingsChanged();
      reply.header('etag', ratingTag(rating));
      if (created) reply.header('location', `${BASE}/users/${userId}/ratings/${movieId}`);
      return reply
        .code(created ? 201 : 200)
        .send({ rating: writeRating(rating), tally: writeTally(tally) });
    },
  );

  app.delete(
    `${BASE}/users/:user/ratings/:movie`,
    {
      config: { who: ['OWNER', 'ADMIN'] },
      schema: {
        operationId: 'deleteRating',
        tags: ['ratings'],
        summary: 'Take a rating back',
        params: Params,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 412, 429) },
      },
    },
    async (request, reply) => {
      const userId = subjectOf(request).id;
      const movieId = await movieIdOf(request, store);
      await store.atomically(async ({ ratings }) => {
        if (isConditional(request))
          precondition(request, tagOrNull(await ratings.find(userId, movieId)));
        await ratings.remove(userId, movieId, now());
      });
      services.ratingsChanged();
      return reply.code(204).send(null);
    },
  );

  app.get(
    `${BASE}/users/:user/ratings/:movie/history`,
    {
      config: { who: ['OWNER'] },
      schema: {
        operationId: 'getRatingHistory',
        tags: ['ratings'],
        summary: 'Every change of a rating, the oldest first',
        params: Params,
        response: {
          200: Type.Object({ items: Type.Array(ref(HistoryItem)) }),
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request) => {
      const movieId = await movieIdOf(request, store);
      const events = await store.ratings.history(subjectOf(request).id, movieId);
      return { items: events.map(writeHistoryItem) };
    },
  );

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
            genre: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
            q: Type.Optional(Type.String({ maxLength: 200 })),
            ...sorting(SORTS, '-ratedAt'),
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(RatedMovie), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const { minStars, genre, q, sort = '-ratedAt' } = request.query;
      const rated = await store.ratings.byUser(
        subjectOf(request).id,
        {
          minStars: minStars === undefined ? undefined : parseStars(minStars),
          genre,
          q: q?.trim() || undefined,
        },
        sortKeys<RatedMovieSort>(sort),
        page(request),
      );
      return answer(request, reply, rated, writeRatedMovie);
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
          'Begin without `after`; go on with `nextAfter`. No change is ever passed over.',
        querystring: Type.Object(
          {
            after: Type.Optional(
              Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
            ),
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 100 })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            items: Type.Array(ref(Change)),
            nextAfter: Type.Integer(),
            hasMore: Type.Boolean(),
          }),
          ...refusals(400, 401, 429),
        },
      },
    },
    async (request) => {
      const { after = 0, limit = 100 } = request.query;
      const events = await store.ratings.changes(viewerOf(request).user.id, after, limit + 1);
      const items = events.slice(0, limit);
      return {
        items: items.map(writeChange),
        nextAfter: items.at(-1)?.revision ?? after,
        hasMore: events.length > limit,
      };
    },
  );
}

/** A rating is told by the change that made it. */
function ratingTag({ revision }: Rating): string {
  return `"${revision}"`;
}

function tagOrNull(rating: Rating | null): string | null {
  return rating === null ? null : ratingTag(rating);
}
