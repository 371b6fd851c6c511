import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { dumpSchema } from '../../src/adapters/sql/postgres-tools.js';
import { cleanUp, temporaryFolder } from '../support/process.js';

/** Writes down what it was told by its environment. */
const PG_DUMP = `#!/bin/sh
for argument; do
  case $argument in --file=*) env >"\${argument#--file=}" ;; esac
done
`;

const URL = 'postgres://ana:pass%23word@db.example/halfstar?sslmode=verify-full';

afterAll(cleanUp);

/** What pg_dump gets to know of a database. */
async function told(url: string, environment: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const tool = join(folder, 'pg_dump');
  writeFileSync(tool, PG_DUMP);
  chmodSync(tool, 0o700);
  const file = join(folder, 'told');
  const path = `${folder}:${process.env.PATH}`;
  await dumpSchema({ url, environment: { ...environment, PATH: path } }, 'public', file);
  return Object.fromEntries(
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.split(/=(.*)/s, 2)),
  );
}

describe('the tools of PostgreSQL', () => {
  it('are told where the database is, and its password, by their environment', async () => {
    expect(await told(URL, { SECRET: 'canary' })).toMatchObject({
      PGHOST: 'db.example',
      PGUSER: 'ana',
      PGPASSWORD: 'pass#word',
      PGDATABASE: 'halfstar',
      PGSSLMODE: 'verify-full',
    });
    expect(await told(URL, { SECRET: 'canary' })).not.toHaveProperty('SECRET');
  });

  it('trust whom the address names, else whom the environment does, else whom Node does', async () => {
    const ofNode = { NODE_EXTRA_CA_CERTS: '/node.pem' };
    const ofTools = { ...ofNode, PGSSLROOTCERT: '/tools.pem' };
    expect(await told(URL)).not.toHaveProperty('PGSSLROOTCERT');
    expect((await told(URL, ofNode)).PGSSLROOTCERT).toBe('/node.pem');
    expect((await told(URL, ofTools)).PGSSLROOTCERT).toBe('/tools.pem');
    // It is read, so it must be there.
    const ofAddress = fileURLToPath(import.meta.url);
    const { PGSSLROOTCERT } = await told(`${URL}&sslrootcert=${ofAddress}`, ofTools);
    expect(PGSSLROOTCERT).toBe(ofAddress);
  });
});
