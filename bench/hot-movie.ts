/**
 * Everyone rates the same film tonight: ratings a second over HTTP, on PostgreSQL, of 64 people who all rate one movie
 * against 64 who rate different ones. Interleaved; what counts is the ratio of the medians.
 *
 *   npm run build && npx tsx bench/hot-movie.ts [rounds] [seconds a round]
 */
import { Agent } from 'undici';
import { newSchema } from '../server/test/support/postgres.js';
import { cleanUp, startServer } from '../server/test/support/process.js';
import { type Filled, fill } from '../server/test/support/template.js';

const CLIENTS = 64;
const MOVIES = 1000;
const [rounds = 5, seconds = 5] = process.argv.slice(2).map(Number);

const schema = await newSchema();
const filled = await fill(
  { kind: 'postgres', url: schema.url },
  { films: MOVIES, people: CLIENTS },
);
const server = await startServer({
  settings: { DATABASE_URL: schema.url, DATABASE_POOL: '20', LOG_LEVEL: 'warn' },
});
const agent = new Agent({ connections: CLIENTS });
let answers = 0;

/** Ratings a second of all clients together, each of whom rates the movie that is told. */
async function measure({ people }: Filled, movieOf: (client: number, n: number) => number) {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    people.map(async ({ token }, client) => {
      for (let n = 0; performance.now() < end; n++, done++) {
        const { statusCode, body } = await agent.request({
          origin: server.url,
          path: `/api/v1/users/me/ratings/${movieOf(client, n)}`,
          method: 'PUT',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ stars: ((answers++ * 7) % 101) / 20 }),
        });
        await body.dump();
        if (statusCode >= 300) throw new Error(`${statusCode}`);
      }
    }),
  );
  return done / seconds;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

try {
  const { movieIds } = filled;
  const [hot, apart]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    hot.push(await measure(filled, () => movieIds[0] as number));
    apart.push(
      await measure(filled, (client, n) => movieIds[(client + CLIENTS * n) % MOVIES] as number),
    );
  }
  const [one, many] = [median(hot), median(apart)];
  process.stdout.write(
    `one movie ${one.toFixed(0)}/s, different movies ${many.toFixed(0)}/s, ratio ${(one / many).toFixed(2)}\n`,
  );
} finally {
  await server.stop();
  await agent.close();
  await cleanUp();
  await schema.drop();
}
