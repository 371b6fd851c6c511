import { Worker } from 'node:worker_threads';
import type { FastifyBaseLogger } from 'fastify';
import type { PostgresOptions } from './adapters/sql/postgres.js';
import type { SqliteOptions } from './adapters/sql/sqlite.js';
import { sqlStore } from './adapters/sql/store.js';
import type { Config } from './config.js';
import type { Clock, Store } from './ports.js';
import { Refusal } from './problem.js';
import { threadFile } from './thread-file.js';

/** What of the settings says where the database is. */
export type Places = Pick<Config, 'database'> &
  Partial<Pick<Config, 'databasePool'>> &
  Pick<SqliteOptions, 'synced' | 'turn'> &
  Pick<PostgresOptions, 'takesLong'>;

/**
 * The database of the settings, brought up to date. `onChange` hears when it goes away and when it is back; whoever
 * does not listen waits for it as long as it takes. The driver of the other engine is not even loaded.
 */
export async function openStore(
  { database, databasePool = 2, synced = true, turn, takesLong = false }: Places,
  now: Clock = Date.now,
  onChange?: (isThere: boolean, why?: unknown) => void,
): Promise<Store> {
  if (database.kind === 'postgres') {
    const options = {
      ...{ connections: databasePool, synced, takesLong },
      ...(onChange && { onChange }),
    };
    const { openPostgres } = await import('./adapters/sql/postgres.js');
    const { db, urgent, usage } = await openPostgres(database.url, options);
    return { ...sqlStore(db, now, urgent), poolStats: usage };
  }
  const { openSqlite } = await import('./adapters/sql/sqlite.js');
  const file = database.kind === 'memory' ? ':memory:' : database.path;
  const thread = threadFile('rating-thread');
  const startThread = thread
    ? (path: string) => new Worker(thread, { workerData: path })
    : undefined;
  return sqlStore(openSqlite(file, { synced, startThread, turn }), now);
}

/** The replica of the settings; null when there is none. While it is of no use, the primary is read. */
export async function openReplica(
  { databaseReadUrl, databasePool }: Config,
  now: Clock,
  log: FastifyBaseLogger,
): Promise<Store | null> {
  if (databaseReadUrl === null) return null;
  const onChange = (isThere: boolean, err?: unknown) => {
    if (!isThere)
      return log.warn({ err }, 'the replica is away: its lists are read from the primary');
    log.info('the replica is back');
    void look();
  };
  const options = { connections: databasePool, migrate: false, onChange };
  const { openPostgres } = await import('./adapters/sql/postgres.js');
  const replica = sqlStore((await openPostgres(databaseReadUrl, options)).db, now);
  const look = () =>
    replica.check().catch((err: unknown) => {
      // That it is away is told by its heartbeat.
      if (err instanceof Refusal) return;
      log.warn({ err }, 'the replica holds nothing of ours: its lists are read from the primary');
    });
  void look();
  return replica;
}
