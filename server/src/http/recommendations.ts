import { Type } from '@fastify/type-provider-typebox';
import { matchTastes } from '../predictions/match-tastes.js';
import { recommendMovies, surprise } from '../predictions/recommend-movies.js';
import { similarMovies } from '../predictions/similar-movies.js';
import { MOST_TOGETHER, watchTogether } from '../predictions/watch-together.js';
import { fail } from '../problem.js';
import { writeStars } from '../ratings/stars.js';
import { maySee, type User, type UserId } from '../users/user.js';
import { type Api, BASE, type Services } from './api.js';
import { findByName, viewerOf } from './guard.js';
import { lists, paging } from './lists.js';
import { movieFilters } from './movie-filters.js';
import { MovieParams, movieIdOf } from './named-movie.js';
import { Recommendation, SimilarMovie, TasteMatch, WatchTogether } from './prediction-shapes.js';
import { writeReason } from './predictions.js';
import { Nullable, oneOf, ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { including, withPredictions } from './with-predictions.js';
import { writeMovie } from './write.js';

const { person, ...kinds } = movieFilters;

export function recommendationRoutes(app: Api, services: Services): void {
  const { store, predictor, chance } = services;
  const { page, answer } = lists(services);
  const needs = { ...store, predictor };

  app.get(
    `${BASE}/users/me/recommendations`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listRecommendations',
        tags: ['predictions'],
        summary: 'Films I will like, the best first',
        description:
          'Without what I have rated or set aside. By what people like who liked the same, and by predicted stars; before ' +
          'there is a model, what is popular. `surprise` draws some of the best by chance, others each time, on one page.',
        querystring: Type.Object(
          { ...kinds, surprise: Type.Optional(Type.Boolean({ default: false })), ...paging },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            items: Type.Array(ref(Recommendation)),
            nextCursor: Nullable(Type.String()),
          }),
          ...refusals(400, 401, 429),
        },
      },
    },
    async (request, reply) => {
      const { genre, minYear, maxYear, surprise: isSurprise } = request.query;
      const kind = { genre, minYear, maxYear };
      const { id } = viewerOf(request).user;
      const wish = { kind, ...page(request) };
      const found = isSurprise
        ? await surprise(needs, id, wish, chance)
        : await recommendMovies(needs, id, wish);
      return answer(request, reply, { ...found, total: found.items.length }, (one) => ({
        movie: writeMovie(one.movie),
        prediction: one.prediction,
        reasons: one.reasons.map(writeReason),
      }));
    },
  );

  app.get(
    `${BASE}/movies/:movie/similar`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue' },
      schema: {
        operationId: 'listSimilar',
        tags: ['movies'],
        summary: 'Similar films, the most similar first',
        description:
          '`by`: `likes` when people who liked the one liked the others, `facts` when hardly anyone has rated it: then they ' +
          'share people and genres. Scores compare within one list only.',
        params: MovieParams,
        querystring: Type.Object(
          {
            ...including,
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({
            by: oneOf(['likes', 'facts']),
            items: Type.Array(ref(SimilarMovie)),
          }),
          ...refusals(400, 401, 404, 429),
        },
      },
    },
    async (request) => {
      const movieId = await movieIdOf(request, store);
      const { by, items } = await similarMovies(needs, movieId, request.query.limit ?? 10);
      return withPredictions(request, services, {
        by,
        items: items.map(({ movie, score }) => ({ movie: writeMovie(movie), score })),
      });
    },
  );

  app.get(
    `${BASE}/users/me/taste-match/:other`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'getTasteMatch',
        tags: ['predictions'],
        summary: 'How my taste and another’s go together',
        description:
          'Needs ten ratings of each, and no film in common. Both must allow it (`allowMatching`), and theirs must be open ' +
          'to me. `agree` and `differ` are films that both have rated.',
        params: Type.Object({ other: Type.String({ description: 'An id or a handle' }) }),
        response: { 200: ref(TasteMatch), ...refusals(400, 401, 404, 409, 429) },
      },
    },
    async (request) => {
      const viewer = viewerOf(request).user;
      const other = await findByName(request.params.other, 'other', services);
      if (other === null || !maySee(other, viewer)) fail({ kind: 'user-not-found' });
      const matched = await matchTastes(needs, viewer, other);
      const compared = ({ movieId, title, mine, theirs }: (typeof matched.agree)[number]) => ({
        movie: { id: movieId, ...title },
        mine: writeStars(mine),
        theirs: writeStars(theirs),
      });
      return {
        user: raterOf(other),
        match: matched.match,
        common: matched.common,
        agree: matched.agree.map(compared),
        differ: matched.differ.map(compared),
      };
    },
  );

  app.get(
    `${BASE}/users/me/watch-together`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listWatchTogether',
        tags: ['predictions'],
        summary: 'What some of us could watch together',
        description:
          'Films that none of us has rated or set aside, by half the mean and half the least of what each would give them. ' +
          'Each of the others and I must be companions. Empty before there is a model.',
        querystring: Type.Object(
          {
            with: Type.String({
              maxLength: 500,
              pattern: `^[^,]+(,[^,]+){0,${MOST_TOGETHER - 1}}$`,
              description: `Ids or handles of companions parted by commas, ${MOST_TOGETHER} at most`,
              examples: ['ana,7'],
            }),
            ...kinds,
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(WatchTogether), ...refusals(400, 401, 404, 409, 429) },
      },
    },
    async (request) => {
      const { with: names, limit = 20, genre, minYear, maxYear } = request.query;
      const viewer = viewerOf(request).user;
      const others = new Map<UserId, User>();
      for (const name of names.split(',')) {
        const user = await findByName(name.trim(), 'with', services);
        // Who is there, but no companion, hears no more than of who is not there.
        if (user === null || user.id === viewer.id) fail({ kind: 'not-companions' });
        others.set(user.id, user);
      }
      const kind = { genre, minYear, maxYear };
      const items = await watchTogether(needs, [viewer.id, ...others.keys()], kind, limit);
      return {
        people: [viewer, ...others.values()].map(raterOf),
        items: items.map(({ movie, worth, each }) => ({ movie: writeMovie(movie), worth, each })),
      };
    },
  );
}

function raterOf({ id, handle, displayName }: User) {
  return { id, handle, displayName };
}
