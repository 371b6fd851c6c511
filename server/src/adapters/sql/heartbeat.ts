import pg from 'pg';
import { TOO_LATE, within } from '../../within.js';

const EVERY_MS = 500;
/** Much longer than a busy database takes for nothing at all. */
const LONGEST_BEAT_MS = 1300;
/** To select anything takes a snapshot, and what a vacuum looks at in that moment is not known to everyone. */
const NOTHING = '';

export type Heartbeat = { stop(): Promise<void> };

/**
 * Asks a database for nothing at all, twice a second on a connection of its own. `onChange` hears when it no longer
 * answers, and when it answers again: a statement that takes long is no reason to give up, a silent database is.
 */
export function startHeartbeat(
  settings: pg.ClientConfig,
  onChange: (isThere: boolean, why?: unknown) => void,
): Heartbeat {
  let client: pg.Client | null = null;
  let isThere = true;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let beating: Promise<void> = Promise.resolve();

  const ask = async () => {
    const kept = client;
    try {
      client ??= await connect(settings);
      await within(LONGEST_BEAT_MS, client.query(NOTHING));
    } catch (error) {
      if (kept === null || error === TOO_LATE) throw error;
      // That one connection has ended is no news of the database: perhaps it is back already.
      drop(kept);
      client = null;
      client = await connect(settings);
      await within(LONGEST_BEAT_MS, client.query(NOTHING));
    }
  };
  const beat = async () => {
    try {
      await ask();
      if (!isThere) onChange(true);
      isThere = true;
    } catch (error) {
      drop(client);
      client = null;
      if (isThere && !stopped) onChange(false, error);
      isThere = false;
    }
    if (stopped) return;
    timer = setTimeout(() => {
      beating = beat();
    }, EVERY_MS);
    timer.unref();
  };
  beating = beat();

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await beating;
      drop(client);
    },
  };
}

async function connect(settings: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...settings, connectionTimeoutMillis: 0 });
  client.on('error', () => {});
  try {
    await within(LONGEST_BEAT_MS, client.connect());
    return client;
  } catch (error) {
    drop(client);
    throw error;
  }
}

function drop(client: pg.Client | null): void {
  (
    client as unknown as { connection: { stream: { destroy(): void } } } | null
  )?.connection.stream.destroy();
}
