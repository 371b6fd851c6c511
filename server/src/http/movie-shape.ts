import { Type } from '@fastify/type-provider-typebox';
import { AnyStars, Nullable, oneOf, ref, Time } from './shape-parts.js';

export const Person = Type.Object(
  { id: Type.Integer(), name: Type.String() },
  { $id: 'Person', examples: [{ id: 31, name: 'Frank Darabont' }] },
);

export const Score = Type.Object(
  {
    stars: AnyStars,
    count: Type.Integer(),
    mean: Type.Number(),
    low: Type.Number({ description: 'Lower end of the 90 % interval' }),
    high: Type.Number({ description: 'Upper end of the 90 % interval' }),
  },
  { $id: 'Score', description: 'The published score; follows the tally within a second' },
);

export const Prediction = Type.Object(
  {
    stars: AnyStars,
    low: Type.Number({ description: 'Lower end of the 80 % interval' }),
    high: Type.Number({ description: 'Upper end of the 80 % interval' }),
    sd: Type.Number({ description: 'Standard deviation, in stars' }),
    like: Type.Number({ minimum: 0, maximum: 1, description: 'The chance of four stars or more' }),
    basis: oneOf(['taste', 'average'], {
      description: 'average: with fewer than three ratings there is no taste to tell',
    }),
  },
  {
    $id: 'Prediction',
    description: 'What someone will probably give a movie',
    examples: [{ stars: 4.12, low: 3.18, high: 5, sd: 0.73, like: 0.69, basis: 'taste' }],
  },
);

export const Movie = Type.Object(
  {
    id: Type.Integer(),
    title: Type.String(),
    originalTitle: Nullable(Type.String()),
    year: Nullable(Type.Integer()),
    releaseDate: Nullable(Type.String({ format: 'date' })),
    runtimeMinutes: Nullable(Type.Integer()),
    overview: Nullable(Type.String()),
    posterUrl: Nullable(Type.String()),
    genres: Type.Array(Type.String()),
    directors: Type.Array(ref(Person)),
    cast: Type.Array(ref(Person)),
    ids: Type.Object({
      tmdb: Nullable(Type.Integer()),
      imdb: Nullable(Type.String()),
      wikidata: Nullable(Type.String()),
    }),
    score: Nullable(ref(Score)),
    createdAt: Time,
    updatedAt: Time,
    version: Type.Integer(),
    prediction: Type.Optional(Nullable(ref(Prediction))),
  },
  {
    $id: 'Movie',
    description:
      'prediction: in lists that are asked for it (`include=prediction`); null of what the viewer has rated',
  },
);
