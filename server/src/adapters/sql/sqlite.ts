import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, type Driver, Kysely, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';
import { migrateSqlite } from './migrate-sqlite.js';
import type { Schema } from './schema.js';

/** Waiting for another process holds up this one's other work: shortly here, and then at intervals. */
const BUSY_MS = 50;
const BUSY_PAUSE_MS = 20;
/** Long enough for another process to finish what it writes. */
const BUSY_TOTAL_MS = 2000;
/** Only its owner reads a database: it holds addresses and hashes of passwords. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;
const CACHE_KIB = 64 * 1024;
const MOST_STATEMENTS = 500;

/**
 * Opens the database in `file`, or one in memory for `:memory:`, brings it up to date and returns it.
 * Throws a sentence when the file is not a database of ours, or is damaged.
 */
export function openSqlite(file: string): Kysely<Schema> {
  let database: Database.Database;
  try {
    if (file !== ':memory:') makeFile(file);
    database = new Database(file);
    database.pragma(`busy_timeout = ${BUSY_MS}`);
    database.pragma('journal_mode = WAL');
    // What was acknowledged survives a power cut.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    database.pragma(`cache_size = -${CACHE_KIB}`);
    migrateSqlite(database);
  } catch (error) {
    throw new Error(
      `The database ${file} cannot be used: ${(error as Error).message}. Restore a backup with ` +
        '"halfstar restore FILE", or set DATABASE_URL to another file.',
      { cause: error },
    );
  }
  return new Kysely<Schema>({ dialect: new Dialect({ database: preparedOnce(database) }) });
}

/** SQLite for Kysely, with transactions that take the write lock at their start: upgrading later can fail. */
class Dialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0];

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config);
    this.#config = config;
  }

  override createDriver() {
    const driver: Driver = new SqliteDriver(this.#config);
    driver.beginTransaction = async (connection, { accessMode }) => {
      // A reader sees one state of the database and keeps nobody from writing.
      const begin = accessMode === 'read only' ? 'begin' : 'begin immediate';
      await patiently(() => connection.executeQuery(CompiledQuery.raw(begin)));
    };
    return driver;
  }
}

/** Tries again while another process writes, and lets other work be done meanwhile. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + BUSY_TOTAL_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      await sleep(BUSY_PAUSE_MS);
    }
  }
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}

/** The empty file and its folder, where there are none: SQLite would let everyone read them. */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: FOLDER_MODE });
  closeSync(openSync(file, 'a', FILE_MODE));
}

/** The database with its statements kept: preparing one costs as much as running it. */
function preparedOnce(database: Database.Database) {
  const statements = new Map<string, Database.Statement>();
  return {
    prepare(sql: string) {
      let statement = statements.get(sql);
      if (statement === undefined) {
        statement = database.prepare(sql);
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
