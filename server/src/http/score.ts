import { type Static, Type } from '@fastify/type-provider-typebox';
import { fail } from '../problem.js';
import { type ExplainedScore, explainScore, scoreOfDay } from '../scores/explain-score.js';
import { type Api, BASE, type Services } from './api.js';
import { methodPath } from './methods-page.js';
import { MovieParams, movieIdOf } from './named-movie.js';
import { ScoreExplained } from './score-shapes.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { time, timeOrNull } from './write.js';

export function scoreRoutes(app: Api, { store, now }: Services): void {
  app.get(
    `${BASE}/movies/:movie/score`,
    {
      config: { who: ['ANYONE'], keeping: 'catalogue', sentAgain: true },
      schema: {
        operationId: 'getScore',
        tags: ['movies'],
        summary: 'The score of a movie and what it is made of',
        description:
          'Of a past day (`at`) there is what was published then: votes, weights, prior, confidence and explanation are null.',
        params: MovieParams,
        querystring: Type.Object(
          {
            at: Type.Optional(
              Type.String({
                format: 'date',
                description: 'A day, in UTC: the score as it was published by its end',
                examples: ['2026-03-14'],
              }),
            ),
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(ScoreExplained), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request) => {
      const movieId = await movieIdOf(request, store);
      const { at } = request.query;
      const today = time(now()).slice(0, 10);
      if (at !== undefined && at > today) {
        const detail = 'That day has not come yet.';
        fail({
          kind: 'invalid',
          errors: [{ pointer: '#/at', code: 'future', detail, in: 'query' }],
        });
      }
      return writeExplained(
        at === undefined || at === today
          ? await explainScore({ ...store, now }, movieId)
          : await scoreOfDay(store, movieId, at),
      );
    },
  );
}

function writeExplained(explained: ExplainedScore): Static<typeof ScoreExplained> {
  const { tally, made, method, timeline, ...score } = explained;
  return {
    ...score,
    count: tally.count,
    histogram: tally.histogram,
    effectiveVotes: made?.effectiveVotes ?? null,
    votes: made?.votes ?? null,
    weights: made?.weights ?? null,
    prior: made?.prior ?? null,
    confidence: made?.confidence ?? null,
    unusual: (made?.unusual ?? []).map(({ fromAt, toAt, votes, mean, meanBefore, decision }) => ({
      from: time(fromAt),
      to: timeOrNull(toAt),
      votes,
      mean,
      meanBefore,
      decision,
    })),
    explanation: made?.explanation ?? null,
    method: {
      version: method.version,
      document: methodPath(method.version),
      formula: method.formula,
      estimatedAt: timeOrNull(method.estimatedAt),
      priorRatings: made?.prior.weight ?? null,
      priorMean: made?.prior.stars ?? null,
    },
    timeline: timeline.map(({ day, score, method }) => ({ day, ...score, method })),
  };
}
