import type Database from 'libsql';
import { readMigrations } from './migrations.js';

const FOLDER = new URL('./migrations/sqlite/', import.meta.url);
/** Made by the first migration, and in nobody else's database. */
const OUR_TABLE = 'rating_events';

/**
 * Runs the numbered migrations that the database has not had, all in one transaction under the write lock, so
 * that two processes starting at once run each only once and a crash leaves none half done.
 */
export function migrateSqlite(database: Database.Database, folder = FOLDER): void {
  const migrations = readMigrations(folder);
  const latest = migrations.at(-1)?.number ?? 0;
  const versionOf = () =>
    (database.prepare('PRAGMA user_version').all()[0] as { user_version: number }).user_version;
  if (versionOf() === latest && tablesOf(database).includes(OUR_TABLE)) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf();
    refuseForeign(database, version);
    for (const { number, sql } of migrations) {
      if (number > version) database.exec(sql);
    }
    // A newer release took away nothing that an older one needs, which can go on with it.
    database.exec(`PRAGMA user_version = ${Math.max(latest, version)}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** Others number their versions as well: only a table of ours tells whose the number is. */
function refuseForeign(database: Database.Database, version: number): void {
  const tables = tablesOf(database);
  if (tables.includes(OUR_TABLE) ? version > 0 : version === 0 && tables.length === 0) return;
  throw new Error(
    tables.length > 0 ? 'it holds tables, but none of ours' : 'it holds nothing of ours',
  );
}

function tablesOf(database: Database.Database): string[] {
  const rows = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
  return (rows as { name: string }[]).map(({ name }) => name);
}
