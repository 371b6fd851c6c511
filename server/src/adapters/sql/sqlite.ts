import { closeSync, existsSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Kysely, type SqliteStatement } from 'kysely';
import type Database from 'libsql';
import { makeFolder } from '../../make-folder.js';
import { RatingWriter } from './rating-writer.js';
import type { Schema } from './schema.js';
import { openPatiently } from './sqlite-connection.js';
import { PatientDialect } from './sqlite-dialect.js';
import { sqliteMark } from './sqlite-mark.js';
import { NO_SYNC, walSync } from './sqlite-sync.js';
import { Turn, type Turns } from './turn.js';

/** Only its owner reads a database: it holds addresses and hashes of passwords. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const MOST_STATEMENTS = 500;
/** As SQLite has it. */
const PAGES_OF_LOG = 1000;

export type SqliteOptions = {
  /** What names the file, for who is to change it. */
  namedBy?: string;
  /** False: a power cut may lose what was committed last, though never a part of it. */
  synced?: boolean;
  /** Starts `rating-thread.ts` for a file; ratings of a file are then put there. */
  startThread?: ((file: string) => Worker) | undefined;
  /** Of all in this process who write to it; its own where nobody else does. */
  turn?: Turns | undefined;
};

/**
 * Opens the database in `file`, or one in memory for `:memory:`, brings it up to date and returns it.
 * Throws a sentence when the file is not a database of ours, or is damaged.
 */
export function openSqlite(
  file: string,
  { namedBy = 'DATABASE_URL', synced = true, startThread, turn = new Turn() }: SqliteOptions = {},
): Kysely<Schema> {
  let database: Database.Database;
  let reading: Database.Database | null = null;
  try {
    if (file !== ':memory:') makeFile(file);
    database = openPatiently(file);
    if (file !== ':memory:') reading = openPatiently(file);
  } catch (error) {
    throw new Error(
      `The database ${file} cannot be used: ${(error as Error).message}. Restore a backup with ` +
        `"halfstar restore FILE", or let ${namedBy} name another file.`,
      { cause: error },
    );
  }
  const sync = file === ':memory:' || !synced ? NO_SYNC : walSync(file);
  const writer =
    file === ':memory:' || startThread === undefined
      ? null
      : new RatingWriter({
          startThread: () => startThread(file),
          ...{ turn, sync },
          onTidying(byThread) {
            database.pragma(`wal_autocheckpoint = ${byThread ? 0 : PAGES_OF_LOG}`);
          },
        });
  const config = { database: preparedOnce(database) };
  const mark = sqliteMark(reading ?? database, reading !== null);
  const parts = { reading: reading && preparedOnce(reading), sync, turn, writer, mark };
  return new Kysely<Schema>({ dialect: new PatientDialect(config, parts) });
}

/** For whoever has one connection for all, and waits for no disk. */
export function kyselyOf(database: ReturnType<typeof preparedOnce>): Kysely<Schema> {
  const parts = { reading: null, sync: NO_SYNC, turn: new Turn(), writer: null, mark: null };
  return new Kysely<Schema>({ dialect: new PatientDialect({ database }, parts) });
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
export function preparedOnce(database: Database.Database) {
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
      return statement as Database.Statement & SqliteStatement;
    },
    exec: (sql: string) => void database.exec(sql),

    close() {
      // The file is let go only when its statements are collected, which an exit does not wait for: whoever copies
      // it then finds all in it, and nothing in the log beside it. Does nothing while someone else uses it.
      database.exec('PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)');
      statements.clear();
      database.close();
    },
  };
}
