import { Type } from '@fastify/type-provider-typebox';
import { MOST_POPULAR_PAGES } from '../catalogue/outside.js';
import { Prediction } from './movie-shape.js';
import { Nullable, oneOf, ref, StarsOut } from './shape-parts.js';

/** What of films elsewhere is asked for, and in which language they are told. */
export const pageAndLanguage = {
  page: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_POPULAR_PAGES, default: 1 })),
  language: Type.Optional(Type.String({ pattern: '^[a-z]{2}(-[A-Z]{2})?$', examples: ['en-US'] })),
};

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
        genres: Type.Array(Type.String(), {
          description: 'The main one first; empty where TMDB tells none',
        }),
        stars: Nullable(StarsOut),
        favourite: Type.Boolean(),
        prediction: Type.Optional(Nullable(ref(Prediction))),
      }),
    ),
    attribution: Nullable(
      Type.String({ description: 'To be shown wherever the films are, when they are TMDB’s' }),
    ),
  },
  { $id: 'Popular' },
);
