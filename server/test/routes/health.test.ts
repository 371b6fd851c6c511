import { afterAll, expect, it, vi } from 'vitest';
import { VERSION } from '../../src/version.js';
import { CAN_START_REDIS } from '../support/redis.js';
import { startService } from '../support/service.js';
import { emptyRedis, stopSharedRedis } from '../support/shared-redis.js';
import { until } from '../support/until.js';

afterAll(stopSharedRedis);

it('is alive and ready, at the root and under the base, and nobody keeps the answer', async () => {
  const service = await startService({}, { films: 0 });
  // Redis is connected to meanwhile.
  await until('all is well', 10_000, async () => {
    return (await service.call('GET', '/ready')).body.status === 'ready';
  });
  for (const base of ['', '/api/v1']) {
    const health = await service.call('GET', `${base}/health`);
    expect(health).toMatchObject({ status: 200, body: { status: 'ok' } });
    const ready = await service.call('GET', `${base}/ready`);
    expect(ready).toMatchObject({
      status: 200,
      body: {
        status: 'ready',
        version: VERSION,
        parts: { database: { status: 'ok' }, jobs: { status: 'ok' } },
      },
    });
    for (const { headers } of [health, ready]) expect(headers['cache-control']).toBe('no-store');
  }
  await service.stop();
});

it('is not ready while the database fails or hangs, though still alive', async () => {
  const service = await startService({}, { films: 0 });
  const broken = [() => Promise.reject(new Error('gone')), () => new Promise<never>(() => {})];
  for (const check of broken) {
    service.store.check = check;
    const { status, body, headers } = await service.call('GET', '/ready');
    expect(status).toBe(503);
    expect(body).toMatchObject({
      status: 'unavailable',
      parts: { database: { status: 'unreachable' }, jobs: { status: 'ok' } },
    });
    expect(headers['cache-control']).toBe('no-store');
    expect((await service.call('GET', '/health')).status).toBe(200);
  }
  await service.stop();
});

it('says at once that it stops, and serves on meanwhile', async () => {
  const service = await startService({}, { films: 1 });
  service.announceStop();
  const { status, body } = await service.call('GET', '/ready');
  expect(status).toBe(503);
  expect(body).toMatchObject({ status: 'stopping', parts: { database: { status: 'ok' } } });
  expect((await service.call('GET', 'movies')).status).toBe(200);
  await service.stop();
});

it('answers however often it is asked, and whatever token comes along', async () => {
  const service = await startService({ RATE_LIMIT_PER_MINUTE: '1' }, { films: 0 });
  for (let n = 0; n < 5; n++) {
    for (const path of ['/health', '/ready']) {
      const { status, headers } = await service.call('GET', path, { token: 'nonsense' });
      expect(status).toBe(200);
      expect(headers.ratelimit).toBeUndefined();
    }
  }
  await service.stop();
});

it('names jobs that are late, and is ready all the same', async () => {
  let failing = true;
  const service = await startService({}, { films: 0 });
  const { isOwed } = service.store.scores;
  service.store.scores.isOwed = () =>
    failing ? Promise.reject(new Error('the disk is full')) : isOwed();
  const longAgo = performance.now() + 60_000;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => longAgo);
  const late = await service.call('GET', '/ready');
  clock.mockRestore();
  expect(late).toMatchObject({ status: 200, body: { status: 'degraded' } });
  expect(late.body.parts).toMatchObject({ database: { status: 'ok' }, jobs: { status: 'late' } });
  failing = false;
  await service.jobs.publishNow();
  expect((await service.call('GET', '/ready')).body.status).toBe('ready');
  await service.stop();
});

it.runIf(CAN_START_REDIS)('is degraded by a Redis without such a database', async () => {
  const url = (await emptyRedis()) ?? '';
  const service = await startService(
    { REDIS_URL: url.replace(/\d+$/, '99'), LOG_LEVEL: 'warn', RATE_LIMIT_PER_MINUTE: '5' },
    { films: 0 },
  );
  await until('Redis has refused', 5000, () => service.out.length > 0);
  expect(JSON.parse(service.out[0] ?? '')).toMatchObject({ part: 'redis', what: 'ERR to SELECT' });
  await service.call('GET', 'movies');
  const { status, body } = await service.call('GET', '/ready');
  expect(status).toBe(200);
  expect(body).toMatchObject({ status: 'degraded', parts: { redis: { status: 'unreachable' } } });
  await service.stop();
});
