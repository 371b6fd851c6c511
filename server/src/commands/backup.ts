import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
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

/** A database and what SQLite keeps beside it. */
const PARTS = ['', '-wal', '-shm'];

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
 * before stays beside it, with `.before-restore` behind its name.
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
  const aside = `${path}.before-restore`;
  remove(aside);
  for (const part of PARTS) {
    if (existsSync(path + part)) renameSync(path + part, aside + part);
  }
}

function remove(path: string): void {
  for (const part of PARTS) rmSync(path + part, { force: true });
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
