import { Type } from '@fastify/type-provider-typebox';
import { CONFLICT_POLICIES, VERDICTS } from '../imports/import.js';
import {
  applyImport,
  forgetImport,
  setConflicts,
  setScales,
  undoImport,
} from '../imports/steer.js';
import { type Api, BASE, type Services } from './api.js';
import { viewerOf } from './guard.js';
import { findImport, ImportParams, whoseImport } from './import-params.js';
import { Import as ImportShape } from './import-shapes.js';
import { lists, paging } from './lists.js';
import { once, onceHeaders } from './once.js';
import { ref } from './shape-parts.js';
import { listOf, refusals } from './shapes.js';
import { writeImport } from './write-import.js';

const MOST_FILES = 5000;

/** What becomes of imports that were uploaded. */
export function importRoutes(app: Api, services: Services): void {
  const { store, now, importWaits } = services;
  const { page, answer } = lists(services);
  const doOnce = once(services);

  app.get(
    `${BASE}/users/me/imports`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'listImports',
        tags: ['imports'],
        summary: 'My imports, the newest first',
        querystring: Type.Object(paging, { additionalProperties: false }),
        response: { 200: listOf(ImportShape), ...refusals(400, 401, 429) },
      },
    },
    async (request, reply) => {
      const mine = await store.imports.byUser(viewerOf(request).user.id, page(request));
      return answer(request, reply, mine, writeImport);
    },
  );

  app.get(
    `${BASE}/users/me/imports/:import`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'getImport',
        tags: ['imports'],
        summary: 'How far an import is, and what it comes to',
        params: ImportParams,
        response: { 200: ref(ImportShape), ...refusals(400, 401, 404, 429) },
      },
    },
    async (request) => writeImport(await findImport(request, store)),
  );

  app.patch(
    `${BASE}/users/me/imports/:import`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'editImport',
        tags: ['imports'],
        summary: 'Say which scales files are on, and what is done about conflicts',
        description:
          'Scales are told by file, as the most that can be given: one of those that `questions` or the file’s `scales` ' +
          'name. All rows are judged anew then. What is not named stays.',
        params: ImportParams,
        body: Type.Object(
          {
            scales: Type.Optional(
              Type.Unsafe<Record<string, number>>({
                type: 'object',
                additionalProperties: { type: 'number' },
                minProperties: 1,
                maxProperties: MOST_FILES,
              }),
            ),
            conflicts: Type.Optional(Type.Enum([...CONFLICT_POLICIES])),
          },
          {
            additionalProperties: false,
            minProperties: 1,
            examples: [{ scales: { 'ratings.xml': 10 }, conflicts: 'newest' }],
          },
        ),
        response: {
          200: ref(ImportShape),
          ...refusals(400, 401, 403, 404, 409, 413, 415, 429),
        },
      },
    },
    async (request) => {
      const { scales, conflicts } = request.body;
      const whose = whoseImport(request);
      const changed = await store.atomically(async (tx) => {
        const needs = { store: tx, now };
        let one = await findImport(request, tx);
        if (conflicts !== undefined) one = await setConflicts(needs, whose, conflicts);
        if (scales !== undefined) one = await setScales(needs, whose, scales);
        return one;
      });
      importWaits();
      return writeImport(changed);
    },
  );

  app.post(
    `${BASE}/users/me/imports/:import/apply`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'applyImport',
        tags: ['imports'],
        summary: 'Do what an import says',
        description: `In the background; each row is judged once more, as to which of ${VERDICTS.join(', ')} it is by then.`,
        params: ImportParams,
        headers: onceHeaders,
        response: {
          202: ref(ImportShape),
          ...refusals(400, 401, 403, 404, 409, 422, 429),
        },
      },
    },
    async (request, reply) => {
      const answered = await doOnce(request, reply, async (tx) => {
        const applied = await applyImport({ store: tx, now }, whoseImport(request));
        return { status: 202, body: writeImport(applied) };
      });
      importWaits();
      return answered;
    },
  );

  app.post(
    `${BASE}/users/me/imports/:import/undo`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'undoImport',
        tags: ['imports'],
        summary: 'Take an import back, also one that is being applied',
        description:
          'In the background. All is as it was before, but for films that were changed since: those stay as they are. What a newer import wrote stays too; undone after this one, it brings back what was there before both.',
        params: ImportParams,
        headers: onceHeaders,
        response: {
          202: ref(ImportShape),
          ...refusals(400, 401, 403, 404, 409, 422, 429),
        },
      },
    },
    async (request, reply) => {
      const answered = await doOnce(request, reply, async (tx) => {
        const undone = await undoImport({ store: tx, now }, whoseImport(request));
        return { status: 202, body: writeImport(undone) };
      });
      importWaits();
      return answered;
    },
  );

  app.delete(
    `${BASE}/users/me/imports/:import`,
    {
      config: { who: ['VIEWER'] },
      schema: {
        operationId: 'deleteImport',
        tags: ['imports'],
        summary: 'Forget an import',
        description: 'What it did stays, and can no longer be undone.',
        params: ImportParams,
        response: { 204: Type.Null(), ...refusals(400, 401, 403, 404, 409, 429) },
      },
    },
    async (request, reply) => {
      await forgetImport({ store, now }, whoseImport(request));
      return reply.code(204).send(null);
    },
  );
}
