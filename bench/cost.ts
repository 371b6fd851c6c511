/**
 * What a request costs on PostgreSQL, for the arithmetic of docs/scaling.md: CPU of the service and of PostgreSQL, and
 * bytes of its write-ahead log, each per request. CPU time is what noise cannot touch.
 *
 *   npm run build && npx tsx bench/cost.ts [requests]
 */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { Agent } from 'undici';
import { newSchema } from '../server/test/support/postgres.js';
import { cleanUp, startServer } from '../server/test/support/process.js';
import { fill } from '../server/test/support/template.js';

const CLIENTS = 16;
const MOVIES = 1000;
const TICKS_A_SECOND = 100;
const [requests = 4000] = process.argv.slice(2).map(Number);

const schema = await newSchema();
const { people, movieIds } = await fill(
  { kind: 'postgres', url: schema.url },
  { films: MOVIES, people: CLIENTS },
);
const server = await startServer({
  settings: { DATABASE_URL: schema.url, LOG_LEVEL: 'warn' },
});
const agent = new Agent({ connections: CLIENTS });
const watcher = new pg.Client(schema.url);
await watcher.connect();

type Ask = (client: number, n: number) => { method: 'GET' | 'PUT'; path: string; body?: string };
const movieOf = (client: number, n: number) => movieIds[(client * 61 + n) % MOVIES];
const asked: Record<string, Ask> = {
  'PUT rating': (client, n) => ({
    method: 'PUT',
    path: `/api/v1/users/me/ratings/${movieOf(client, n)}`,
    body: JSON.stringify({ stars: (n % 101) / 20 }),
  }),
  'GET movie': (client, n) => ({ method: 'GET', path: `/api/v1/movies/${movieOf(client, n)}` }),
  'GET own ratings': () => ({ method: 'GET', path: '/api/v1/users/me/ratings?limit=20' }),
  'GET search': (_, n) => ({
    method: 'GET',
    path: `/api/v1/movies?q=${['star', 'love', 'the%20god', 'matrx', 'night%20of'][n % 5]}`,
  }),
};

/** Seconds of CPU that a process has had. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

async function used() {
  const { rows } = await watcher.query(
    `select pid from pg_stat_activity where application_name = 'halfstar' and pid <> pg_backend_pid()`,
  );
  const wal = await watcher.query(
    "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 as n",
  );
  return {
    service: cpuOf(server.pid),
    postgres: new Map(rows.map(({ pid }) => [pid as number, cpuOf(pid)])),
    wal: wal.rows[0].n as number,
  };
}

async function run(ask: Ask, times: number): Promise<void> {
  await Promise.all(
    people.map(async ({ token }, client) => {
      for (let n = 0; n < times / CLIENTS; n++) {
        const { statusCode, body } = await agent.request({
          origin: server.url,
          ...ask(client, n),
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        });
        await body.dump();
        if (statusCode >= 300) throw new Error(`${statusCode}`);
      }
    }),
  );
}

try {
  for (const [name, ask] of Object.entries(asked)) {
    await run(ask, requests / 4);
    const before = await used();
    await run(ask, requests);
    const after = await used();
    const postgres = [...after.postgres].reduce(
      (sum, [pid, seconds]) => sum + seconds - (before.postgres.get(pid) ?? 0),
      0,
    );
    const micros = (seconds: number) => ((seconds / requests) * 1e6).toFixed(0).padStart(6);
    process.stdout.write(
      `${name.padEnd(16)} service ${micros(after.service - before.service)} µs, PostgreSQL ` +
        `${micros(postgres)} µs, log ${((after.wal - before.wal) / requests).toFixed(0)} bytes\n`,
    );
  }
} finally {
  await watcher.end();
  await server.stop();
  await agent.close();
  await cleanUp();
  await schema.drop();
}
