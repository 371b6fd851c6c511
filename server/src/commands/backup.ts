import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { findDamage, isInUse } from '../adapters/sql/sqlite-file.js';
import { openStore } from '../app.js';
import type { Config } from '../config.js';
import { BadUse, type Terminal } from './terminal.js';

/** What SQLite keeps beside a database. */
const COMPANIONS = ['-wal', '-shm'];

/** Copies the database, consistently and while others write. The copy has its name only once it is whole. */
export async function backup(config: Config, { out }: Terminal, file: string): Promise<void> {
  const path = databaseFile(config);
  if (!existsSync(path)) throw new BadUse(`There is no database at ${path} to back up.`);
  if (existsSync(file)) throw new BadUse(`${file} exists already; choose another name.`);
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const store = openStore(config);
  try {
    await store.backup(partial);
    keep(partial);
    renameSync(partial, file);
  } finally {
    await store.close();
    rmSync(partial, { force: true });
  }
  out.write(`${path} is backed up in ${file}\n`);
}

/**
 * Puts a backup in the database's place, once it is found whole and its tallies are recounted. What was there
 * before stays beside it, with `.before-restore` behind its name, and a number if there is one already.
 */
export async function restore(config: Config, { out }: Terminal, file: string): Promise<void> {
  const path = databaseFile(config);
  if (!existsSync(file)) throw new BadUse(`There is no backup ${file}.`);
  mkdirSync(dirname(path), { recursive: true });
  const incoming = `${path}.incoming`;
  remove(incoming);
  try {
    // Its log as well, should it be no backup of ours but a file copied by hand.
    for (const part of ['', '-wal']) {
      if (existsSync(file + part)) copyFileSync(file + part, incoming + part);
    }
    const { ratings, movies } = await check(incoming, file);
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

async function check(incoming: string, file: string) {
  const refuse = (why: string): never => {
    throw new BadUse(`${file} is not restored: ${why}.`);
  };
  const damage = findDamage(incoming);
  if (damage !== null) refuse(damage);
  const store = openStore({ database: { kind: 'file', path: incoming } });
  try {
    const recounted = await store.recount.differences();
    if (recounted.differences.length > 0) refuse('its tallies do not add up');
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

/** Waits until the file is on the disk, and not only on its way. */
function keep(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function databaseFile({ database }: Config): string {
  if (database.kind === 'file') return database.path;
  throw new BadUse(
    'A database in memory is gone with its process; there is nothing to back up or restore.',
  );
}
