import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { cleanUp, databaseFile } from '../server/test/support/process.js';
import { type OwnRedis, startRedis } from '../server/test/support/redis.js';
import { startProxy } from '../server/test/support/tcp-proxy.js';
import { makeTemplate } from '../server/test/support/template.js';
import { until } from '../server/test/support/until.js';

/**
 * What trouble of Redis costs who reads a film or rates it, against the same without trouble. Both count against a
 * limit in Redis. In turns, as other things happen on the machine as well; the service runs in a process of its own,
 * on a database in a file. Fails when something is not held.
 *
 *   npx tsx bench/redis-trouble.ts [seconds of each, 20]
 */
const SECONDS = Number(process.argv[2] ?? 20);
const A_SECOND = 20;
const TURNS = 5;
const BACK_WITHIN_MS = 5000;
const PORT = 18_081;
const URL_BASE = `http://127.0.0.1:${PORT}/api/v1`;
const MAIN = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));
const say = (text: string) => void process.stdout.write(`${text}\n`);
const agent = new Agent({ connections: 200 });

type Trouble = { what: string; begin?: () => unknown; again?: () => unknown };
type Measured = Trouble & { get: number[]; put: number[]; bad: number };

const redis: OwnRedis = await startRedis();
const way = await startProxy({ host: '127.0.0.1', port: Number(new URL(redis.url).port) });
const template = await makeTemplate({ films: 20, people: 1 });
const token = template.people[0]?.token ?? '';
const service = startService();
process.once('exit', () => service.kill('SIGKILL'));
await until('the service is ready', 60_000, isReady);

const poison = async () => {
  for (const key of await redis.client.keys('halfstar:*')) await redis.client.set(key, 'garbage');
};
const TROUBLES: Trouble[] = [
  { what: 'undisturbed' },
  { what: 'killed', begin: () => redis.kill() },
  { what: 'stopped (SIGSTOP)', begin: () => redis.freeze() },
  { what: 'out of reach', begin: () => way.freeze() },
  { what: 'full', begin: () => redis.client.config('SET', 'maxmemory', '1') },
  { what: 'flushed 10 times a second', again: () => redis.client.flushall() },
  { what: 'poisoned 10 times a second', again: poison },
];
const measured = TROUBLES.map((one): Measured => ({ ...one, get: [], put: [], bad: 0 }));
const backAfter: number[] = [];

// What is compiled and read for the first time is nobody's trouble.
await load({ what: '', get: [], put: [], bad: 0 }, 3);
for (let turn = 0; turn < TURNS; turn++) {
  for (const one of measured) {
    // It begins in the midst of everything.
    const loading = load(one, SECONDS / TURNS);
    await sleep(200);
    await one.begin?.();
    await loading;
    await recover();
  }
}
process.exitCode = report() ? 0 : 1;
service.kill('SIGKILL');
await way.stop();
await redis.stop();
await cleanUp();
await agent.close();

/** Whether all was held. */
function report(): boolean {
  const [calm] = measured as [Measured];
  say(`\n${A_SECOND} GET /movies/1 and ${A_SECOND} PUT a rating a second, ${SECONDS} s of each`);
  let isWell = Math.max(...backAfter) <= BACK_WITHIN_MS;
  for (const { what, get, put, bad } of measured) {
    isWell &&= bad === 0;
    const figures = [get, put].map((ms, i) => {
      const [mine, without] = [at(ms, 0.99), at(i === 0 ? calm.get : calm.put, 0.99)];
      const held = mine <= 2 * without || mine <= without + 50;
      isWell &&= held;
      const [p50, p99, ratio] = [at(ms, 0.5), mine, mine / without].map((n) => n.toFixed(1));
      return `p50 ${p50?.padStart(5)} p99 ${p99?.padStart(6)} ms  x${ratio} ${held ? 'held' : 'MISSED'}`;
    });
    say(`  ${what.padEnd(26)} GET ${figures[0]}   PUT ${figures[1]}   not 2xx: ${bad}`);
  }
  say(
    `  counted in Redis again after ${Math.round(Math.max(...backAfter))} ms at most   (${BACK_WITHIN_MS})`,
  );
  return isWell;
}

/** Both kinds so many times a second, whatever becomes of those before. */
async function load(one: Measured, seconds: number): Promise<void> {
  const began = performance.now();
  const under: Promise<void>[] = [];
  for (let i = 0; i < seconds * A_SECOND; i++) {
    await sleep(Math.max(0, began + (i * 1000) / A_SECOND - performance.now()));
    if (i % (A_SECOND / 10) === 0) void one.again?.();
    under.push(timed(one, one.get, 'GET', `/movies/${template.movieIds[0]}`));
    const stars = (i % 101) / 20;
    const movie = template.movieIds[i % template.movieIds.length];
    under.push(timed(one, one.put, 'PUT', `/users/me/ratings/${movie}`, { stars }));
  }
  await Promise.all(under);
}

async function timed(
  one: Measured,
  ms: number[],
  method: 'GET' | 'PUT',
  path: string,
  body?: object,
): Promise<void> {
  const sent = performance.now();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await request(`${URL_BASE}${path}`, {
    method,
    headers: body === undefined ? { authorization: headers.authorization } : headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    dispatcher: agent,
  });
  await answer.body.dump();
  ms.push(performance.now() - sent);
  if (answer.statusCode >= 300) one.bad++;
}

/** Redis is well; how long the service takes to count there again is what is measured. */
async function recover(): Promise<void> {
  way.thaw();
  await redis.revive();
  await redis.client.config('SET', 'maxmemory', '0');
  await redis.client.flushall();
  const began = performance.now();
  await until('it counts in Redis', 10_000, async () => {
    await timed({ what: '', get: [], put: [], bad: 0 }, [], 'GET', '/users/me');
    return (await redis.client.keys('halfstar:limit:requests:*')).length > 0;
  });
  backAfter.push(performance.now() - began);
}

function at(ms: number[], share: number): number {
  return ms.toSorted((a, b) => a - b)[Math.floor(ms.length * share)] ?? 0;
}

async function isReady(): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`http://127.0.0.1:${PORT}/ready`);
    await body.dump();
    return statusCode === 200;
  } catch {
    return false;
  }
}

function startService(): ChildProcess {
  const settings = {
    PORT: String(PORT),
    DATABASE_URL: `file:${databaseFile(template.file)}`,
    REDIS_URL: `redis://127.0.0.1:${way.port}`,
    RATE_LIMIT_PER_MINUTE: '1000000',
    METRICS_PORT: '0',
  };
  return spawn(process.execPath, ['--import', 'tsx', MAIN, 'serve'], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: 'ignore',
  });
}
