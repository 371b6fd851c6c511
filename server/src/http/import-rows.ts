import { Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { type Decision, fixRow } from '../imports/fix-row.js';
import { VERDICTS } from '../imports/import.js';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { findImport, ImportParams, importId, whoseImport } from './import-params.js';
import { ImportRow as RowShape } from './import-shapes.js';
import { lists, paging } from './lists.js';
import { bringIn, MovieName, readReference } from './named-movie.js';
import { ref } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { writeRows } from './write-import.js';

const RowParams = Type.Object({
  import: importId,
  row: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: 'Its place' }),
});
type Fix = { movie?: string | number; as?: 'new' | 'aside' };

/** What single rows of an import come to, and putting them right. */
export function importRowRoutes(app: Api, services: Services): void {
  const { store, now } = services;
  const { page, answer } = lists(services);

  app.get(
    `${BASE}/users/me/imports/:import/rows`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listImportRows',
        tags: ['imports'],
        summary: 'What each row of an import comes to, in their order',
        params: ImportParams,
        querystring: Type.Object(
          {
            verdict: Type.Optional(
              Type.Enum([...VERDICTS], { description: 'Rows of this verdict alone' }),
            ),
            ...paging,
          },
          { additionalProperties: false },
        ),
        response: { 200: listOf(RowShape), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request, reply) => {
      const one = await findImport(request, store);
      const rows = await store.importRows.list(one.id, request.query.verdict, page(request));
      const items = await writeRows(store, one, rows.items);
      return answer(request, reply, { ...rows, items }, (row) => row);
    },
  );

  app.patch(
    `${BASE}/users/me/imports/:import/rows/:row`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'fixImportRow',
        tags: ['imports'],
        summary: 'Say which movie a row is of, or leave it out',
        description:
          'Either `movie`, named as in paths; or `as`: `new` makes a movie of what the row tells, `aside` leaves it out. ' +
          'The same is done about all rows of the import that name the film in the same words.',
        params: RowParams,
        body: Type.Object(
          {
            movie: Type.Optional(MovieName),
            as: Type.Optional(Type.Enum(['new', 'aside'])),
          },
          {
            additionalProperties: false,
            minProperties: 1,
            maxProperties: 1,
            examples: [{ movie: 'imdb:tt0111161' }],
          },
        ),
        response: {
          200: ref(RowShape),
          ...refusals(400, 401, 403, 404, 409, 413, 415, 429, 502, 503, 504),
        },
      },
    },
    async (request) => {
      const one = await findImport(request, store);
      const decision = await decisionOf(request);
      const whose = { ...whoseImport(request), place: request.params.row };
      const row = await fixRow({ store, now }, whose, decision);
      const [written] = await writeRows(store, one, [row]);
      return written ?? fail({ kind: 'import-row-not-found' });
    },
  );

  async function decisionOf({ body }: FastifyRequest): Promise<Decision> {
    const { movie, as } = body as Fix;
    if (movie === undefined) return as === 'new' ? 'create' : 'skip';
    const reference = readReference(movie, { pointer: '#/movie', in: 'body' });
    const movieId = await bringIn(services, reference);
    return { movieId: movieId ?? fail({ kind: 'movie-not-found', pointer: '#/movie' }) };
  }
}
