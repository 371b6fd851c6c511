import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Schema } from './schema.js';

export type Db = Kysely<Schema>;

const MOST_RETRIES = 3;
const PAUSE_MS = 10;

/**
 * What PostgreSQL says to whoever lost a race: serialisation failure and deadlock, and also a key or a row that was
 * not there, or still there, when it was looked for. Who looks again sees what the quicker one did.
 */
const LOST_RACES = ['40001', '40P01', '23505', '23503'];
/** Said of a statement prepared before a newer release, beside us, added a column: next time it is prepared anew. */
const OUTDATED = '0A000';
const WORTH_RETRYING = new Set<unknown>([...LOST_RACES, OUTDATED]);

/** Runs `work` on one state of the database, which others may go on changing. */
export async function snapshot<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  const transaction = db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only');
  return retried(() => transaction.execute(work));
}

/**
 * Runs `work` in a transaction, or in the one it is already in. Work that lost a race against another transaction is
 * done again from its beginning, up to three times: it must have no effect but on the database.
 */
export async function atomic<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db);
  return retried(() => db.transaction().execute(work));
}

/** Runs one statement, which is a transaction of its own unless it is in one. Retried as `atomic` is. */
export function alone<T>(db: Db, run: () => Promise<T>): Promise<T> {
  return db.isTransaction ? run() : retried(run);
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await work();
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (retries === MOST_RETRIES || !WORTH_RETRYING.has(code)) throw error;
      await sleep(Math.random() * PAUSE_MS * 2 ** retries);
    }
  }
}

/** Keeps the rows of a query from changing until the transaction ends; on SQLite nobody else writes anyway. */
export function locked<DB, Table extends keyof DB, Row>(
  { kind }: { kind: 'sqlite' | 'postgres' },
  query: SelectQueryBuilder<DB, Table, Row>,
): SelectQueryBuilder<DB, Table, Row> {
  return kind === 'postgres' ? query.forUpdate() : query;
}
