import { Type } from '@fastify/type-provider-typebox';
import type { MovieId } from '../movies/movie.js';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';
import { rateMovie } from '../ratings/rate-movie.js';
import type { Rating } from '../ratings/rating.js';
import { type Api, BASE, type Services } from './api.js';
import { isConditional, precondition } from './conditional.js';
import { subjectOf } from './guard.js';
import { movieIdBroughtIn, movieIdGiven, movieIdOf } from './named-movie.js';
import { isOwn, putDown } from './put-down.js';
import { ratingBody } from './rating-body.js';
import { ref } from './shape-parts.js';
import { HistoryItem, RatingPut, Rating as RatingShape, refusals } from './shapes.js';
import { writeHistoryItem, writeRating, writeTally } from './write.js';

const Params = Type.Object({ user: Type.String(), movie: Type.String() });

export function ratingRoutes(app: Api, services: Services): void {
  const { store, now, feedOrigin } = services;

  /** A rating is told by whose it is, as `me` is another one to each, and by the change that made it. */
  const ratingTag = ({ userId, revision }: Rating) => `"${userId}.${feedOrigin + revision}"`;
  const tagOrNull = (rating: Rating | null) => rating && ratingTag(rating);

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
          ...refusals(400, 401, 403, 404, 412, 413, 415, 429, 502, 503, 504),
        },
      },
    },
    async (request, reply) => {
      const userId = subjectOf(request).id;
      const put = (needs: Pick<Store, 'ratings' | 'movies'>, movieId: MovieId) =>
        rateMovie({ ...needs, now }, { userId, movieId, ...request.body });
      const putIfAsRead = async () => {
        const movieId = await movieIdBroughtIn(request, services);
        return store.atomically(async (tx) => {
          await tx.users.lock(userId);
          precondition(request, tagOrNull(await tx.ratings.find(userId, movieId)));
          return put(tx, movieId);
        });
      };
      const { rating, tally, created } = isConditional(request)
        ? await putIfAsRead()
        : await put(store, await movieIdGiven(request, services));
      services.metrics.ratingsWritten({ put: 1, removed: 0 });
      services.ratingsChanged();
      reply.header('etag', ratingTag(rating));
      if (created) reply.header('location', `${BASE}/users/${userId}/ratings/${rating.movieId}`);
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
      const removed = await store.atomically(async (tx) => {
        if (isConditional(request)) {
          await tx.users.lock(userId);
          precondition(request, tagOrNull(await tx.ratings.find(userId, movieId)));
        }
        const isGone = await tx.ratings.remove(userId, movieId, now());
        const deed = { action: 'rating-removed', subject: `user:${userId}` } as const;
        if (isGone && !isOwn(request)) {
          await putDown(request, tx, now, { ...deed, detail: { movieId } });
        }
        return isGone;
      });
      services.metrics.ratingsWritten({ put: 0, removed: Number(removed) });
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
}
