import { afterEach, describe, expect, it } from 'vitest';
import { startFakeTmdb } from '../support/fake-tmdb.js';
import { sampleOf, samplesIn } from '../support/metrics.js';
import { addPerson } from '../support/people.js';
import { PASSWORD, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

let service: Service;
afterEach(() => service.stop());

const sample = (name: string, labels: Record<string, string> = {}) =>
  sampleOf(service.metrics, `halfstar_${name}`, labels);

describe('the metrics of requests', () => {
  it('count by method, pattern of the route and status', async () => {
    service = await startService({}, { films: 3 });
    const ana = await addPerson(service, 'ana');
    for (const path of ['movies/1', 'movies/2', 'movies/99', 'movies/x', 'movies?q=x']) {
      await service.call('GET', path);
    }
    await service.call('PUT', 'users/me/ratings/1', { token: ana.token, body: { stars: 3 } });
    await service.call('DELETE', 'movies/1/score');
    const route = '/api/v1/movies/:movie';
    const requests = (labels: Record<string, string>) => sample('http_requests_total', labels);
    expect(await requests({ method: 'GET', route, status: '200' })).toBe(2);
    expect(await requests({ method: 'GET', route, status: '404' })).toBe(1);
    expect(await requests({ method: 'GET', route: '/api/v1/movies', status: '200' })).toBe(1);
    expect(await requests({ method: 'DELETE', route: `${route}/score`, status: '405' })).toBe(1);
    const rating = '/api/v1/users/:user/ratings/:movie';
    expect(await requests({ method: 'PUT', route: rating, status: '201' })).toBe(1);
    expect(await sample('http_request_duration_seconds_count', { method: 'GET', route })).toBe(4);
  });

  it('count what fits no route, or cannot be read, under one label', async () => {
    service = await startService({}, { films: 0 });
    for (const path of ['/nowhere', '/api/v1/nobody/knows', '/wp-admin', '/api/v1/movies/%ff']) {
      await service.call('GET', path);
    }
    const unknown = (labels: Record<string, string>) =>
      sample('http_requests_total', { route: 'unknown', ...labels });
    expect(await unknown({ status: '404', method: 'GET' })).toBe(3);
    expect(await unknown({ status: '400', method: 'GET' })).toBe(1);
    const url = await service.server.listen({ host: '127.0.0.1', port: 0 });
    const odd = await fetch(`${url}/x`, { method: 'PROPFIND' });
    expect(odd.status).toBeGreaterThanOrEqual(400);
    // It is counted once it is sent, which its client may hear of first.
    await until('it is counted', 5000, () => unknown({ method: 'unknown' }));
    expect(await unknown({ method: 'unknown' })).toBe(1);
  });

  it('count what is refused by its kind', async () => {
    service = await startService({ RATE_LIMIT_PER_MINUTE: '2' }, { films: 2 });
    for (let n = 0; n < 5; n++) await service.call('GET', 'movies/1');
    expect(await sample('http_refusals_total', { kind: 'rate-limited' })).toBe(3);
    service.store.movies.find = () => Promise.reject(new Error('a bolt is loose'));
    const { token } = await addPerson(service, 'ana');
    // Of the other one an answer is kept.
    await service.call('GET', 'movies/2', { token });
    expect(await sample('http_refusals_total', { kind: 'internal' })).toBe(1);
  });
});

it('the metrics of ratings count what was put and what was there to be removed', async () => {
  service = await startService({}, { films: 9 });
  const { token } = await addPerson(service, 'ana');
  const call = (method: string, path: string, body?: unknown) =>
    service.call(method, `users/me/ratings/${path}`, { token, body });
  for (const stars of [3, 4]) await call('PUT', '1', { stars });
  await call('PUT', '1', { stars: 6 });
  await call('DELETE', '1');
  await call('DELETE', '1');
  const items = [
    { movie: 2, stars: 1 },
    { movie: 3, stars: 9 },
    { movie: 4, stars: 2 },
    { movie: 2, remove: true },
    { movie: 5, remove: true },
  ];
  const headers = { 'idempotency-key': 'only-once' };
  for (let n = 0; n < 2; n++) {
    await service.call('POST', 'users/me/ratings/batch', { token, body: { items }, headers });
  }
  expect(await sample('ratings_written_total', { what: 'put' })).toBe(4);
  expect(await sample('ratings_written_total', { what: 'removed' })).toBe(2);
  await service.jobs.publishNow();
  expect(await sample('scores_last_success_timestamp_seconds')).toBeGreaterThan(0);
});

it('the metrics of what is outside tell calls from kept answers', async () => {
  const fake = await startFakeTmdb();
  service = await startService(fake.settings, { films: 3 });
  for (let n = 0; n < 3; n++) await service.call('GET', 'popular');
  fake.mood = { status: 500 };
  await service.call('GET', 'popular?page=2');
  expect(await sample('outside_answers_total', { source: 'outside' })).toBe(1);
  expect(await sample('outside_answers_total', { source: 'cache' })).toBe(2);
  expect(await sample('outside_calls_total', { outcome: 'ok' })).toBe(1);
  expect(await sample('outside_calls_total', { outcome: 'bad-answer' })).toBe(1);
  await fake.stop();
});

it('readiness and its parts are among the metrics', async () => {
  service = await startService({}, { films: 0 });
  expect([await sample('ready'), await sample('part_up', { part: 'database' })]).toEqual([1, 1]);
  service.store.check = () => Promise.reject(new Error('gone'));
  expect([await sample('ready'), await sample('part_up', { part: 'database' })]).toEqual([0, 0]);
  expect(await sample('part_up', { part: 'jobs' })).toBe(1);
});

it('reading the metrics is not itself counted as waiting for the database', async () => {
  service = await startService({}, { films: 0 });
  for (let n = 0; n < 3; n++) expect((await sample('database_pool_waiting')) ?? 0).toBe(0);
});

it('no metric says anything of a person, or anything that was sent', async () => {
  const routes = new Set(['unknown']);
  service = await startService({}, { films: 3 });
  const email = 'canary@example.org';
  const handle = 'canaryhandle';
  const body = { handle, password: `${PASSWORD} canary`, email, displayName: 'Canary' };
  const { id } = (await service.call('POST', 'users', { body })).body;
  const token = await service.signIn(handle, body.password);
  const headers = {
    'x-request-id': 'canary-request',
    'user-agent': 'canary',
    'x-forwarded-for': '203.0.113.77',
    'idempotency-key': 'canary-key',
  };
  const asked: [string, string, unknown?][] = [
    ['GET', `users/${handle}`],
    ['GET', `users/${email}`],
    ['GET', 'movies?q=canary&genre=canary'],
    ['GET', 'canary/path'],
    ['GET', 'movies/canary%ff'],
    ['PATCH', 'users/me', { displayName: 'canary canary' }],
    ['POST', 'movies', { title: 'The Canary' }],
    ['PUT', `users/${id}/ratings/1`, { stars: 4, note: 'canary' }],
    ['PUT', 'users/me/ratings/imdb:tt7654321', { stars: 4 }],
    ['POST', 'sessions', { handle, password: 'a wrong canary' }],
    ['POST', 'users/me/tokens', { name: 'canary' }],
  ];
  for (const [method, path, sent] of asked) {
    await service.call(method, path, { token, headers, body: sent });
    await service.call(method, path, { token: 'canary-token', headers, body: sent });
    await service.call(method, path, { headers, body: sent });
  }
  const text = await service.metrics.registry.metrics();
  expect(text).not.toMatch(/canary/i);
  for (const secret of [token, '203.0.113', 'tt7654321']) expect(text).not.toContain(secret);

  for (const path of Object.keys(service.server.swagger().paths ?? {})) {
    routes.add(path.replaceAll(/\{(\w+)\}/g, ':$1'));
  }
  const seen = new Set(samplesIn(text).flatMap(({ labels }) => labels.route ?? []));
  expect(seen.size).toBeGreaterThan(5);
  for (const route of seen) expect([...routes]).toContain(route);
});
