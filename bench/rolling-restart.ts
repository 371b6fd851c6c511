import { startBalancer } from '../server/test/support/balancer.js';
import { chance, seedOf } from '../server/test/support/chance.js';
import { differencesIn } from '../server/test/support/crashes.js';
import { newSchema } from '../server/test/support/postgres.js';
import { cleanUp, type Server, startServer } from '../server/test/support/process.js';
import { lookUp, ratersOf, visitor } from '../server/test/support/raters.js';
import { startRedis } from '../server/test/support/redis.js';
import { comeAndStay, complaintsOf, restart } from '../server/test/support/rolling.js';
import { fill } from '../server/test/support/template.js';

/**
 * Two processes on PostgreSQL and Redis behind a balancer, each stopped and started again many times under load.
 * Fails when any client sees a refusal by the server, an ended connection or a write of its own that is not there yet,
 * or when anything acknowledged is lost. Of the built program: `npm run build` first.
 *
 *   npx tsx bench/rolling-restart.ts [restarts of each, 20]
 */
const RESTARTS = Number(process.argv[2] ?? 20);
const RATERS = 16;
const MOVIES = 60;
const say = (text: string) => void process.stdout.write(`${text}\n`);

const random = chance(seedOf('rolling-restart'));
const [schema, redis, balancer] = await Promise.all([newSchema(), startRedis(), startBalancer()]);
try {
  const place = { kind: 'postgres', url: schema.url } as const;
  const { people, movieIds } = await fill(place, { films: MOVIES, people: RATERS });
  const raters = ratersOf(people);
  const settings = {
    DATABASE_URL: schema.url,
    DATABASE_POOL: '20',
    REDIS_URL: redis.url,
    LOG_LEVEL: 'error',
  };
  const processes = await Promise.all([startServer({ settings }), startServer({ settings })]);
  for (const { url } of processes) await balancer.add(url);
  const began = performance.now();
  const { seen, leave } = comeAndStay(balancer.url, { raters, movieIds, random });
  for (let n = 1; n <= 2 * RESTARTS; n++) {
    processes.push(await restart(processes.shift() as Server, balancer, { settings }));
    say(
      `restart ${n}: ${seen.answers} answers so far, ${seen.failed.length} failed, ${seen.stale.length} stale`,
    );
  }
  const { answers, writes, failed, stale } = await leave();
  const seconds = (performance.now() - began) / 1000;
  const looking = visitor(balancer.url, RATERS);
  const lost = (await Promise.all(raters.map((rater) => lookUp(looking, rater)))).flat();
  await looking.leave();
  const differences = await differencesIn(schema.url);
  const wrong = [...failed, ...balancer.failures, ...stale, ...lost];
  for (const sentence of [...wrong, ...processes.flatMap(complaintsOf)]) say(sentence);
  say(
    `${2 * RESTARTS} restarts in ${seconds.toFixed(0)} s: ${answers} answers, ${writes} writes acknowledged; ` +
      `${failed.length} failed, ${stale.length} stale, ${lost.length} lost, ${differences} differences`,
  );
  process.exitCode = wrong.length + differences === 0 ? 0 : 1;
} finally {
  await cleanUp();
  await balancer.stop();
  await redis.stop();
  await schema.drop();
}
