import pg from 'pg';
import { Refusal } from '../../problem.js';
import { clientSettings, type Patience } from './postgres-client.js';
import { endsConnection, isOutdated, isUnwell } from './postgres-errors.js';
import { lineFor } from './postgres-line.js';
import { named, prepareAnew } from './prepared.js';

/** A client as Kysely wants it. */
type Client = {
  query(text: string, values: unknown[]): Promise<pg.QueryResult>;
  release(): void;
};

/** Connections that never keep anyone waiting for a database that is away. */
export type Connections = {
  /** Who is urgent is next of all who wait. */
  connect(isUrgent?: boolean): Promise<Client>;
  end(): Promise<void>;
  /** Whoever waits for the database hears at once that it is away, and so does whoever comes. */
  cutOff(): void;
  /** Connects again. */
  letIn(): void;
  usage(): { size: number; idle: number; waiting: number };
};

export function openPool(
  url: string,
  size: number,
  patience: Patience,
  { synced }: { synced: boolean },
): Connections {
  const out = new Map<pg.PoolClient, Client>();
  const waiting = new Set<() => void>();
  const line = lineFor(size);
  let isAway = false;
  let pool = newPool(url, size, patience, synced);

  /** One of the pool's, unless the database goes away before there is one, or none is free for too long. */
  const next = (isUrgent: boolean) =>
    new Promise<pg.PoolClient>((resolve, reject) => {
      let isOver = false;
      const giveUp = () => {
        isOver = true;
        reject(away());
      };
      waiting.add(giveUp);
      const longest = setTimeout(giveUp, patience.connectMs);
      const take = async () => {
        await line.take(isUrgent);
        try {
          const client = isOver ? null : await pool.connect();
          if (client !== null && !isOver) return resolve(client);
          client?.release(true);
        } catch (error) {
          reject(away(error));
        }
        line.leave();
      };
      void take().finally(() => {
        clearTimeout(longest);
        waiting.delete(giveUp);
      });
    });

  const lend = (client: pg.PoolClient): Client => {
    let isOver = false;
    const ask = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
      const name = named(text, values);
      try {
        return await client.query({ text, values, ...name });
      } catch (error) {
        if (!isOutdated(error)) throw error;
        prepareAnew(name);
        // A transaction has to begin again as a whole.
        if (client.getTransactionStatus() !== 'I') throw error;
        return ask(text, values);
      }
    };
    const query = async (text: string, values: unknown[]) => {
      if (isAway) throw away();
      try {
        return await ask(text, values);
      } catch (error) {
        if (endsConnection(error)) isOver = true;
        throw isUnwell(error) ? away(error) : withoutRows(error);
      }
    };
    const release = () => {
      // What was cut off in the middle is of no more use.
      if (!out.delete(client)) return;
      client.release(isAway || isOver);
      line.leave();
    };
    return { query, release };
  };

  return {
    async connect(isUrgent = false) {
      if (isAway) throw away();
      const client = await next(isUrgent);
      const lent = lend(client);
      out.set(client, lent);
      return lent;
    },

    cutOff() {
      isAway = true;
      for (const client of out.keys()) destroy(client);
      for (const giveUp of waiting) giveUp();
      const old = pool;
      pool = newPool(url, size, patience, synced);
      old.end().catch(() => {});
    },

    letIn() {
      isAway = false;
    },

    end: () => pool.end(),
    usage: () => ({ size: pool.totalCount, idle: pool.idleCount, waiting: line.length() }),
  };
}

/**
 * No page is far from another on disks without moving parts: told otherwise, PostgreSQL would rather read whole tables
 * than look up a few hundred rows.
 */
const RANDOM_PAGES_ARE_NEAR = 'set random_page_cost = 1.1';
/** To compile a statement takes longer than to run any of ours: it is done where many rows are guessed, of lists mostly. */
const NOTHING_IS_COMPILED = 'set jit = off';

function newPool(url: string, size: number, patience: Patience, synced: boolean): pg.Pool {
  const pool = new pg.Pool({ ...clientSettings(url, patience), max: size });
  // One that was idle: the next statement takes another.
  pool.on('error', () => {});
  // One that was lent: whoever has it hears it from their statement; unheard, it would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => {});
    // Not by the settings of the connection, which those in the address would replace. Before all that is asked of it.
    const settings = [RANDOM_PAGES_ARE_NEAR, NOTHING_IS_COMPILED];
    if (!synced) settings.push('set synchronous_commit = off');
    client.query(settings.join('; ')).catch(() => {});
  });
  return pool;
}

function destroy(client: pg.PoolClient): void {
  // Not `end`, which would wait for the answer that does not come.
  (
    client as unknown as { connection: { stream: { destroy(): void } } }
  ).connection.stream.destroy();
}

/** It goes to the log, where nobody's address or hash of a password belongs. */
function withoutRows(error: unknown): unknown {
  if (error instanceof pg.DatabaseError)
    Object.assign(error, { detail: undefined, where: undefined });
  return error;
}

function away(cause?: unknown): Refusal {
  return new Refusal({ kind: 'unavailable', retryAfterSeconds: 1 }, { cause });
}
