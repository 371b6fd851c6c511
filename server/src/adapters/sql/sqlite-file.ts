import { sql } from 'kysely';
import Database from 'libsql';
import { openSqlite } from './sqlite.js';

/** Copies the database in `path` as it is at one moment, while others write; `file` is empty or not there. */
export async function backupSqlite(path: string, file: string): Promise<void> {
  const db = openSqlite(path);
  try {
    await sql`vacuum into ${file}`.execute(db);
  } finally {
    await db.destroy();
  }
}

/**
 * Whether anyone has the database in `file` open. If nobody has, all of it is in the file afterwards, and
 * nothing in a log beside it.
 */
export function isInUse(file: string): boolean {
  return lookInto(file, (database) => {
    try {
      // Leaving the write-ahead log takes the whole file for oneself.
      database.exec('PRAGMA journal_mode = DELETE');
      return false;
    } catch (error) {
      // What is too damaged to be opened is used by nobody.
      return (error as { code?: string }).code === 'SQLITE_BUSY';
    }
  });
}

/** What makes `file` no whole database of ours; null when nothing does. */
export function findDamage(file: string): string | null {
  return lookInto(file, (database) => {
    try {
      const ours = database
        .prepare("SELECT 1 FROM sqlite_master WHERE name = 'rating_events'")
        .all();
      if (ours.length === 0) return 'it holds nothing of ours';
      const found = database.prepare('PRAGMA quick_check(1)').all() as { quick_check: string }[];
      return found[0]?.quick_check === 'ok' ? null : 'it is damaged';
    } catch (error) {
      return (error as Error).message;
    }
  });
}

function lookInto<T>(file: string, look: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return look(database);
  } finally {
    database.close();
  }
}
