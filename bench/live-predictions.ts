/**
 * What a training costs a service with many ratings: reads at 200 a second while it trains beside them, against the same
 * reads without. Of the built program, on SQLite or PostgreSQL. Fails when it is not held.
 *
 *   npm run build && npx tsx bench/live-predictions.ts [sqlite|postgres] [ratings, 600000] [rounds, 3]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { openPostgres } from '../server/src/adapters/sql/postgres.js';
import { openSqlite } from '../server/src/adapters/sql/sqlite.js';
import { cleanUp } from '../server/test/support/process.js';
import { type Answers, requestOf, startGenerator } from './load/load.js';
import { median } from './measure.js';
import { fillWithRatings } from './speed/data.js';
import { emptyDatabase } from './speed/engine.js';
import { settled, startMeasured } from './speed/service.js';

const RATINGS = Number(process.argv[3] ?? 600_000);
const FILMS = 20_000;
const READERS = 100;
const READS_A_SECOND = 200;
const ROUNDS = Number(process.argv[4] ?? 3);
const SECONDS = 10;
const MOST_RATIO = 2;
const ASKED_EVERY_MS = 500;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const database = await emptyDatabase(process.argv[2] === 'postgres' ? 'PostgreSQL' : 'SQLite');
const { place, url } = database;
const { people } = await fillWithRatings(place, {
  films: FILMS,
  ratings: RATINGS,
  signedIn: READERS,
});
const db =
  place.kind === 'file'
    ? openSqlite(place.path)
    : (await openPostgres(place.url, { connections: 2 })).db;
const server = await startMeasured({ DATABASE_URL: url });
const generator = await startGenerator();
try {
  await settled(server);
  await trained();
  const [calm, busy]: [Answers[], Answers[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    // What is known of people and films by the model before was forgotten with it.
    await reads();
    calm.push(await reads());
    // As if the last night were long ago.
    await db.updateTable('prediction_models').set({ at: 0 }).execute();
    while (!(await isTraining())) await sleep(ASKED_EVERY_MS);
    busy.push(await reads());
    if (!(await isTraining())) throw new Error('too few ratings: the training is over too soon');
    await trained();
  }
  process.exitCode = told(calm, busy) ? 0 : 1;
} finally {
  generator.close();
  await server.stop();
  await db.destroy();
  await cleanUp();
  await database.drop();
}

/** Of nineteen, fifteen of one film, which is what people mostly do, and four of a page. */
function reads(): Promise<Answers> {
  const film = (n: number) => 1 + ((n * 17) % FILMS);
  const requests = people.flatMap(({ token }, n) =>
    [
      ...Array.from({ length: 12 }, (_, k) => `movies/${film(n * 12 + k)}`),
      ...Array.from({ length: 3 }, (_, k) => `users/me/predictions/${film(n * 3 + k)}`),
      ...['movies?sort=-score&limit=20', 'movies?limit=20&include=prediction'],
      ...['users/me/ratings?limit=20', 'users/me/recommendations'],
    ].map((path) =>
      requestOf({ path: `/api/v1/${path}`, headers: { authorization: `Bearer ${token}` } }),
    ),
  );
  return generator.run({
    port: server.port,
    seconds: SECONDS,
    rate: READS_A_SECOND,
    asks: [{ requests }],
  });
}

async function isTraining(): Promise<boolean> {
  const next = db.selectFrom('prediction_models').select('version').where('state', '=', 'next');
  return (await next.executeTakeFirst()) !== undefined;
}

/** A model serves, and no other is being made. */
async function trained(): Promise<void> {
  const current = db.selectFrom('prediction_models').select('at').where('state', '=', 'current');
  do await sleep(ASKED_EVERY_MS);
  while (!((await current.executeTakeFirst())?.at ?? 0) || (await isTraining()));
}

function told(calm: readonly Answers[], busy: readonly Answers[]): boolean {
  for (const { statuses } of [...calm, ...busy]) {
    const refused = Object.keys(statuses).filter((status) => status !== '200');
    if (refused.length > 0) throw new Error(`not all was answered: ${JSON.stringify(statuses)}`);
  }
  const each = (answers: readonly Answers[]) => answers.map(({ p99 }) => p99.toFixed(1)).join(', ');
  say(`p99 of each round: ${each(calm)}; while training: ${each(busy)} ms`);
  const of = (answers: readonly Answers[], at: 'p50' | 'p99') =>
    median(answers.map((one) => one[at]));
  const ratio = of(busy, 'p99') / of(calm, 'p99');
  say(
    `reads at ${READS_A_SECOND}/s, p50 ${of(calm, 'p50').toFixed(1)} and p99 ${of(calm, 'p99').toFixed(1)} ms; while ` +
      `${RATINGS} ratings are trained on ${of(busy, 'p50').toFixed(1)} and ${of(busy, 'p99').toFixed(1)} ms: ` +
      `×${ratio.toFixed(2)}   (${MOST_RATIO})`,
  );
  return ratio <= MOST_RATIO;
}
