import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { newSchema } from '../../server/test/support/postgres.js';
import { cleanUp } from '../../server/test/support/process.js';
import { startGenerator } from '../load/load.js';
import { interleaved, type Pace, pace } from '../measure.js';
import type { Bench } from './bench.js';
import { fillWithRatings } from './data.js';
import { mustSucceed, ratingsBy, settled, startMeasured } from './service.js';

const CLIENTS = 64;
const SHARDS = 16;
const SHARERS = CLIENTS / SHARDS;
const FILMS = 10_000;
const ROUNDS = 4;
const SECONDS = 4;
const LEAST = 0.6;

/**
 * What the service sends to PostgreSQL for a rating, other stars each time. Those who share a shard rate different
 * films: whoever is second to open a row of tallies is told to try again, which `pgbench` does not.
 */
const STATEMENT = `\\set user :client_id + 1
\\set movie random(0, ${FILMS / SHARERS - 1}) * ${SHARERS} + :client_id / ${SHARDS} + 1
\\set stars random(0, 100)
\\set shard :user % ${SHARDS}
select * from put_rating(:user, :movie, :stars::smallint, null, null, ${Date.UTC(2024, 5, 1)}, :shard::smallint);
`;

/** Ratings on PostgreSQL, against `pgbench`, which sends the same statement from as many clients without HTTP. */
export const ratePostgres: Bench = {
  name: 'rate-postgres',
  async run() {
    const [schema, raw] = [await newSchema(), await newSchema()];
    const wanted = { films: FILMS, ratings: 100_000, signedIn: CLIENTS };
    const { people, movieIds } = await fillWithRatings(
      { kind: 'postgres', url: schema.url },
      wanted,
    );
    await fillWithRatings({ kind: 'postgres', url: raw.url }, wanted);
    const script = join(tmpdir(), `rate-${process.pid}.sql`);
    writeFileSync(script, STATEMENT);
    const server = await startMeasured({ DATABASE_URL: schema.url, DATABASE_POOL: '20' });
    const generator = await startGenerator();
    try {
      await settled(server);
      const asks = [{ requests: ratingsBy(people, movieIds, 20_000) }];
      const load = { port: server.port, clients: CLIENTS, seconds: SECONDS, asks, varied: true };
      const paces = await interleaved(ROUNDS, {
        service: () =>
          pace(server.pid, async () => {
            const answers = await generator.run(load);
            mustSucceed(answers);
            return answers;
          }),
        raw: () => pgbench(raw.url, script),
      });
      const ratio = paces.service.perSecond / paces.raw.perSecond;
      const { perSecond, micros } = paces.service;
      return [
        {
          work: `PUT rating, PostgreSQL, ${CLIENTS} clients, durable`,
          against: `pgbench, the same statement, ${CLIENTS} clients, no HTTP`,
          least: `${LEAST} of its ratings/s`,
          measured: ratio.toFixed(2),
          isHeld: ratio >= LEAST,
          figures: `${perSecond.toFixed(0)}/s, ${micros.toFixed(0)} µs of the service; floor ${paces.raw.perSecond.toFixed(0)}/s`,
        },
      ];
    } finally {
      generator.close();
      await server.stop();
      rmSync(script);
      await cleanUp();
      await schema.drop();
      await raw.drop();
    }
  },
};

/** Needs `pgbench` on the path. Its own CPU is no figure of ours. */
async function pgbench(url: string, script: string): Promise<Pace> {
  const how = ['-n', '-M', 'prepared', '-c', CLIENTS, '-T', SECONDS, '-f', script, url].map(String);
  const { stdout } = await promisify(execFile)('pgbench', how);
  const failed = Number(/number of failed transactions: (\d+)/.exec(stdout)?.[1] ?? Number.NaN);
  if (failed !== 0) throw new Error(`pgbench: ${failed} failed`);
  return { perSecond: Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]), micros: Number.NaN };
}
