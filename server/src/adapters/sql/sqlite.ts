import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import Database from 'libsql';
import { makeFolder } from '../../make-folder.js';
import { migrateSqlite } from './migrate-sqlite.js';
import type { Schema } from './schema.js';
import { isBusy, PatientDialect } from './sqlite-dialect.js';
import { NO_SYNC, walSync } from './sqlite-sync.js';

/** Waiting for another writer holds up this one's other work: shortly here, and then at intervals. */
const BUSY_MS = 3;
const BUSY_PAUSE_MS = 5;
/** While it is opened there is no other work to hold up, and another process may be making it. */
const OPENING_MS = 15_000;
/** Only its owner reads a database: it holds addresses and hashes of passwords. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const CACHE_KIB = 64 * 1024;
const MOST_STATEMENTS = 500;

export type SqliteOptions = {
  /** What names the file, for who is to change it. */
  namedBy?: string;
  /** False: a power cut may lose what was committed last, though never a part of it. */
  synced?: boolean;
};

/**
 * Opens the database in `file`, or one in memory for `:memory:`, brings it up to date and returns it.
 * Throws a sentence when the file is not a database of ours, or is damaged.
 */
export function openSqlite(
  file: string,
  { namedBy = 'DATABASE_URL', synced = true }: SqliteOptions = {},
): Kysely<Schema> {
  let database: Database.Database;
  try {
    if (file !== ':memory:') makeFile(file);
    database = openPatiently(file);
  } catch (error) {
    throw new Error(
      `The database ${file} cannot be used: ${(error as Error).message}. Restore a backup with ` +
        `"halfstar restore FILE", or let ${namedBy} name another file.`,
      { cause: error },
    );
  }
  const sync = file === ':memory:' || !synced ? NO_SYNC : walSync(file);
  return new Kysely<Schema>({
    dialect: new PatientDialect({ database: preparedOnce(database) }, sync),
  });
}

/** Several processes may start on one new file: some of what is done here fails at once where another is at it. */
function openPatiently(file: string): Database.Database {
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

/**
 * The empty file and its folder, where there are none: SQLite would let everyone read them. A file that is there is not
 * touched: to close it lets go of all locks that this process has on it, in other threads as well, and another process
 * would then take itself for the last and remove the log that is being written.
 */
function makeFile(file: string): void {
  makeFolder(dirname(file), FOLDER_MODE);
  if (!existsSync(file)) closeSync(openSync(file, 'a', FILE_MODE));
}

/** The database with its statements kept: preparing one costs as much as running it. */
function preparedOnce(database: Database.Database) {
  const statements = new Map<string, Database.Statement>();
  return {
    prepare(sql: string) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
        // Asked at each execution, through the library's native side.
        Object.defineProperty(statement, 'reader', { value: statement.reader });
        if (statements.size >= MOST_STATEMENTS) statements.clear();
        statements.set(sql, statement);
      }
      return statement as never;
    },
    close() {
      // The file is let go only when its statements are collected, which an exit does not wait for: whoever copies
      // it then finds all in it, and nothing in the log beside it. Does nothing while someone else uses it.
      database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
      statements.clear();
      database.close();
    },
  };
}
