import { Pool } from 'undici';
import { afterEach, expect, it } from 'vitest';
import { usualPressure } from '../../src/http/overload.js';
import { sampleOf } from '../support/metrics.js';
import { expectProblem } from '../support/problem.js';
import { type Answer, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

const CLIENTS = 160;
const NOTHING = { eventLoopDelayMs: 0, heapBytes: 0, rssBytes: 0 };

let service: Service;
afterEach(() => service.stop());

const refusals = (reason: string) =>
  sampleOf(service.metrics, 'halfstar_overload_refusals_total', { reason });

/** Keeps the event loop from turning, as too many requests at once do. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

function expectRefused(answer: Answer): void {
  expectProblem(answer, 503, 'unavailable');
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
}

it('refuses the rest of what came at once when the loop has not turned for too long', async () => {
  service = await startService(
    { RATE_LIMIT_PER_MINUTE: '100000' },
    { films: 1, pressure: { ...NOTHING, eventLoopDelayMs: 100 } },
  );
  const { list } = service.store.movies;
  service.store.movies.list = (...wish) => {
    block(5);
    return list(...wish);
  };
  const url = await service.server.listen({ host: '127.0.0.1', port: 0 });
  const clients = new Pool(url, { connections: CLIENTS });
  const ask = async (path: string) => {
    const { statusCode, headers, body } = await clients.request({ path, method: 'GET' });
    return { status: statusCode, headers, body: (await body.json()) as Answer['body'] };
  };
  const all = (path: string) => Promise.all(Array.from({ length: CLIENTS }, () => ask(path)));
  // Every client has its connection: nothing comes between the requests that follow.
  await all('/health');
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
  await clients.close();
});

it('takes a moment in which nothing moved for no overload', async () => {
  service = await startService({}, { films: 1, pressure: { ...NOTHING, eventLoopDelayMs: 100 } });
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
