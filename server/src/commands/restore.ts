import { copyFileSync, existsSync, linkSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { findDamage, isInUse } from '../adapters/sql/sqlite-file.js';
import type { Config } from '../config.js';
import { makeFolder } from '../make-folder.js';
import { openStore } from '../open-store.js';
import { keep, volatile } from './backup.js';
import { restorePostgres } from './restore-postgres.js';
import { BadUse, type Terminal } from './terminal.js';

/** What SQLite keeps beside a database. */
const COMPANIONS = ['-wal', '-shm'];

/**
 * Puts a backup in the database's place, once it is found whole and its tallies are recounted. What was there
 * before is kept.
 */
export async function restore(
  { database }: Config,
  terminal: Terminal,
  file: string,
): Promise<void> {
  if (database.kind === 'memory') throw volatile();
  if (!existsSync(file)) throw new BadUse(`There is no backup ${file}.`);
  if (statSync(file).isDirectory()) {
    throw new BadUse(`${file} is a folder; name the backup in it.`);
  }
  if (database.kind === 'postgres') await restorePostgres(database.url, terminal, file);
  else await restoreSqlite(database.path, terminal, file);
}

/** What was there stays beside it, with `.before-restore` behind its name, and a number if there is one already. */
async function restoreSqlite(path: string, { out }: Terminal, file: string): Promise<void> {
  makeFolder(dirname(path));
  const incoming = `${path}.incoming`;
  remove(incoming);
  try {
    // Its log as well, should it be no backup of ours but a file copied by hand.
    for (const part of ['', '-wal']) {
      if (existsSync(file + part)) copyFileSync(file + part, incoming + part);
    }
    const { ratings, movies } = await makeReady(incoming, file);
    if (existsSync(path) && isInUse(path)) {
      throw new BadUse(`${path} is in use; stop the service before you restore.`);
    }
    keep(incoming);
    setAside(path);
    renameSync(incoming, path);
    out.write(`${path} is restored from ${file}: ${ratings} ratings of ${movies} movies\n`);
  } finally {
    remove(incoming);
  }
}

/** Refuses what is damaged or does not add up; numbers that were given out before are never given out again. */
async function makeReady(incoming: string, file: string) {
  const refuse = (why: string): never => {
    throw new BadUse(`${file} is not restored: ${why}.`);
  };
  const damage = findDamage(incoming);
  if (damage !== null) refuse(damage);
  const store = await openStore({ database: { kind: 'file', path: incoming } });
  try {
    const recounted = await store.recount.differences();
    if (recounted.differences.length > 0) refuse('its tallies do not add up');
    await store.feed.beginAnew(Date.now());
    return recounted;
  } finally {
    await store.close();
  }
}

/** Also what is left of a log whose database is gone: it must not be taken for that of the next. */
function setAside(path: string): void {
  const aside = freeName(`${path}.before-restore`);
  for (const part of COMPANIONS) {
    if (existsSync(path + part)) renameSync(path + part, aside + part);
  }
  // A second name, not a new one: there is a database at every moment.
  if (existsSync(path)) linkSync(path, aside);
}

/** What was set aside before is never written over. */
function freeName(name: string): string {
  for (let i = 1; ; i++) {
    const candidate = i === 1 ? name : `${name}-${i}`;
    if (!['', ...COMPANIONS].some((part) => existsSync(candidate + part))) return candidate;
  }
}

function remove(path: string): void {
  for (const part of ['', ...COMPANIONS]) rmSync(path + part, { force: true });
}
