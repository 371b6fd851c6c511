import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { cannotUse } from './postgres.js';
import {
  bringTablesBack,
  dropAll,
  markDone,
  moveAll,
  quote,
  SCHEMA_LOCK,
  setTablesAside,
  tablesIn,
} from './postgres-aside.js';
import { clientSettings } from './postgres-client.js';
import { dumpSchema, loadDump, needTools, type Place, schemaOfDump } from './postgres-tools.js';

/** Long enough for a statement to end; a service that goes on has ever new ones. */
const PATIENCE = { connectMs: 5000, statementMs: null, lockMs: 2000 };

/** Writes the schema in use into `file`. */
export async function backupPostgres(place: Place, file: string): Promise<void> {
  const { client, schema } = await connect(place);
  try {
    if (!(await tablesIn(client, schema)).includes('rating_events')) {
      throw new Error(`The schema ${schema} holds nothing of ours to back up.`);
    }
  } finally {
    await client.end();
  }
  await dumpSchema(place, schema, file);
}

/** The connections of who has just ended are still to be seen for a moment. */
const GOING_MS = 2000;
const PAUSE_MS = 50;

/** One restore, which nobody else does at the same time. */
export type Restore = {
  schema: string;

  /** Whether a service, or a command of ours, is connected to the database. */
  isInUse(): Promise<boolean>;

  /** The schema in the dump; throws why it cannot be restored here. */
  check(file: string): Promise<string>;

  /** Moves what is there into another schema; answers its name, null when nothing is there. */
  setAside(): Promise<string | null>;

  /** Fills the tables from a checked dump. */
  load(file: string, from: string): Promise<void>;

  /** Puts what was set aside back into its place, in that of what was loaded. */
  bringBack(): Promise<void>;

  /** What was set aside is no longer waited for. */
  finish(): Promise<void>;

  close(): Promise<void>;
};

/** Begins one; puts back first what another, broken off, has left aside. */
export async function beginRestore(place: Place): Promise<Restore> {
  const { client, schema } = await connect(place);
  const together = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query('begin');
    try {
      const done = await work();
      await client.query('commit');
      return done;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  };
  const isEmpty = async () => (await tablesIn(client, schema)).length === 0;
  try {
    // A service that starts meanwhile would take it for an empty database, and waits for this.
    await client.query(`select pg_advisory_lock(${SCHEMA_LOCK})`);
    if (await isEmpty()) await together(() => bringTablesBack(client, schema));
  } catch (error) {
    await client.end();
    if (!isLocked(error)) throw error;
    throw new Error('Another restore is at it, or a service starts; try again when it is done.', {
      cause: error,
    });
  }

  return {
    schema,

    isInUse: () => isInUse(client),

    async check(file) {
      const from = await schemaOfDump(place, file);
      if (from !== schema && (await tablesIn(client, from)).length > 0) {
        throw new Error(
          `it is of the schema ${from}, which is in this database as well: restore it there, or into another database`,
        );
      }
      return from;
    },

    setAside: () => together(() => setTablesAside(client, schema)),

    async load(file, from) {
      const { rows } = await client.query('select 1 from pg_namespace where nspname = $1', [from]);
      const isNew = rows.length === 0;
      if (isNew) await client.query(`create schema ${quote(from)}`);
      try {
        await loadDump(place, from, file);
        if (from !== schema) await together(() => moveAll(client, from, schema));
      } finally {
        if (isNew) await client.query(`drop schema ${quote(from)} cascade`);
      }
      // From now on there are tables to be found, by who recounts them and perhaps brings them up to date.
      await client.query(`select pg_advisory_unlock(${SCHEMA_LOCK})`);
    },

    async bringBack() {
      await together(async () => {
        if (!(await bringTablesBack(client, schema))) await dropAll(client, schema);
      });
    },

    finish: () => markDone(client, schema),
    close: () => client.end(),
  };
}

/** Whether any other connection to the database is one of ours. */
export function isPostgresInUse(url: string): Promise<boolean> {
  return asking(url, isInUse);
}

/** Whether there is no table at all in its schema. */
export function isPostgresEmpty(url: string): Promise<boolean> {
  return asking(url, async (client) => {
    const { rows } = await client.query(
      'select 1 from pg_tables where schemaname = current_schema() limit 1',
    );
    return rows.length === 0;
  });
}

async function asking<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(clientSettings(url, PATIENCE));
  // Whoever asks hears of it; unheard here, it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return await ask(client);
  } catch (error) {
    throw cannotUse(url, error);
  } finally {
    await client.end();
  }
}

async function isInUse(client: pg.Client): Promise<boolean> {
  for (const end = performance.now() + GOING_MS; ; await sleep(PAUSE_MS)) {
    const { rows } = await client.query(`
      select 1 from pg_stat_activity
      where datname = current_database() and application_name = 'halfstar'
      and pid <> pg_backend_pid() limit 1`);
    if (rows.length === 0 || performance.now() > end) return rows.length > 0;
  }
}

/** Whether someone else had it for longer than we wait. */
export function isLocked(error: unknown): boolean {
  return (error as { code?: string }).code === '55P03';
}

async function connect(place: Place): Promise<{ client: pg.Client; schema: string }> {
  const client = new pg.Client(clientSettings(place.url, PATIENCE));
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    throw cannotUse(place.url, error);
  }
  try {
    const { rows } = await client.query(
      "select current_schema() as schema, current_setting('server_version_num')::integer as version",
    );
    const [{ schema, version }] = rows;
    if (schema === null) {
      throw cannotUse(place.url, new Error('the schema it names is not there'));
    }
    await needTools(place, Math.floor(version / 10_000));
    return { client, schema };
  } catch (error) {
    await client.end();
    throw error;
  }
}
