import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CompiledQuery, Kysely, SqliteDialect, SqliteDriver } from 'kysely';
import Database from 'libsql';
import { migrateSqlite } from './migrate-sqlite.js';
import type { Schema } from './schema.js';

/** Long enough for another process to finish what it writes. */
const BUSY_MS = 5000;
const CACHE_KIB = 64 * 1024;
const MOST_STATEMENTS = 500;

/**
 * Opens the database in `file`, or one in memory for `:memory:`, brings it up to date and returns it.
 * Throws a sentence when the file is not a database of ours, or is damaged.
 */
export function openSqlite(file: string): Kysely<Schema> {
  let database: Database.Database;
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
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
    const driver = new SqliteDriver(this.#config);
    driver.beginTransaction = async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('begin immediate'));
    };
    return driver;
  }
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
