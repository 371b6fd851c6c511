import { bytesOfBuffer } from '../../src/adapters/uploads/bytes.js';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import type { ConflictPolicy, Import, ImportId } from '../../src/imports/import.js';
import { receiveUpload } from '../../src/imports/receive-upload.js';
import { applyImport, setConflicts } from '../../src/imports/steer.js';
import { importWork, isWorking } from '../../src/imports/work.js';
import type { Store } from '../../src/ports.js';
import type { UserId } from '../../src/users/user.js';
import { NOW } from './some.js';

const ROWS_AT_ONCE = 100;
const now = () => NOW;

/** A file on its way in, as far as the word to apply it. */
export async function preview(
  store: Store,
  userId: UserId,
  name: string,
  content: Uint8Array | string,
): Promise<Import> {
  const upload = await fileUploads().open(bytesOfBuffer(Buffer.from(content as string)), name);
  const needs = { store, now, pause: async () => {} };
  const { id } = await receiveUpload(needs, { userId, name, upload });
  return workedOn(store, userId, id);
}

/** An import that is ready, applied. */
export async function apply(
  store: Store,
  { userId, id }: Import,
  policy: ConflictPolicy = 'mine',
): Promise<Import> {
  await setConflicts({ store, now }, { userId, id }, policy);
  await applyImport({ store, now }, { userId, id });
  return workedOn(store, userId, id);
}

/** Until it waits for somebody, or is done. */
async function workedOn(store: Store, userId: UserId, id: ImportId): Promise<Import> {
  const work = importWork({ store, outside: null, now });
  for (;;) {
    const one = await store.imports.find(userId, id);
    if (one === null) throw new Error('there is no such import');
    if (!isWorking(one)) return one;
    await work.goOn(one, ROWS_AT_ONCE);
  }
}
