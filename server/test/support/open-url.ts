import { openPostgres } from '../../src/adapters/sql/postgres.js';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Store } from '../../src/ports.js';

/** For programs of a few lines, which would take seconds to read the whole service. */
export async function openUrl(url: string): Promise<Store> {
  return url.startsWith('file:')
    ? sqlStore(openSqlite(url.slice('file:'.length)))
    : sqlStore((await openPostgres(url, { connections: 2 })).db);
}
