import { Type } from '@fastify/type-provider-typebox';
import { AnyStars, Nullable, ref, Time } from './shape-parts.js';

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
  },
  { $id: 'Movie' },
);
