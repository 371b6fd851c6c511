import { Type } from '@fastify/type-provider-typebox';
import { year } from './movie-bodies.js';

/** The query parameters that narrow a list of movies. */
export const movieFilters = {
  genre: Type.Optional(
    Type.String({ minLength: 1, maxLength: 50, format: 'term', examples: ['Drama'] }),
  ),
  minYear: Type.Optional(year),
  maxYear: Type.Optional(year),
  person: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      format: 'term',
      pattern: '^(?!\\d{16,}$)',
      description: 'A person’s id or whole name',
    }),
  ),
};
