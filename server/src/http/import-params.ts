import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Import, ImportId } from '../imports/import.js';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';
import type { UserId } from '../users/user.js';
import { viewerOf } from './guard.js';

export const importId = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const ImportParams = Type.Object({ import: importId });

/** Which import the path names, and whose it has to be. */
export function whoseImport(request: FastifyRequest): { userId: UserId; id: ImportId } {
  const { import: id } = request.params as Static<typeof ImportParams>;
  return { userId: viewerOf(request).user.id, id: id as ImportId };
}

/** The import of the viewer that the path names. */
export async function findImport(
  request: FastifyRequest,
  { imports }: Pick<Store, 'imports'>,
): Promise<Import> {
  const { userId, id } = whoseImport(request);
  const found = await imports.find(userId, id);
  if (found === null || found.state === 'reading') fail({ kind: 'import-not-found' });
  return found;
}
