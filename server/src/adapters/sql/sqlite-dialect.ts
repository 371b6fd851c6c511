import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import type { Db } from './atomic.js';
import type { RatingWriter } from './rating-writer.js';
import { patiently } from './sqlite-busy.js';
import { eachOf, runForEach } from './sqlite-each.js';
import { type Executes, takeLock, underLock, undone } from './sqlite-lock.js';
import { changesRows, isReading } from './sqlite-reading.js';
import type { Sync } from './sqlite-sync.js';
import type { Turns } from './turn.js';

type Config = { database: SqliteDatabase & Executes };
type Parts = {
  /** A connection of its own for whoever only reads; null where there is but one. */
  reading: SqliteDatabase | null;
  sync: Sync;
  /** Whose it is to write, of all in this process. */
  turn: Turns;
  writer: RatingWriter | null;
  /** Null in a thread, which keeps no answers. */
  mark: (() => string) | null;
};

const LONGEST_TURN_MS = 2;
const OF_A_TRANSACTION = 'rows are written one by one in a transaction only';

/** The connection that writes, taken when it is needed first. */
type Lent = DatabaseConnection & {
  take(): Promise<DatabaseConnection>;
  isTaken(): boolean;
};

/**
 * SQLite for Kysely, with transactions that take the write lock at their start: upgrading later can fail. Whatever
 * stands alone is done again while another process writes; within a transaction that writes nobody else does. Whoever
 * wrote hears of it when it is on the disk, and leaves the connection to others until then, as whoever waits to write.
 * Who only reads, outside of a transaction, waits for none that goes on.
 */
export class PatientDialect extends SqliteDialect {
  readonly #config: Config;
  readonly #parts: Parts;

  constructor(config: Config, parts: Parts) {
    super(config);
    this.#config = config;
    this.#parts = parts;
  }

  override createAdapter(): SqliteAdapter {
    return new WithParts(this.#parts);
  }

  override createDriver(): Driver {
    const { database } = this.#config;
    const driver: Driver = new SqliteDriver({ database });
    const { reading, sync, turn, writer } = this.#parts;
    const readers = reading && new SqliteDriver({ database: reading });
    let reader: DatabaseConnection | null = null;
    const { init, acquireConnection, releaseConnection, destroy } = driver;
    const [commit, rollback] = [driver.commitTransaction, driver.rollbackTransaction];
    const isLong = turns();
    /** Whoever has the connection. */
    let writing = false;
    let wrote = false;

    driver.init = async () => {
      await init.call(driver);
      await readers?.init();
      reader = (await readers?.acquireConnection()) ?? null;
    };
    driver.acquireConnection = async (): Promise<Lent> => {
      let taken: DatabaseConnection | null = null;
      const take = async () => (taken ??= await acquireConnection.call(driver));
      const run = (connection: DatabaseConnection, query: CompiledQuery) =>
        patiently(async () => connection.executeQuery(query));
      const write = async (connection: DatabaseConnection, query: CompiledQuery) => {
        await takeTurn(connection);
        try {
          const result = changesRows(query)
            ? await underLock(database, () => connection.executeQuery(query))
            : await run(connection, query);
          wrote = true;
          return result;
        } finally {
          turn.leave();
        }
      };
      return {
        take,
        isTaken: () => taken !== null,
        async executeQuery<Row>(query: CompiledQuery) {
          const reads = isReading(query);
          if (taken === null && reader !== null && reads) return run(reader, query) as never;
          const [connection, each] = [await take(), eachOf(query)];
          if (!writing && each !== null) throw new Error(OF_A_TRANSACTION);
          if (!writing) return (reads ? run(connection, query) : write(connection, query)) as never;
          if (isLong()) await new Promise(setImmediate);
          return each === null
            ? connection.executeQuery<Row>(query)
            : runForEach(database, query, each);
        },
        async *streamQuery<Row>(query: CompiledQuery, size: number) {
          yield* (await take()).streamQuery<Row>(query, size);
        },
      };
    };
    /** Who has the connection leaves it to others until it is their turn. */
    const takeTurn = async (connection: DatabaseConnection) => {
      if (turn.tryTake()) return;
      await releaseConnection.call(driver, connection);
      await turn.take();
      await acquireConnection.call(driver);
    };
    const endWriting = () => {
      if (writing) turn.leave();
      writing = false;
    };
    driver.beginTransaction = async (lent, { accessMode }) => {
      const connection = await (lent as Lent).take();
      // A reader sees one state of the database and keeps nobody from writing.
      if (accessMode === 'read only') {
        await lent.executeQuery(CompiledQuery.raw('begin'));
        return;
      }
      await takeTurn(connection);
      try {
        await takeLock(database);
        writing = true;
      } catch (error) {
        turn.leave();
        throw error;
      }
    };
    driver.commitTransaction = async (connection) => {
      await commit.call(driver, connection);
      wrote ||= writing;
      endWriting();
    };
    driver.rollbackTransaction = async (connection) => {
      try {
        await undone(() => rollback.call(driver, connection));
      } finally {
        endWriting();
      }
    };
    driver.releaseConnection = async (lent) => {
      if (!(lent as Lent).isTaken()) return;
      const connection = await (lent as Lent).take();
      const mustSync = wrote;
      wrote = false;
      await releaseConnection.call(driver, connection);
      if (!mustSync) return;
      writer?.othersWrote();
      await sync.done();
    };
    driver.destroy = async () => {
      await writer?.close();
      await sync.close();
      await readers?.destroy();
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

/** The way to the parts of a database is the way to the database. */
class WithParts extends SqliteAdapter {
  readonly parts: Parts;
  constructor(parts: Parts) {
    super();
    this.parts = parts;
  }
}

function partsOf(db: Db): Parts | null {
  const { adapter } = db.getExecutor();
  return adapter instanceof WithParts ? adapter.parts : null;
}

/** The thread that puts ratings; null where there is none. */
export function writerOf(db: Db): RatingWriter | null {
  return partsOf(db)?.writer ?? null;
}

/** What `sqliteMark` tells; null of another engine. */
export function markOf(db: Db): string | null {
  return partsOf(db)?.mark?.() ?? null;
}
