import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Migration, readMigrations } from './migrations.js';
import { bringTablesBack, SCHEMA_LOCK } from './postgres-aside.js';

const FOLDER = new URL('./migrations/postgres/', import.meta.url);

/**
 * What changes a table waits for everyone who uses it, and whoever comes meanwhile waits behind: never for longer than
 * this at a time, though a backup may be reading for an hour.
 */
const LONGEST_WAIT = "set local lock_timeout = '1s'";
const LOCK_TIMEOUT = '55P03';
const PAUSE_MS = 1000;
const MOST_TRIES = 60;

/**
 * Runs the numbered migrations that the database has not had, all in one transaction under a lock, so that several
 * processes starting at once run each only once and a crash leaves none half done.
 */
export async function migratePostgres(settings: pg.ClientConfig, folder = FOLDER): Promise<void> {
  const migrations = readMigrations(folder);
  const latest = migrations.at(-1)?.number ?? 0;
  const client = new pg.Client(settings);
  // Whoever asks hears of it; unheard here, it would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    for (let tries = 1; (await versionOf(client)) < latest; tries++) {
      try {
        await client.query('begin');
        await bringUpToDate(client, migrations);
        await client.query('commit');
      } catch (error) {
        if ((error as { code?: string }).code !== LOCK_TIMEOUT || tries === MOST_TRIES) throw error;
        await client.query('rollback');
        await sleep(PAUSE_MS);
      }
    }
  } finally {
    await client.end();
  }
}

async function bringUpToDate(client: pg.Client, migrations: Migration[]): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(${SCHEMA_LOCK})`);
  await client.query(LONGEST_WAIT);
  const version = await versionLeftTo(client);
  if (version === 0) await refuseForeign(client);
  await client.query('create table if not exists migrations (number integer primary key)');
  for (const { number, sql } of migrations) {
    if (number <= version) continue;
    await client.query(sql);
    await client.query('insert into migrations (number) values ($1)', [number]);
  }
}

/** The number of the last migration it has had; a newer release took away nothing that an older one needs. */
async function versionOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query(
    "select to_regclass(quote_ident(current_schema()) || '.migrations') is not null as had",
  );
  if (!rows[0].had) return 0;
  const { rows: numbers } = await client.query('select max(number) as number from migrations');
  return numbers[0].number ?? 0;
}

/** An empty database may be one that a restore, broken off, has set aside: it is put back. */
async function versionLeftTo(client: pg.Client): Promise<number> {
  const version = await versionOf(client);
  if (version > 0) return version;
  const { rows } = await client.query('select current_schema() as schema');
  const isBack = rows[0].schema !== null && (await bringTablesBack(client, rows[0].schema));
  return isBack ? versionOf(client) : 0;
}

async function refuseForeign(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    'select 1 from pg_tables where schemaname = current_schema() limit 1',
  );
  if (rows.length > 0) throw new Error('it holds tables, but none of ours');
}
