import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { Pool } from 'undici';
import { afterEach, expect, it } from 'vitest';
import { usualPressure } from '../../src/http/overload.js';
import { sampleOf } from '../support/metrics.js';
import { expectProblem } from '../support/problem.js';
import { type Answer, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

const CLIENTS = 160;
const NOTHING = { delayMs: 0, heapBytes: 0, rssBytes: 0 };

let service: Service;
afterEach(() => service.stop());

const refusals = (reason: string) =>
  sampleOf(service.metrics, 'halfstar_overload_refusals_total', { reason });

/** Keeps the event loop from turning, as too many requests at once do. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

const listen = () => service.server.listen({ host: '127.0.0.1', port: 0 });

/** Many clients on the network, each of which has its connection: nothing comes between the requests that follow. */
async function manyClients(url: string) {
  const pool = new Pool(url, { connections: CLIENTS });
  const ask = async (path: string) => {
    const { statusCode, headers, body } = await pool.request({ path, method: 'GET' });
    return { status: statusCode, headers, body: (await body.json()) as Answer['body'] };
  };
  const all = (path: string) => Promise.all(Array.from({ length: CLIENTS }, () => ask(path)));
  await all('/health');
  return { ask, all, close: () => pool.close() };
}

function expectRefused(answer: Answer): void {
  expectProblem(answer, 503, 'unavailable');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}

/** Each list holds the event loop for a moment. Returns how it was listed before, and how many were since. */
function blockLists() {
  const { list } = service.store.movies;
  let listed = 0;
  service.store.movies.list = (...wish) => {
    block(5);
    listed += 1;
    return list(...wish);
  };
  return { list, listed: () => listed };
}

it('refuses the rest of what came at once when it has waited for too long', async () => {
  service = await startService(
    { RATE_LIMIT_PER_MINUTE: '100000' },
    { films: 1, pressure: { ...NOTHING, delayMs: 100 } },
  );
  const { list } = blockLists();
  const { ask, all, close } = await manyClients(await listen());
  const answers = await all('/api/v1/movies');
  const refused = answers.filter(({ status }) => status !== 200);
  // Neither was a token looked at nor the request counted.
  for (const answer of refused) {
    expectRefused(answer);
    expect(answer.headers.ratelimit).toBeUndefined();
  }
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.length - refused.length).toBeGreaterThanOrEqual(64);
  expect(await refusals('event-loop')).toBe(refused.length);
  service.store.movies.list = list;
  expect((await all('/health')).every(({ status }) => status === 200)).toBe(true);
  expect((await ask('/api/v1/movies')).status).toBe(200);
  await close();
});

it('hears others and lets them in while what came at once is done', async () => {
  service = await startService(
    { RATE_LIMIT_PER_MINUTE: '100000' },
    { films: 1, pressure: { ...NOTHING, delayMs: 10_000 } },
  );
  const { listed } = blockLists();
  const url = await listen();
  const { all, close } = await manyClients(url);
  const answers = all('/api/v1/movies');
  while (listed() === 0) await sleep(1);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect(listed()).toBeLessThan(CLIENTS);
  expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set([200]));
  await close();
});

it('refuses who would wait too long for what others wait for already, and nobody once they are gone', async () => {
  service = await startService(
    { RATE_LIMIT_PER_MINUTE: '100000' },
    { films: 1, pressure: { ...NOTHING, delayMs: 400 } },
  );
  const { list } = service.store.movies;
  const oneAtATime = pLimit(1);
  service.store.movies.list = (...wish) =>
    oneAtATime(async () => {
      await sleep(10);
      return list(...wish);
    });
  const ask = () => service.call('GET', 'movies');
  // What is slow the first time is no queue.
  await Promise.all(Array.from({ length: 16 }, ask));
  const first = Promise.all(Array.from({ length: CLIENTS }, ask));
  await sleep(700);
  const late = await ask();
  expectRefused(late);
  expect(await refusals('queue')).toBe(1);
  expect((await service.call('GET', '/health')).status).toBe(200);
  // They came at once, when nobody waited.
  expect(new Set((await first).map(({ status }) => status))).toEqual(new Set([200]));
  expect((await ask()).status).toBe(200);
});

it('takes many whose bodies are slow to come, for no queue', async () => {
  service = await startService({}, { films: 1, pressure: { ...NOTHING, delayMs: 100 } });
  const port = Number(new URL(await listen()).port);
  const slow = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1'));
  for (const socket of slow) {
    socket.write(
      'POST /api/v1/sessions HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
    );
  }
  await sleep(300);
  expect((await service.call('GET', 'movies')).status).toBe(200);
  expect(await refusals('queue')).toBeNull();
  for (const socket of slow) socket.destroy();
});

it('sends what is kept to the last, since to refuse it takes as long', async () => {
  service = await startService(
    { RATE_LIMIT_PER_MINUTE: '100000' },
    { films: 1, pressure: { ...NOTHING, delayMs: 100 } },
  );
  const [{ id }] = (await service.call('GET', 'movies')).body.items;
  const { list } = service.store.movies;
  service.store.movies.list = (...wish) => {
    block(5);
    return list(...wish);
  };
  const url = await listen();
  const [some, others] = [await manyClients(url), await manyClients(url)];
  await others.all(`/api/v1/movies/${id}`);
  const [made, kept] = await Promise.all([
    some.all('/api/v1/movies'),
    others.all(`/api/v1/movies/${id}`),
  ]);
  expect(made.some(({ status }) => status === 503)).toBe(true);
  expect(new Set(kept.map(({ status }) => status))).toEqual(new Set([200]));
  await Promise.all([some.close(), others.close()]);
});

it('takes a moment in which nothing moved for no overload', async () => {
  service = await startService({}, { films: 1, pressure: { ...NOTHING, delayMs: 100 } });
  block(300);
  const answers = await Promise.all(
    Array.from({ length: 32 }, () => service.call('GET', 'movies')),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await refusals('event-loop')).toBeNull();
});

it.each([
  ['heap', { heapBytes: 1 }],
  ['memory', { rssBytes: 1 }],
])('refuses when the %s is used up', async (by, bound) => {
  service = await startService({}, { films: 1, pressure: { ...NOTHING, ...bound } });
  const refused = await until('it was measured', 10_000, async () => {
    const answer = await service.call('GET', 'movies');
    return answer.status === 503 && answer;
  });
  expectRefused(refused);
  expect(await refusals(by)).toBe(1);
  expect((await service.call('GET', '/health')).status).toBe(200);
});

it('bears what a process usually has', async () => {
  const usual = usualPressure();
  expect(usual.heapBytes).toBeGreaterThan(process.memoryUsage().heapUsed);
  if (usual.rssBytes > 0) expect(usual.rssBytes).toBeGreaterThan(process.memoryUsage().rss);
  service = await startService({}, { films: 1, pressure: usual });
  const answers = await Promise.all(
    Array.from({ length: 64 }, () => service.call('GET', 'movies')),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});
