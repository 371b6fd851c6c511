import { existsSync } from 'node:fs';
import type { Db } from '../adapters/sql/atomic.js';
import { moveAll } from '../adapters/sql/move.js';
import { nameOf, openPostgres } from '../adapters/sql/postgres.js';
import { isPostgresInUse } from '../adapters/sql/postgres-restore.js';
import { openSqlite } from '../adapters/sql/sqlite.js';
import { isInUse } from '../adapters/sql/sqlite-file.js';
import { sqlStore } from '../adapters/sql/store.js';
import type { Config } from '../config.js';
import { type DatabasePlace, databaseUrl } from '../setting-kinds.js';
import { progressBar } from './progress.js';
import { BadUse, type Terminal } from './terminal.js';

type KeptPlace = Exclude<DatabasePlace, { kind: 'memory' }>;

/** Copies everything into another, empty database, and recounts it there. What was there stays as it is. */
export async function move({ database }: Config, terminal: Terminal, to: string): Promise<void> {
  const target = databaseUrl.parse(to);
  if (target === undefined) {
    throw new BadUse(
      '--to must be a postgres:// address, its special characters percent-encoded, or file: and a path.',
    );
  }
  if (database.kind === 'memory' || target.kind === 'memory') {
    throw new BadUse('A database in memory is gone with its process; there is nothing to move.');
  }
  await refuseInUse(database);
  const from = await open(database, 'DATABASE_URL');
  try {
    const into = await open(target, '--to');
    try {
      await moveTo(from, into, terminal).catch((error) => {
        const why = (error as Error).message.replace(/\.$/, '');
        throw new Error(`Nothing is moved to ${name(target)}: ${why}.`, { cause: error });
      });
      await sqlStore(into).tidy();
    } finally {
      await into.destroy();
    }
  } finally {
    await from.destroy();
  }
  terminal.out.write(
    `${name(database)} is moved to ${name(target)}, recounted without differences; ` +
      'set DATABASE_URL to it before you start the service again\n',
  );
}

async function moveTo(from: Db, into: Db, terminal: Terminal): Promise<void> {
  const bar = progressBar(terminal, '{stage}', 'rows');
  const progress = {
    begin: (rows: number) => bar.start(rows, 0, { stage: 'Moving' }),
    stage: (stage: string) => bar.update({ stage }),
    done: (rows: number) => bar.increment(rows),
  };
  const rows = await moveAll(from, into, progress).finally(() => bar.stop());
  for (const { table, count } of rows) terminal.out.write(`${table}: ${count}\n`);
}

async function refuseInUse(source: KeptPlace): Promise<void> {
  if (source.kind === 'file' && !existsSync(source.path)) {
    throw new BadUse(`There is no database at ${source.path} to move.`);
  }
  const used = source.kind === 'file' ? isInUse(source.path) : await isPostgresInUse(source.url);
  if (!used) return;
  throw new BadUse(`${name(source)} is in use; stop the service before you move its data.`);
}

async function open(place: KeptPlace, namedBy: string): Promise<Db> {
  if (place.kind === 'file') return openSqlite(place.path, { namedBy });
  return (await openPostgres(place.url, { connections: 1, namedBy })).db;
}

function name(place: KeptPlace): string {
  return place.kind === 'file' ? place.path : nameOf(place.url);
}
