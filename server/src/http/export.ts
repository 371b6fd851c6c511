import { Readable } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import { EXPORT_FORMATS } from '../exports/export.js';
import { exportHistory } from '../exports/export-history.js';
import { type Api, BASE, type Services } from './api.js';
import { subjectOf } from './guard.js';
import { refusals } from './shapes.js';

export function exportRoutes(app: Api, services: Services): void {
  app.get(
    `${BASE}/users/:user/export`,
    {
      config: { who: ['OWNER'], keeping: 'none' },
      schema: {
        operationId: 'exportHistory',
        tags: ['users'],
        summary: 'Take a history away, as a zip',
        description:
          'A zip, made while it is sent. `halfstar` is JSON and tables: profile, ratings, every change of ' +
          'them, viewings, watchlist, favourites; its JSON is described by `docs/api/export.schema.json`. The others ' +
          'are what those services have a place for. `letterboxd`, in tables of at most 1,000 rows: stars and notes, viewings ' +
          'with day, rewatch, tags and review, the watchlist; no times of ratings, no favourites, and what is rated is seen. ' +
          '`trakt`: stars with their times, viewings with a day, watchlist, favourites; no words. `imdb`: stars with their ' +
          'day, the watchlist. `movielens`: stars with their second. Stars finer than their scale become the nearest on it, ' +
          'and none of them has a zero. A cell that a spreadsheet would take for a ' +
          'formula has a `’` before it, which an import takes away again.',
        params: Type.Object({ user: Type.String() }),
        querystring: Type.Object(
          { format: Type.Optional(Type.Enum([...EXPORT_FORMATS])) },
          { additionalProperties: false },
        ),
        response: {
          200: {
            description: 'The archive',
            content: {
              'application/zip': {
                schema: Type.Unsafe<Readable>({ type: 'string', format: 'binary' }),
              },
            },
          },
          ...refusals(400, 401, 403, 404, 429),
        },
      },
    },
    async (request, reply) => {
      const user = subjectOf(request);
      const format = request.query.format ?? 'halfstar';
      const day = new Date(services.now()).toISOString().slice(0, 10);
      const files = exportHistory(services, user, format);
      return reply
        .type('application/zip')
        .header('cache-control', 'no-store')
        .header('content-disposition', attachment(`${format}-${user.handle}-${day}.zip`))
        .send(Readable.from(services.packer.pack(files), { objectMode: false }));
    },
  );
}

const BEYOND_ASCII = /[^ -~]/g;

/** Headers take no more than Latin letters: a name in others is told encoded beside [RFC 6266]. */
function attachment(name: string): string {
  const plain = `attachment; filename="${name.replace(BEYOND_ASCII, '_')}"`;
  if (name.search(BEYOND_ASCII) < 0) return plain;
  return `${plain}; filename*=UTF-8''${encodeURIComponent(name)}`;
}
