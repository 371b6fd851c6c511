import { Type } from '@fastify/type-provider-typebox';
import { Histogram, Nullable, StarsOut } from './shape-parts.js';

const taste = {
  count: Type.Integer({ minimum: 1 }),
  mean: Type.Number(),
  crowdMean: Nullable(
    Type.Number({ description: 'The mean of the published scores of the same movies' }),
  ),
};
const Taste = Type.Object({ name: Type.String(), ...taste });
const People = Type.Array(Type.Object({ id: Type.Integer(), name: Type.String(), ...taste }), {
  maxItems: 20,
  description: 'From two movies on, twenty at most',
});

const Disagreements = Type.Array(
  Type.Object({
    movieId: Type.Integer(),
    title: Type.String(),
    year: Nullable(Type.Integer()),
    stars: StarsOut,
    othersMean: Type.Number(),
    othersCount: Type.Integer({ minimum: 1 }),
  }),
  { maxItems: 5 },
);

export const Statistics = Type.Object(
  {
    count: Type.Integer(),
    mean: Nullable(Type.Number()),
    median: Nullable(Type.Number()),
    histogram: Histogram,
    genres: Type.Array(Taste),
    decades: Type.Array(
      Type.Object({ decade: Type.Integer({ description: '1990 for 1990 to 1999' }), ...taste }),
    ),
    years: Type.Array(
      Type.Object({ year: Type.Integer({ description: 'Of the movies' }), ...taste }),
    ),
    directors: People,
    actors: People,
    crowd: Type.Object(
      {
        compared: Type.Integer({ description: 'How many movies someone else has rated too' }),
        meanDifference: Nullable(
          Type.Number({ description: 'In stars: below 0, the user is stricter than others' }),
        ),
        meanDistance: Nullable(Type.Number({ description: 'In stars, whichever way' })),
        correlation: Nullable(
          Type.Number({
            minimum: -1,
            maximum: 1,
            description:
              'Pearson’s; null below three movies, and where one side is always the same',
          }),
        ),
        agreement: Nullable(
          Type.Number({ minimum: 0, maximum: 1, description: 'The share within half a star' }),
        ),
        higher: Disagreements,
        lower: Disagreements,
      },
      {
        description:
          'Beside the mean of all others who rated the same movie, exact at once; higher and lower are the movies ' +
          'furthest above and below it',
      },
    ),
    percentiles: Type.Array(
      Type.Object({
        stars: StarsOut,
        count: Type.Integer({ minimum: 1 }),
        percentile: Type.Integer({ minimum: 0, maximum: 99 }),
      }),
      {
        description:
          'For each number of stars given, ⌊(lower + same ÷ 2) ÷ count × 100⌋: how much of what the user rated lies below',
      },
    ),
    overTime: Type.Array(
      Type.Object({
        year: Type.Integer(),
        count: Type.Integer({ minimum: 1 }),
        mean: Type.Number(),
      }),
      { description: 'By the year of ratedAt in UTC, the oldest first' },
    ),
    months: Type.Array(
      Type.Object({
        month: Type.String({ examples: ['2026-03'] }),
        count: Type.Integer(),
        mean: Nullable(Type.Number()),
      }),
      { minItems: 24, maxItems: 24, description: 'The last 24 months in UTC, this one last' },
    ),
  },
  { $id: 'Statistics', description: 'Means are in stars, and not rounded' },
);
