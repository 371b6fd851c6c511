import { expect, it } from 'vitest';
import { startService } from '../support/service.js';

it('is alive and ready, at the root and under the base, and nobody keeps the answer', async () => {
  const service = await startService({}, { films: 0 });
  for (const base of ['', '/api/v1']) {
    const health = await service.call('GET', `${base}/health`);
    expect(health).toMatchObject({ status: 200, body: { status: 'ok' } });
    const ready = await service.call('GET', `${base}/ready`);
    expect(ready).toMatchObject({
      status: 200,
      body: { status: 'ready', parts: { database: { status: 'ok' } } },
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
    expect(body).toEqual({
      status: 'unavailable',
      parts: { database: { status: 'unreachable' } },
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
  expect(body).toEqual({ status: 'stopping', parts: { database: { status: 'ok' } } });
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
