import Database from 'libsql';
import { migrateSqlite } from './migrate-sqlite.js';
import { isBusy } from './sqlite-busy.js';

/** Waiting for another writer holds up this one's other work: shortly here, and then at intervals. */
const BUSY_MS = 3;
const BUSY_PAUSE_MS = 5;
/** While it is opened there is no other work to hold up, and another process may be making it. */
const OPENING_MS = 15_000;
/** Of each connection. What another one commits empties it, and the system has a cache of its own. */
const CACHE_KIB = 16 * 1024;

/**
 * A connection to the database in `file`, brought up to date. Several processes may start on one new file: some of what
 * is done here fails at once where another is at it.
 */
export function openPatiently(file: string): Database.Database {
  const end = performance.now() + OPENING_MS;
  for (;;) {
    const database = new Database(file);
    try {
      database.pragma(`busy_timeout = ${OPENING_MS}`);
      database.pragma('journal_mode = WAL');
      // What is read again after a power cut is whole; that nothing acknowledged is missing is seen to by `walSync`.
      database.pragma('synchronous = NORMAL');
      database.pragma('foreign_keys = ON');
      database.pragma(`cache_size = -${CACHE_KIB}`);
      migrateSqlite(database);
      database.pragma(`busy_timeout = ${BUSY_MS}`);
      return database;
    } catch (error) {
      database.close();
      if (!isBusy(error) || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_PAUSE_MS);
    }
  }
}
