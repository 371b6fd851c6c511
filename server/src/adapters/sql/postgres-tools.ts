import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** A database, and the environment of whoever runs a command on it. */
export type Place = { url: string; environment: Record<string, string | undefined> };

const exec = promisify(execFile);
const LONGEST_LIST = 64 * 1024 * 1024;
/** What a tool needs of our environment: where it is, where `.pgpass` is, and its own settings. */
const PASSED_ON = /^(PATH|HOME|APPDATA|SYSTEMROOT|PG.*)$/i;
/** Settings of an address, as the tools know them. */
const BY_ADDRESS = {
  options: 'PGOPTIONS',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
};

/** Writes a schema as it is at one moment, while others write. */
export async function dumpSchema(place: Place, schema: string, file: string): Promise<void> {
  const quoted = `"${schema.replaceAll('"', '""')}"`;
  await run(place, 'pg_dump', [
    '--format=custom',
    `--schema=${quoted}`,
    // Whoever had it in hand then has not afterwards.
    `--exclude-table-data=${quoted}.leases`,
    '--no-password',
    `--file=${resolve(file)}`,
  ]);
}

/** The schema that is in a dump of ours; throws what is wrong with any other file, before it is of use. */
export async function schemaOfDump(place: Place, file: string): Promise<string> {
  const list = await run(place, 'pg_restore', ['--list', resolve(file)]);
  const ours = /^\d+; \d+ \d+ TABLE (?<schema>.+) rating_events /m.exec(list);
  if (ours === null) throw new Error('it holds nothing of ours');
  // All of it is read, so that one that ends in the middle is found before anything is changed.
  await run(place, 'pg_restore', [`--file=${devNull}`, resolve(file)]);
  return ours.groups?.schema as string;
}

/** Makes the tables of a dump and fills them, or leaves nothing behind. */
export async function loadDump(place: Place, schema: string, file: string): Promise<void> {
  const { PGDATABASE } = environmentOf(place);
  await run(place, 'pg_restore', [
    '--single-transaction',
    '--exit-on-error',
    '--no-owner',
    '--no-privileges',
    '--no-password',
    `--schema=${schema}`,
    `--dbname=${PGDATABASE}`,
    resolve(file),
  ]);
}

/** Throws a sentence when the tools are not there, or are older than the server. */
export async function needTools(place: Place, serverMajor: number): Promise<void> {
  for (const tool of ['pg_dump', 'pg_restore'] as const) {
    const said = await run(place, tool, ['--version']);
    const major = Number(/\(PostgreSQL\) (?<major>\d+)/.exec(said)?.groups?.major);
    if (major >= serverMajor) continue;
    throw new Error(
      `${tool} is of PostgreSQL ${major}, older than the server, which is ${serverMajor}; ` +
        `install postgresql-client-${serverMajor} (Debian), or one that is newer.`,
    );
  }
}

async function run(
  place: Place,
  tool: 'pg_dump' | 'pg_restore',
  args: readonly string[],
): Promise<string> {
  try {
    const options = { env: environmentOf(place), maxBuffer: LONGEST_LIST };
    const { stdout } = await exec(tool, args, options);
    return stdout;
  } catch (error) {
    const { code, stderr = '', message } = error as Error & { code?: unknown; stderr?: string };
    if (code === 'ENOENT') {
      throw new Error(
        `${tool} is not here: PostgreSQL is backed up and restored by its own tools; ` +
          'install postgresql-client (Debian), or what your system calls it.',
        { cause: error },
      );
    }
    const said = /error: (?<what>.*)/.exec(stderr)?.groups?.what ?? message;
    throw new Error(`${tool} says: ${said.replace(/\.$/, '')}`, { cause: error });
  }
}

/** Where the database is, and its password: what is in an argument, every user of the machine can read. */
function environmentOf({ url, environment }: Place): Record<string, string> {
  const { user, host, port, database, password } = new pg.Client({ connectionString: url });
  const asked = new URL(url).searchParams;
  const named = Object.entries(BY_ADDRESS).flatMap(([name, variable]) => {
    const value = asked.get(name);
    // The tools have no word for it: encrypted, whoever it is.
    return value === null ? [] : [[variable, value === 'no-verify' ? 'require' : value]];
  });
  const all = {
    // Who is trusted by the service is trusted by its tools.
    PGSSLROOTCERT: environment.NODE_EXTRA_CA_CERTS,
    ...Object.fromEntries(Object.entries(environment).filter(([name]) => PASSED_ON.test(name))),
    ...Object.fromEntries(named),
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGDATABASE: database,
    PGPASSWORD: password,
    // What they say is looked through.
    LC_ALL: 'C',
  };
  const known = Object.entries(all).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(known) as Record<string, string>;
}
