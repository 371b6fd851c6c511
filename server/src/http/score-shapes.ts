import { Type } from '@fastify/type-provider-typebox';
import { AnyStars, Histogram, Nullable, oneOf, Time } from './shape-parts.js';

const Day = Type.String({ format: 'date', examples: ['2026-03-14'] });

const VoteGroup = Type.Object({
  votes: Type.Integer(),
  weight: Type.Number({
    description: 'What they weigh together, in full votes, before the factor',
  }),
  factor: Type.Number({ description: 'What their weight is multiplied by' }),
  mean: Nullable(
    Type.Number({ description: 'Of their stars without each rater’s bias, weighted' }),
  ),
});

const Unusual = Type.Object({
  from: Time,
  to: Nullable(Time),
  votes: Type.Integer({
    description:
      'How many had come when it was noticed; those held or aside now are in `votes` above',
  }),
  mean: AnyStars,
  meanBefore: AnyStars,
  decision: Nullable(oneOf(['genuine', 'attack'])),
});

export const ScoreExplained = Type.Object(
  {
    stars: Nullable(AnyStars),
    low: Nullable(Type.Number({ description: 'Lower end of the 90 % interval' })),
    high: Nullable(Type.Number({ description: 'Upper end of the 90 % interval' })),
    count: Type.Integer({ description: 'Exact at once' }),
    mean: Nullable(Type.Number({ description: 'Exact at once' })),
    histogram: Histogram,
    effectiveVotes: Nullable(
      Type.Number({
        description: 'How many full votes the ratings weigh together: Σ factor × weight',
      }),
    ),
    votes: Nullable(
      Type.Object(
        {
          regular: VoteGroup,
          newcomers: VoteGroup,
          held: VoteGroup,
          aside: Type.Integer({
            description: 'Found to be an attack: in the count, not in the score',
          }),
        },
        {
          description:
            'stars = (prior.stars × prior.weight + Σ factor × weight × mean) / (prior.weight + Σ factor × weight)',
        },
      ),
    ),
    weights: Nullable(
      Type.Array(
        Type.Object({
          reason: oneOf(['experience', 'steadiness', 'newcomers', 'unusual']),
          lost: Type.Number({ description: 'Full votes' }),
        }),
        { description: 'Why the votes weigh less than one each: what is lost by each reason' },
      ),
    ),
    prior: Nullable(
      Type.Object(
        { stars: AnyStars, weight: Type.Number() },
        {
          description:
            'What films of its genres and year get, and how many full votes that is worth',
        },
      ),
    ),
    confidence: Nullable(
      oneOf(['low', 'medium', 'high'], {
        description: 'By the standard deviation, in stars: low above 0.25, high below 0.12',
      }),
    ),
    unusual: Type.Array(Unusual, { description: 'Votes that came in an unusual way' }),
    explanation: Nullable(
      Type.Object(
        { en: Type.Array(Type.String()), es: Type.Array(Type.String()) },
        { description: 'The same in words' },
      ),
    ),
    method: Type.Object({
      version: Type.String(),
      document: Type.String({ description: 'Where the method is described, to the last constant' }),
      formula: Type.String(),
      estimatedAt: Nullable(Time),
      priorRatings: Nullable(Type.Number({ description: 'λ: as prior.weight' })),
      priorMean: Nullable(Type.Number({ description: 'm: as prior.stars' })),
    }),
    previous: Nullable(
      Type.Object(
        { stars: AnyStars, method: Type.String() },
        { description: 'By the method before, while not all scores are by the new one yet' },
      ),
    ),
    at: Nullable(Day),
    timeline: Type.Array(
      Type.Object({
        day: Day,
        stars: AnyStars,
        low: Type.Number(),
        high: Type.Number(),
        count: Type.Integer(),
        mean: AnyStars,
        method: Type.String(),
      }),
      {
        description:
          'The last score of days on which it or its ratings moved, the oldest first; at most 120, evenly spread',
      },
    ),
  },
  { $id: 'ScoreExplained' },
);
