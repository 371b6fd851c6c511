import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { openSqlite } from '../adapters/sql/sqlite.js';
import { sqlStore } from '../adapters/sql/store.js';
import { openStore } from '../app.js';
import type { Config } from '../config.js';
import { BadUse, type Terminal } from './terminal.js';

/** Files that SQLite keeps beside a database. */
const COMPANIONS = ['-wal', '-shm'];

/** Copies the database, consistently and while others write. */
export async function backup(config: Config, { out }: Terminal, file: string): Promise<void> {
  const path = databaseFile(config);
  if (!existsSync(path)) throw new BadUse(`There is no database at ${path} to back up.`);
  if (existsSync(file)) throw new BadUse(`${file} exists already; choose another name.`);
  const store = openStore(config);
  try {
    mkdirSync(dirname(file), { recursive: true });
    await store.backup(file);
  } finally {
    await store.close();
  }
  out.write(`${path} is backed up in ${file}\n`);
}

/**
 * Puts a backup in the database's place, once its tallies are recounted. What was there before stays beside it,
 * with `.before-restore` behind its name.
 */
export async function restore(config: Config, { out }: Terminal, file: string): Promise<void> {
  const path = databaseFile(config);
  if (!existsSync(file)) throw new BadUse(`There is no backup ${file}.`);
  mkdirSync(dirname(path), { recursive: true });
  const incoming = `${path}.incoming`;
  rmSync(incoming, { force: true });
  copyFileSync(file, incoming);
  const { ratings, movies } = await check(incoming, file);
  for (const companion of COMPANIONS) rmSync(incoming + companion, { force: true });
  if (existsSync(path)) setAside(path);
  renameSync(incoming, path);
  out.write(`${path} is restored from ${file}: ${ratings} ratings of ${movies} movies\n`);
}

async function check(incoming: string, file: string) {
  const store = sqlStore(openSqlite(incoming));
  try {
    const recounted = await store.recount.differences();
    if (recounted.differences.length === 0) return recounted;
  } finally {
    await store.close();
  }
  rmSync(incoming, { force: true });
  throw new Error(`${file} does not add up and is not restored; see "halfstar verify".`);
}

/** Takes the write-ahead log into the file first, which also tells whether someone still uses it. */
function setAside(path: string): void {
  const aside = `${path}.before-restore`;
  for (const companion of ['', ...COMPANIONS]) {
    rmSync(aside + companion, { force: true });
    if (existsSync(path + companion)) renameSync(path + companion, aside + companion);
  }
}

function databaseFile({ database }: Config): string {
  if (database.kind === 'file') return database.path;
  throw new BadUse(
    'A database in memory is gone with its process; there is nothing to back up or restore.',
  );
}
