import { readdirSync, readFileSync } from 'node:fs';
import type Database from 'libsql';

const FOLDER = new URL('./migrations/sqlite/', import.meta.url);

type Migration = { number: number; name: string; sql: string };

/**
 * Runs the numbered migrations that the database has not had, all in one transaction under the write lock, so
 * that two processes starting at once run each only once and a crash leaves none half done.
 */
export function migrateSqlite(database: Database.Database): void {
  const migrations = readMigrations();
  const latest = migrations.at(-1)?.number ?? 0;
  const versionOf = () =>
    (database.prepare('PRAGMA user_version').all()[0] as { user_version: number }).user_version;
  if (versionOf() === latest) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    const version = versionOf();
    if (version === 0 && holdsTables(database)) {
      throw new Error('it holds tables, but none of ours');
    }
    for (const { number, sql } of migrations) {
      if (number > version) database.exec(sql);
    }
    // A newer release only ever added to it, so an older one can go on with it.
    database.exec(`PRAGMA user_version = ${Math.max(latest, version)}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function readMigrations(): Migration[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({
      number: Number.parseInt(name, 10),
      name,
      sql: readFileSync(new URL(name, FOLDER), 'utf8'),
    }));
}

function holdsTables(database: Database.Database): boolean {
  const rows = database
    .prepare("SELECT count(*) AS n FROM sqlite_master WHERE type = 'table'")
    .all();
  return (rows[0] as { n: number }).n > 0;
}
