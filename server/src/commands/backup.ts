import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { nameOf } from '../adapters/sql/postgres.js';
import { backupPostgres } from '../adapters/sql/postgres-restore.js';
import { backupSqlite } from '../adapters/sql/sqlite-file.js';
import type { Config } from '../config.js';
import { makeFolder } from '../make-folder.js';
import { BadUse, type Terminal } from './terminal.js';

/** Only its owner reads a copy: it holds addresses and hashes of passwords. */
const FILE_MODE = 0o600;

/** Copies the database, consistently and while others write. The copy has its name only once it is whole. */
export async function backup(config: Config, terminal: Terminal, file: string): Promise<void> {
  const { name, copy } = sourceOf(config, terminal);
  if (existsSync(file)) throw new BadUse(`${file} exists already; choose another name.`);
  makeFolder(dirname(file));
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  try {
    closeSync(openSync(partial, 'wx', FILE_MODE));
    await copy(partial);
    keep(partial);
    renameSync(partial, file);
  } finally {
    rmSync(partial, { force: true });
  }
  terminal.out.write(`${name} is backed up in ${file}\n`);
}

type Source = { name: string; copy(file: string): Promise<void> };

function sourceOf({ database }: Config, { environment }: Terminal): Source {
  switch (database.kind) {
    case 'postgres': {
      const { url } = database;
      return { name: nameOf(url), copy: (file) => backupPostgres({ url, environment }, file) };
    }
    case 'file': {
      const { path } = database;
      if (!existsSync(path)) throw new BadUse(`There is no database at ${path} to back up.`);
      return { name: path, copy: (file) => backupSqlite(path, file) };
    }
    case 'memory':
      throw volatile();
  }
}

export function volatile(): BadUse {
  return new BadUse(
    'A database in memory is gone with its process; there is nothing to back up or restore.',
  );
}

/** Waits until the file is on the disk, and not only on its way. */
export function keep(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
