import { readFileSync } from 'node:fs';
import { Type } from '@fastify/type-provider-typebox';
import { fail } from '../problem.js';
import type { Api } from './api.js';

const FOLDER = new URL('./methods/', import.meta.url);

/** Where the document of a way to compute scores is. */
export function methodPath(version: string): string {
  return `/methods/${version}`;
}

/** The documents of all methods that ever published a score, as they were written. */
export function methodRoutes(app: Api): void {
  app.get(
    '/methods/:version',
    {
      config: { who: ['ANYONE'], door: 'open', keeping: 'catalogue' },
      schema: {
        hide: true,
        params: Type.Object({ version: Type.String({ pattern: '^[a-z0-9-]{1,40}$' }) }),
      },
    },
    (request, reply) =>
      reply.type('text/plain; charset=utf-8').send(textOf(request.params.version)),
  );
}

function textOf(version: string): string {
  try {
    return readFileSync(new URL(`${version}.md`, FOLDER), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fail({ kind: 'not-found' });
    throw error;
  }
}
