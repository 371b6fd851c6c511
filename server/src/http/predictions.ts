import { type Static, Type } from '@fastify/type-provider-typebox';
import { askNext } from '../predictions/ask-next.js';
import type { KeptModel } from '../predictions/ports.js';
import { predictMovie } from '../predictions/predict-movie.js';
import { predictionQuality, type Quality } from '../predictions/quality.js';
import type { Reason } from '../predictions/reason.js';
import { writeStars } from '../ratings/stars.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { Movie } from './movie-shape.js';
import { MovieParams, movieIdOf } from './named-movie.js';
import { PredictedMovie, PredictionQuality } from './prediction-shapes.js';
import { oneOf, ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { time, writeMovie } from './write.js';

const MOST_UNKNOWN = 200;

export function predictionRoutes(app: Api, services: Services): void {
  const { store, predictor } = services;
  const needs = { ...store, predictor };

  app.get(
    `${BASE}/users/me/predictions/:movie`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'getPrediction',
        tags: ['predictions'],
        summary: 'What I will probably give a movie, and why',
        description:
          'Follows every rating of mine at once. What I gave this movie myself is left out of it: this is what would have ' +
          'been said before. Whoever sees a prediction while rating is led by it: ask for it afterwards.',
        params: MovieParams,
        response: { 200: ref(PredictedMovie), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request) => {
      const movieId = await movieIdOf(request, store);
      const predicted = await predictMovie(needs, viewerOf(request).user.id, movieId);
      return {
        movieId,
        rated: predicted.rated === null ? null : writeStars(predicted.rated),
        prediction: predicted.prediction,
        parts: predicted.parts,
        reasons: predicted.reasons.map(writeReason),
        explanation: predicted.explanation,
        model: writeModel(predicted.model),
      };
    },
  );

  app.get(
    `${BASE}/users/me/onboarding`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listOnboarding',
        tags: ['predictions'],
        summary: 'What to ask me to rate next',
        description:
          'At first what most people know, then what I probably know and tells most of my taste. Ask again after some ' +
          'answers; `unknown` are movies that I said I do not know.',
        querystring: Type.Object(
          {
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 5 })),
            unknown: Type.Optional(
              Type.String({
                pattern: `^[0-9]{1,15}(,[0-9]{1,15}){0,${MOST_UNKNOWN - 1}}$`,
                description: `Ids parted by commas, ${MOST_UNKNOWN} at most`,
                examples: ['12,7'],
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: {
          200: Type.Object({ items: Type.Array(ref(Movie)) }),
          ...refusals(400, 401, 429),
        },
      },
    },
    async (request) => {
      const { limit = 5, unknown } = request.query;
      const ids = (unknown?.split(',') ?? []).map(Number) as never[];
      const movies = await askNext(needs, viewerOf(request).user.id, ids, limit);
      return { items: movies.map(writeMovie) };
    },
  );

  app.get(
    `${BASE}/predictions/quality`,
    {
      config: { who: ['ANYONE'] },
      schema: {
        operationId: 'getPredictionQuality',
        tags: ['predictions'],
        summary: 'How right predictions are',
        description:
          'Every prediction made before a first rating is compared with the rating that came, within a second or so: by the ' +
          'taste of who rated as it was then, and a model that had not seen it. Left out are ratings brought in at once, and ' +
          'those of people whose ratings are of no use for others.',
        querystring: Type.Object(
          { by: Type.Optional(oneOf(['month', 'day'], { description: 'Of the timeline; month' })) },
          { additionalProperties: false },
        ),
        response: { 200: ref(PredictionQuality), ...refusals(400, 401, 429) },
      },
    },
    async (request) => writeQuality(await predictionQuality(needs, request.query.by ?? 'month')),
  );
}

export function writeReason({ movieId, title, stars, effect }: Reason) {
  return { movie: { id: movieId, ...title }, stars: writeStars(stars), effect };
}

function writeModel(model: KeptModel | null) {
  if (model === null) return null;
  const { version, method, ratings, users, movies, at } = model;
  return { version, method, ratings, users, movies, trainedAt: time(at) };
}

function writeQuality({
  covered,
  timeline,
  ...quality
}: Quality): Static<typeof PredictionQuality> {
  return {
    ...quality,
    coverage: writeCoverage(covered),
    timeline: timeline.map(({ covered, ...span }) => ({
      ...span,
      coverage: writeCoverage(covered),
    })),
    model: writeModel(quality.model),
  };
}

function writeCoverage(covered: Quality['covered']) {
  if (covered === null) return [];
  return Object.entries(covered).map(([percent, share]) => ({ percent: Number(percent), share }));
}
