import type { Db } from './atomic.js';
import { bytesOf } from './prediction-tables.js';

/** Copies the bytes of models, which do not go as other rows do, one chunk after the other. */
export async function moveChunks(from: Db, to: Db): Promise<void> {
  const places = await from
    .selectFrom('prediction_chunks')
    .select(['version', 'position'])
    .orderBy('version')
    .orderBy('position')
    .execute();
  for (const { version, position } of places) {
    const chunk = await from
      .selectFrom('prediction_chunks')
      .select('bytes')
      .where('version', '=', version)
      .where('position', '=', position)
      .executeTakeFirstOrThrow();
    await to
      .insertInto('prediction_chunks')
      .values({ version, position, bytes: bytesOf(chunk.bytes) })
      .execute();
    await new Promise(setImmediate);
  }
}
