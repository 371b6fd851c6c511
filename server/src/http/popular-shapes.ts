import { Type } from '@fastify/type-provider-typebox';
import { Nullable, oneOf, StarsOut } from './shape-parts.js';

export const Popular = Type.Object(
  {
    source: oneOf(['tmdb', 'local']),
    page: Type.Integer(),
    totalPages: Type.Integer(),
    items: Type.Array(
      Type.Object({
        tmdbId: Nullable(Type.Integer()),
        movieId: Nullable(Type.Integer({ description: 'Our movie, when we have the film' })),
        title: Type.String(),
        year: Nullable(Type.Integer()),
        releaseDate: Nullable(Type.String({ format: 'date' })),
        posterUrl: Nullable(Type.String()),
        overview: Nullable(Type.String()),
        stars: Nullable(StarsOut),
        favourite: Type.Boolean(),
      }),
    ),
    attribution: Nullable(
      Type.String({ description: 'To be shown wherever the films are, when they are TMDB’s' }),
    ),
  },
  { $id: 'Popular' },
);
