import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SelectQueryNode,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import type { Sync } from './sqlite-sync.js';

type Config = ConstructorParameters<typeof SqliteDialect>[0];

const BUSY_PAUSE_MS = 5;
const LONGEST_TURN_MS = 2;
/** Long enough for another writer to finish what it writes. */
const BUSY_TOTAL_MS = 2000;

/**
 * SQLite for Kysely, with transactions that take the write lock at their start: upgrading later can fail. Whatever
 * stands alone is done again while another process writes; within a transaction that writes nobody else does. Whoever
 * wrote hears of it when it is on the disk, and leaves the connection to others until then.
 */
export class PatientDialect extends SqliteDialect {
  readonly #config: Config;
  readonly #sync: Sync;

  constructor(config: Config, sync: Sync) {
    super(config);
    this.#config = config;
    this.#sync = sync;
  }

  override createDriver(): Driver {
    const driver: Driver = new SqliteDriver(this.#config);
    const sync = this.#sync;
    const { acquireConnection, releaseConnection, destroy } = driver;
    const [commit, rollback] = [driver.commitTransaction, driver.rollbackTransaction];
    const isLong = turns();
    /** Whoever has the connection. */
    let writing = false;
    let wrote = false;

    driver.acquireConnection = async () => {
      const connection = await acquireConnection.call(driver);
      const alone = async (query: CompiledQuery) => {
        const result = await patiently(async () => connection.executeQuery(query));
        wrote ||= !isReading(query);
        return result;
      };
      return {
        async executeQuery(query) {
          if (!writing) return alone(query);
          if (isLong()) await new Promise(setImmediate);
          return connection.executeQuery(query);
        },
        streamQuery: (query, size) => connection.streamQuery(query, size),
      } as DatabaseConnection;
    };
    driver.beginTransaction = async (connection, { accessMode }) => {
      // A reader sees one state of the database and keeps nobody from writing.
      const readsOnly = accessMode === 'read only';
      await connection.executeQuery(CompiledQuery.raw(readsOnly ? 'begin' : 'begin immediate'));
      writing = !readsOnly;
    };
    driver.commitTransaction = async (connection) => {
      await commit.call(driver, connection);
      wrote = writing;
      writing = false;
    };
    driver.rollbackTransaction = async (connection) => {
      writing = false;
      await rollback.call(driver, connection);
    };
    driver.releaseConnection = async (connection) => {
      const mustSync = wrote;
      wrote = false;
      await releaseConnection.call(driver, connection);
      if (mustSync) await sync.done();
    };
    driver.destroy = async () => {
      await sync.close();
      await destroy.call(driver);
    };
    return driver;
  }
}

/**
 * Tells whether this turn of the event loop has been long. What is asked of the database is answered at once: all that
 * is written together would be written in one turn, and nothing else be heard meanwhile. Reading is not parted so: who
 * refuses what is too much counts what a turn takes.
 */
function turns(): () => boolean {
  let began = Number.POSITIVE_INFINITY;
  return () => {
    if (began !== Number.POSITIVE_INFINITY) return performance.now() - began > LONGEST_TURN_MS;
    began = performance.now();
    setImmediate(() => {
      began = Number.POSITIVE_INFINITY;
    });
    return false;
  };
}

/** A sync too many does no harm. */
function isReading({ query, sql }: CompiledQuery): boolean {
  return SelectQueryNode.is(query) || /^\s*(?:select|begin|commit|rollback)\b/i.test(sql);
}

/** Tries again while another process writes, and lets other work be done meanwhile. */
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + BUSY_TOTAL_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      // Not in step with others who wait.
      await sleep(2 * Math.random() * BUSY_PAUSE_MS);
    }
  }
}

export function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}
