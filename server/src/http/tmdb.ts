import { Type } from '@fastify/type-provider-typebox';
import { markFilms } from '../catalogue/mark-films.js';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { Popular, pageAndLanguage } from './popular-shapes.js';
import { ref } from './shape-parts.js';
import { refusals } from './shapes.js';
import { including, predictionsOfFilms } from './with-predictions.js';
import { writePopular } from './write.js';

const LONGEST_QUERY = 200;

export function tmdbRoutes(app: Api, services: Services): void {
  const { store, outside } = services;
  app.get(
    `${BASE}/tmdb/movies`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'searchTmdb',
        tags: ['movies'],
        summary: 'Films at TMDB, by title',
        description:
          'The best match first. `POST /movies` with the `tmdbId` of one that has no `movieId` brings it in, and so ' +
          'does rating it by `tmdb:` and its id. Without a key to TMDB it is refused.',
        querystring: Type.Object(
          {
            q: Type.String({
              maxLength: LONGEST_QUERY,
              pattern: '\\S',
              format: 'term',
              examples: ['the matrix'],
            }),
            ...including,
            ...pageAndLanguage,
          },
          { additionalProperties: false },
        ),
        response: { 200: ref(Popular), ...refusals(400, 401, 409, 429, 502, 503, 504) },
      },
    },
    async (request) => {
      if (outside === null) fail({ kind: 'outside-not-set-up' });
      const { q, page = 1, language = null } = request.query;
      const found = await outside.search({ title: q.trim(), page, language });
      const items = await markFilms(store, viewerOf(request).user.id, found.items);
      const predicted = await predictionsOfFilms(request, services, items);
      return writePopular({ ...found, source: 'tmdb', items, kept: null }, predicted);
    },
  );
}
