import type { DatabasePlace } from '../../server/src/setting-kinds.js';
import { newSchema } from '../../server/test/support/postgres.js';
import { databaseFile } from '../../server/test/support/process.js';

export type Engine = 'SQLite' | 'PostgreSQL';
export const ENGINES: readonly Engine[] = ['SQLite', 'PostgreSQL'];

/** An empty database of one's own; `drop` removes it once nobody uses it. */
export async function emptyDatabase(engine: Engine) {
  if (engine === 'SQLite') {
    const path = databaseFile();
    const place: Exclude<DatabasePlace, { kind: 'memory' }> = { kind: 'file', path };
    return { url: `file:${path}`, place, drop: async () => {} };
  }
  const { url, drop } = await newSchema();
  return { url, place: { kind: 'postgres', url } as const, drop };
}
