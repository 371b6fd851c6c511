import { PostgresAdapter, sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Engine } from './engine.js';
import { postgresBulk } from './postgres-bulk.js';
import { postgresSearch } from './postgres-search.js';
import { sqliteBulk } from './sqlite-bulk.js';
import { markOf } from './sqlite-dialect.js';
import { sqliteSearch } from './sqlite-search.js';

const SQLITE: Engine = {
  kind: 'sqlite',
  bulk: sqliteBulk,
  search: sqliteSearch,
  shards: 1,
  mark: async (db) => markOf(db),
  // Whoever is in a transaction writes alone anyway.
  lockTable: async () => {},
};

const POSTGRES: Engine = {
  kind: 'postgres',
  bulk: postgresBulk,
  search: postgresSearch,
  shards: 16,
  mark: async () => null,
  async lockTable(db, table) {
    await sql`lock table ${sql.table(table)} in share row exclusive mode`.execute(db);
  },
};

/** The engine behind a database, or behind a transaction of it. */
export function engineOf(db: Db): Engine {
  return db.getExecutor().adapter instanceof PostgresAdapter ? POSTGRES : SQLITE;
}
