import type { OutsideFacts } from '../catalogue/outside.js';
import type { Movies } from '../movies/ports.js';
import { fail } from '../problem.js';
import type { Users } from '../users/ports.js';
import type { UserId } from '../users/user.js';
import type { Histories } from './history.js';
import type { Import, ImportId } from './import.js';
import type { ImportEffects, ImportRows, Imports } from './import-ports.js';

/** All that imports work with. */
export type ImportStore = {
  histories: Histories;
  importEffects: ImportEffects;
  importRows: ImportRows;
  imports: Imports;
  movies: Movies;
  outsideFacts: OutsideFacts;
  users: Pick<Users, 'lock'>;
};
export type AtomicStore = ImportStore & {
  atomically<T>(work: (store: ImportStore) => Promise<T>): Promise<T>;
};

/** A slice of the work on an import, in one transaction; false where another has done it meanwhile. */
export function slice(
  store: AtomicStore,
  { id, state, cursor }: Import,
  work: (tx: ImportStore, current: Import) => Promise<void>,
): Promise<boolean> {
  return store.atomically(async (tx) => {
    const current = await tx.imports.lock(id);
    if (current?.state !== state || current.cursor !== cursor) return false;
    await work(tx, current);
    return true;
  });
}

/** The user's import, which nobody else changes until the transaction ends. */
export async function lockImport(
  { imports }: Pick<ImportStore, 'imports'>,
  userId: UserId,
  id: ImportId,
): Promise<Import> {
  const found = await imports.lock(id);
  if (found === null || found.userId !== userId || found.state === 'reading') {
    fail({ kind: 'import-not-found' });
  }
  return found;
}
