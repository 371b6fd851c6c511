import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import {
  type Call,
  type FakeTmdb,
  type Mood,
  startFakeTmdb,
} from '../server/test/support/fake-tmdb.js';
import { until } from '../server/test/support/until.js';

/**
 * What an outage of TMDB costs: TMDB, and who asks for something else meanwhile. Each request asks for another page,
 * so that no cache helps. The service runs in a process of its own, on a database in memory.
 *
 *   npx tsx bench/outage.ts [seconds of outage, 60]
 */
const SECONDS = Number(process.argv[2] ?? 60);
const A_SECOND = 50;
/** For what is under way when the budget is spent, or the breaker opens. */
const SETTLED_MS = 3000;
const PORT = 18_080;
const URL_BASE = `http://127.0.0.1:${PORT}/api/v1`;
const MAIN = fileURLToPath(new URL('../server/src/main.ts', import.meta.url));
const TURNS = 5;
const CASES: [string, Mood | null][] = [
  ['undisturbed', null],
  ['TMDB is well', 'well'],
  ['TMDB hangs', 'hang'],
  ['TMDB answers 500', { status: 500 }],
];
const agent = new Agent({ connections: 400 });
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** How many pages of popular films have been asked for: each another. */
let asked = 0;
const fake = await startFakeTmdb();
let service: ChildProcess | null = null;
process.once('exit', () => service?.kill('SIGKILL'));

await wholeOutage();
await partOutage();
await retryAfter();
await otherRoute();
await stopService();
await fake.stop();
await agent.close();

/** Every call fails: the breaker opens. */
async function wholeOutage(): Promise<void> {
  await startService();
  fake.mood = { status: 500 };
  const { requests } = await ask(SECONDS);
  const calls = callsByRequest(fake);
  const times = fake.calls.map(({ at }) => at);
  // By then the breaker is open, and it opens before the budget is spent.
  const settledAt = (requests[0] ?? 0) + SETTLED_MS;
  const after = times.filter((at) => at > settledAt);
  const mostInASecond = Math.max(
    ...after.map((t) => after.filter((at) => at >= t && at < t + 1000).length),
  );
  const later = requests.filter((at) => at > settledAt).length;
  say(`\nTMDB answers 500, ${A_SECOND} requests/s for ${SECONDS} s, ${requests.length} requests`);
  say(`  attempts per request, at most      ${mostOf(calls)}   (3)`);
  say(`  attempts per request, overall      ${(times.length / requests.length).toFixed(3)}`);
  say(`  the same after three seconds       ${(after.length / later).toFixed(3)}   (1.1)`);
  say(`  attempts in any second after that  ${mostInASecond}   (1 probe a second)`);
}

/** Every second call fails, so that the breaker stays closed and only the budget holds back. */
async function partOutage(): Promise<void> {
  const backoffMs = 1000;
  await startService({ TMDB_BACKOFF_MS: String(backoffMs) });
  const first = new Set<string>();
  fake.mood = ({ query }) => {
    const key = keyOf(query);
    if (first.has(key)) return { status: 500 };
    first.add(key);
    return first.size % 2 === 0 ? 'well' : { status: 500 };
  };
  const { requests } = await ask(SECONDS);
  const calls = callsByRequest(fake);
  const spentAt = firstNotRetriedAt(calls) + SETTLED_MS;
  const after = fake.calls.filter(({ at }) => at > spentAt).length;
  const later = requests.filter((at) => at > spentAt).length;
  const waits = [...calls.values()].flatMap(([one, two]) => (one && two ? two.at - one.at : []));
  const buckets = new Array<number>(backoffMs / 100).fill(0);
  for (const wait of waits) buckets[Math.min(buckets.length - 1, Math.floor(wait / 100))]! += 1;
  const mean = waits.length / buckets.length;
  say(`\nTMDB answers 500 to every second, ${requests.length} requests, backoff ${backoffMs} ms`);
  say(`  attempts per request, at most      ${mostOf(calls)}   (3)`);
  say(`  overall once the budget is spent   ${(after / later).toFixed(3)}   (1.1)`);
  say(`  first retries by 100 ms            ${buckets.join(' ')}`);
  say(`  most of them against their mean    ${(Math.max(...buckets) / mean).toFixed(2)}   (2)`);
}

/** Every call is told to come back later: nobody does so too early. */
async function retryAfter(): Promise<void> {
  const seconds = 2;
  await startService();
  fake.mood = { status: 429, retryAfter: String(seconds) };
  await ask(Math.min(SECONDS, 20));
  const margins: number[] = [];
  let until = Number.NEGATIVE_INFINITY;
  for (const { at } of fake.calls) {
    if (until > 0) margins.push(at - until);
    until = Math.max(until, at + seconds * 1000);
  }
  say(`\nTMDB answers 429 with Retry-After: ${seconds}`);
  say(`  attempts                           ${fake.calls.length}`);
  say(`  the earliest after its time        ${Math.min(...margins).toFixed(1)} ms   (0 or later)`);
}

/** What who asks for something else feels of it: in turns, as other things happen on the machine as well. */
async function otherRoute(): Promise<void> {
  const seconds = Math.max(1, Math.round(SECONDS / 3 / TURNS));
  await startService();
  await load(2, (i) => `/movies/${i + 1}`);
  const cases = CASES.map(([what, mood]) => ({ what, mood, ms: [] as number[], popular: '' }));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const one of cases) {
      fake.mood = one.mood ?? 'well';
      // Until the breaker has noticed.
      await sleep(SETTLED_MS);
      const beside = one.mood === null ? null : ask(seconds);
      one.ms.push(...(await load(seconds, () => '/movies/1')).ms);
      one.popular = JSON.stringify((await beside)?.statuses ?? {});
    }
  }
  say(`\nGET /movies/1, ${A_SECOND}/s, ${TURNS} times ${seconds} s, beside as many GET /popular`);
  for (const { what, ms, popular } of cases) {
    say(`  ${what.padEnd(24)} p50 ${at(ms, 0.5)} p99 ${at(ms, 0.99)} ms   popular: ${popular}`);
  }
}

function ask(seconds: number) {
  return load(seconds, () => {
    const i = asked++;
    return `/popular?page=${1 + (i % 500)}&region=${regionOf(i)}`;
  });
}

/** So many requests a second, whatever becomes of those before. */
async function load(seconds: number, path: (i: number) => string) {
  const requests: number[] = [];
  const ms: number[] = [];
  const statuses: Record<number, number> = {};
  const began = performance.now();
  const under: Promise<void>[] = [];
  for (let i = 0; i < seconds * A_SECOND; i++) {
    await sleep(Math.max(0, began + (i * 1000) / A_SECOND - performance.now()));
    const sent = performance.now();
    requests.push(sent);
    const answered = request(`${URL_BASE}${path(i)}`, { dispatcher: agent }).then(
      async (answer) => {
        await answer.body.dump();
        ms.push(performance.now() - sent);
        statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
      },
    );
    under.push(answered);
  }
  await Promise.all(under);
  return { requests, ms, statuses };
}

function callsByRequest({ calls }: FakeTmdb): Map<string, Call[]> {
  const by = new Map<string, Call[]>();
  for (const call of calls) {
    by.set(keyOf(call.query), [...(by.get(keyOf(call.query)) ?? []), call]);
  }
  return by;
}

function keyOf({ page, region }: Call['query']): string {
  return `${page} ${region}`;
}

function regionOf(i: number): string {
  const n = Math.floor(i / 500);
  return String.fromCharCode(65 + Math.floor(n / 26), 65 + (n % 26));
}

function mostOf(calls: Map<string, Call[]>): number {
  return Math.max(...[...calls.values()].map(({ length }) => length));
}

/** When a call that failed was not tried again: there was nothing left to spend. */
function firstNotRetriedAt(calls: Map<string, Call[]>): number {
  const [first] = [...calls.values()].filter((attempts, i) => attempts.length === 1 && i % 2 === 0);
  return first?.[0]?.at ?? Number.POSITIVE_INFINITY;
}

function at(ms: number[], share: number): string {
  const sorted = ms.toSorted((a, b) => a - b);
  return (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1).padStart(6);
}

async function startService(settings: Record<string, string> = {}): Promise<void> {
  await stopService();
  fake.mood = 'well';
  const environment = { DATABASE_URL: 'memory:', RATE_LIMIT_PER_MINUTE: '0', METRICS_PORT: '0' };
  service = spawn(process.execPath, ['--import', 'tsx', MAIN, 'serve'], {
    env: {
      PATH: process.env.PATH,
      PORT: String(PORT),
      ...environment,
      ...fake.settings,
      ...settings,
    },
    stdio: 'ignore',
  });
  await until('the service is ready', 60_000, () =>
    request(`http://127.0.0.1:${PORT}/ready`).then(
      async ({ statusCode, body }) => {
        await body.dump();
        return statusCode === 200;
      },
      () => false,
    ),
  );
  fake.calls.length = 0;
}

async function stopService(): Promise<void> {
  if (service === null) return;
  const gone = new Promise((resolve) => service?.once('exit', resolve));
  service.kill('SIGKILL');
  await gone;
  service = null;
}
