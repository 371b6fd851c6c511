import { Kysely, PostgresDialect } from 'kysely';
import { type Heartbeat, startHeartbeat } from './heartbeat.js';
import { migratePostgres } from './migrate-postgres.js';
import { clientSettings, type Patience } from './postgres-client.js';
import { openPool } from './postgres-pool.js';
import type { Schema } from './schema.js';

/** Of whoever serves requests; whether the database is there at all is the heartbeat's to say. */
const SERVING: Patience = { connectMs: 5000, statementMs: 30_000, lockMs: 1500 };
/** Of whoever does something long, and alone. */
const WORKING: Patience = { connectMs: 5000, statementMs: null, lockMs: 60_000 };

export type PostgresOptions = {
  /** How many connections at most. */
  connections: number;
  /** What names the database, for who is to change it. */
  namedBy?: string;
  /** False for a replica, which is brought up to date by its primary. */
  migrate?: boolean;
  /** False: a crash of the server may lose what was committed last, though never a part of it. */
  synced?: boolean;
  /** Hears when the database goes away and when it is back. Without it, a statement takes as long as it takes. */
  onChange?: (isThere: boolean, why?: unknown) => void;
  /** True: as long as the database is there, a statement takes as long as it takes all the same. */
  takesLong?: boolean;
};

export type Postgres = {
  db: Kysely<Schema>;
  /** The same by the same connections, for what is soon done and many wait for: it waits for nobody who waits. */
  urgent: Kysely<Schema>;
  usage(): { size: number; idle: number; waiting: number };
};

/**
 * Opens a database, brings it up to date and returns it. Throws a sentence when it cannot be reached, or is not one
 * of ours.
 */
export async function openPostgres(
  url: string,
  { connections, migrate = true, namedBy, synced = true, onChange, takesLong }: PostgresOptions,
): Promise<Postgres> {
  try {
    if (migrate) await migratePostgres(clientSettings(url, WORKING));
  } catch (error) {
    throw cannotUse(url, error, namedBy);
  }
  const patience = onChange === undefined || takesLong ? WORKING : SERVING;
  const pool = openPool(url, connections, patience, { synced });
  let heartbeat: Heartbeat | undefined;
  const connect = (isUrgent: boolean) => {
    // Not before: what nobody asks anything of is not ended by Kysely either, and would be kept by this.
    heartbeat ??=
      onChange &&
      startHeartbeat(clientSettings(url, patience), (isThere, why) => {
        if (isThere) pool.letIn();
        else pool.cutOff();
        onChange(isThere, why);
      });
    return pool.connect(isUrgent);
  };
  const end = async () => {
    await heartbeat?.stop();
    await pool.end();
  };
  const by = (connect: () => Promise<unknown>) =>
    new Kysely<Schema>({ dialect: new PostgresDialect({ pool: { connect, end } as never }) });
  return {
    db: by(() => connect(false)),
    urgent: by(() => connect(true)),
    usage: pool.usage,
  };
}

/** A sentence of why a database is of no use. */
export function cannotUse(url: string, error: unknown, namedBy = 'DATABASE_URL'): Error {
  return new Error(
    `The database ${nameOf(url)} cannot be used: ${(error as Error).message || (error as { code?: string }).code}. ` +
      `See that PostgreSQL runs there, and that ${namedBy} names it, its user and its password.`,
    { cause: error },
  );
}

/** Without the password. */
export function nameOf(url: string): string {
  if (!URL.canParse(url)) return 'of DATABASE_URL';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
