import { afterEach, describe, expect, it } from 'vitest';
import { sampleOf } from '../support/metrics.js';
import { addPerson } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';
import { addMovie } from '../support/some.js';
import { until } from '../support/until.js';

const DAY_MS = 24 * 60 * 60_000;

let service: Service;
let now: number;
afterEach(() => service.stop());

async function open(settings: Record<string, string> = {}): Promise<void> {
  now = Date.now();
  service = await startService({ LOG_LEVEL: 'info', ...settings }, { films: 300, now: () => now });
}

/** From now on the database refuses whatever it is asked; returns how to end that. */
function takeAway(): () => void {
  const before = { ...service.store };
  const busy = () => Promise.reject(Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' }));
  for (const part of [
    'movies',
    'ratings',
    'scores',
    'users',
    'tokens',
    'favourites',
    'popular',
  ] as const) {
    const refusing = Object.fromEntries(Object.keys(before[part]).map((name) => [name, busy]));
    Object.assign(service.store, { [part]: refusing });
  }
  return () => void Object.assign(service.store, before);
}

const get = (path: string, headers: Record<string, string> = {}) =>
  service.call('GET', path, { headers });
const warnings = () => service.out.filter((line) => line.includes('kept answers stand in'));

describe('while the database is away', () => {
  it('what anyone asked for before is answered as it was, with its age', async () => {
    await open();
    const paths = ['movies?limit=2', 'movies/1', 'movies/1/score', 'movies?q=the', 'popular'];
    const before = await Promise.all(paths.map((path) => get(path)));
    const giveBack = takeAway();
    now += 42_500;
    for (const [i, path] of paths.entries()) {
      const [was, is] = [before[i]!, await get(path)];
      expect(is.status, path).toBe(200);
      expect(is.body).toEqual(was.body);
      for (const name of ['etag', 'link', 'content-type', 'cache-control', 'vary']) {
        expect(is.headers[name], name).toBe(was.headers[name]);
      }
      expect(is.headers).toMatchObject({
        age: '42',
        'cache-status': 'halfstar; hit; detail=database-unavailable',
        'x-content-type-options': 'nosniff',
      });
      expect(is.headers['x-request-id']).not.toBe(was.headers['x-request-id']);
    }
    expect(await sampleOf(service.metrics, 'halfstar_stale_answers_total')).toBe(paths.length);
    expect(warnings()).toHaveLength(1);
    giveBack();
    const fresh = await get('movies/1');
    expect(fresh.headers.age).toBeUndefined();
    expect(fresh.headers['cache-status']).toBeUndefined();
  });

  it('who has it already hears that it is the same, and HEAD has no body', async () => {
    await open();
    const { headers } = await get('movies/1');
    takeAway();
    const same = await get('movies/1', { 'if-none-match': String(headers.etag) });
    expect(same).toMatchObject({ status: 304, body: '' });
    expect(same.headers.etag).toBe(headers.etag);
    const head = await service.call('HEAD', 'movies/1');
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-length']).toBe(String(headers['content-length']));
  });

  it('an answer gets older with every sending, and is over after a day', async () => {
    await open();
    await get('movies/1');
    takeAway();
    now += DAY_MS / 2;
    expect((await get('movies/1')).headers.age).toBe(String(DAY_MS / 2000));
    now += DAY_MS / 2;
    expect((await get('movies/1')).headers.age).toBe(String(DAY_MS / 1000));
    now += 1000;
    expectProblem(await get('movies/1'), 503, 'unavailable');
  });

  it('what nobody asked for before is refused, and everything that is no list of films', async () => {
    await open();
    const ana = await addPerson(service, 'ana');
    const others = ['users/ana', 'users/ana/ratings', 'users/ana/favourites', 'movies/1/ratings'];
    for (const path of [...others, 'movies/1']) expect((await get(path)).status).toBe(200);
    takeAway();
    for (const path of [...others, 'movies/2', 'movies?limit=3']) {
      expectProblem(await get(path), 503, 'unavailable');
    }
    const body = { stars: 4 };
    const write = await service.call('PUT', 'users/me/ratings/1', { token: ana.token, body });
    expectProblem(write, 503, 'unavailable');
    expect((await get('movies/1')).status).toBe(200);
  });

  it('who says who they are gets nothing kept, and nothing of theirs is kept', async () => {
    await open();
    const { token } = await addPerson(service, 'ana');
    await service.call('GET', 'movies/1', { token });
    await get('movies/2', { cookie: `halfstar=${token}` });
    await get('movies/3');
    const giveBack = takeAway();
    expectProblem(await get('movies/1'), 503, 'unavailable');
    expectProblem(await get('movies/2'), 503, 'unavailable');
    expect((await get('movies/3')).status).toBe(200);
    expectProblem(await service.call('GET', 'movies/3', { token }), 503, 'unavailable');
    expectProblem(await get('movies/3', { cookie: 'halfstar=x' }), 503, 'unavailable');
    expectProblem(await get('movies/3', { authorization: 'Basic x' }), 401, 'token-invalid');
    giveBack();
  });

  it('nothing stands in where reading is not public', async () => {
    await open({ PUBLIC_READ: 'false' });
    const { token } = await addPerson(service, 'ana');
    await service.call('GET', 'movies/1', { token });
    takeAway();
    expectProblem(await get('movies/1'), 401, 'sign-in-required');
    expectProblem(await service.call('GET', 'movies/1', { token }), 503, 'unavailable');
  });

  it('what was removed or changed before is not shown again', async () => {
    await open();
    const admin = await addPerson(service, 'root', { role: 'ADMIN' });
    const { id } = await addMovie(service.store, { title: 'A Rude Title' });
    await get(`movies/${id}`);
    await get('movies?q=rude');
    await service.call('DELETE', `movies/${id}`, { token: admin.token });
    takeAway();
    expectProblem(await get(`movies/${id}`), 503, 'unavailable');
    expectProblem(await get('movies?q=rude'), 503, 'unavailable');
  });

  it('what another process removed is forgotten when it is not found', async () => {
    await open();
    const { id } = await addMovie(service.store);
    await get(`movies/${id}`);
    await service.store.movies.remove(id, now);
    expect((await get(`movies/${id}`)).status).toBe(404);
    takeAway();
    expectProblem(await get(`movies/${id}`), 503, 'unavailable');
  });

  it('the last two hundred are there, and too large ones are not', async () => {
    await open();
    for (let id = 1; id <= 201; id++) await get(`movies/${id}`);
    takeAway();
    expectProblem(await get('movies/1'), 503, 'unavailable');
    expect((await get('movies/2')).status).toBe(200);
    expect((await get('movies/201')).status).toBe(200);
  });

  it('an overload is no reason: nobody has been counted yet', async () => {
    service = await startService(
      {},
      { films: 1, pressure: { delayMs: 0, heapBytes: 1, rssBytes: 0 } },
    );
    expect((await get('movies/1')).status).toBe(200);
    const refused = await until('the heap was measured', 10_000, async () => {
      const answer = await get('movies/1');
      return answer.status !== 200 && answer;
    });
    expectProblem(refused, 503, 'unavailable');
  });
});
