import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { emptyDatabase } from '../support/database.js';
import { cleanUp } from '../support/process.js';
import { type Service, startService } from '../support/service.js';
import { addMovie, addUser, aMovie, NOW, rate } from '../support/some.js';
import { until } from '../support/until.js';

let service: Service;
/** As another process has it. */
let other: Store;
let movie: Movie;
let now: number;

beforeEach(async () => {
  const database = await emptyDatabase();
  now = Date.now();
  service = await startService(database.settings, { films: 0, now: () => now });
  other = await database.open();
  movie = await addMovie(other, { title: 'Alien', year: 1979 });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await service.stop();
  await other.close();
});
afterAll(cleanUp);

const get = (path: string, headers: Record<string, string> = {}) =>
  service.call('GET', path, { headers });
const edit = (title: string, version: number) =>
  other.movies.edit(movie.id, version, aMovie({ title }), NOW);

/** How often the movie itself was read since. */
function readings() {
  const find = vi.spyOn(service.store.movies, 'find');
  return () => find.mock.calls.length;
}

describe('an answer that is kept', () => {
  it('is sent again as it was, and nothing is read for it', async () => {
    const before = await get(`movies/${movie.id}`);
    const read = readings();
    const again = await get(`movies/${movie.id}`);
    expect(read()).toBe(0);
    expect(again.body).toEqual(before.body);
    const { 'x-request-id': id, date, ...headers } = before.headers;
    expect(again.headers).toMatchObject(headers);
    expect(again.headers['x-request-id']).not.toBe(id);
    const known = await get(`movies/${movie.id}`, { 'if-none-match': String(headers.etag) });
    expect(known).toMatchObject({ status: 304, body: '' });
    expect(read()).toBe(0);
    // In a list it is looked for once the answer is about to be sent.
    const list = await get(`movies/${movie.id}`, { 'if-none-match': `"x", ${headers.etag}` });
    const { 'x-request-id': one, date: then, ...said } = known.headers;
    expect(list).toMatchObject({ status: 304, headers: said });
  });

  it('follows a change by another process with the next request', async () => {
    const before = await get(`movies/${movie.id}`);
    for (let version = 1; version <= 20; version++) {
      await edit(`Alien ${version}`, version);
      const { body, headers } = await get(`movies/${movie.id}`);
      expect(body.title).toBe(`Alien ${version}`);
      expect(headers.etag).not.toBe(before.headers.etag);
    }
  });

  it('follows the score as it is published', async () => {
    await get(`movies/${movie.id}`);
    const ana = await addUser(other, 'ana');
    await rate(other, ana.id, movie.id, { stars: 4 });
    await service.jobs.publishNow();
    const score = await until('its score is out', 5000, async () => {
      return (await other.movies.find(movie.id))?.score ?? false;
    });
    expect((await get(`movies/${movie.id}`)).body.score).toEqual(score);
  });

  it('is gone with its movie, by whatever name it was asked for', async () => {
    const paths = [`movies/${movie.id}`, 'movies?q=alien', 'movies'];
    for (const path of paths) expect((await get(path)).status).toBe(200);
    await other.movies.remove(movie.id, NOW);
    expect((await get(paths[0] as string)).status).toBe(404);
    expect((await get(paths[1] as string)).body.items).toEqual([]);
    expect((await get(paths[2] as string)).body.total).toBe(0);
  });

  it('of a list and of a score follows what is rated and added', async () => {
    const score = `movies/${movie.id}/score`;
    expect((await get(score)).body.count).toBe(0);
    expect((await get('movies')).body.total).toBe(1);
    const ana = await addUser(other, 'ana');
    for (let stars = 1; stars <= 5; stars++) {
      await rate(other, ana.id, movie.id, { stars });
      const { body } = await get(score);
      expect([body.count, body.histogram[2 * stars]]).toEqual([1, 1]);
      await addMovie(other, { title: `Alien ${stars}` });
      expect((await get('movies')).body.total).toBe(1 + stars);
    }
  });

  it('is for those who came before it was asked whether it is fresh', async () => {
    await get(`movies/${movie.id}`);
    const many = Array.from({ length: 50 }, async (_, i) => {
      if (i === 25) await edit('Aliens', 1);
      return (await get(`movies/${movie.id}`)).body.title;
    });
    await Promise.all(many);
    expect((await get(`movies/${movie.id}`)).body.title).toBe('Aliens');
  });

  it('is sent to who is signed in as well, once they are let in', async () => {
    const before = await get(`movies/${movie.id}`);
    const { token } = await service.signUp('ana');
    const signedIn = () => service.call('GET', `movies/${movie.id}`, { token });
    const read = readings();
    expect(await signedIn()).toMatchObject({ status: 200, body: before.body });
    expect(read()).toBe(0);
    await edit('Aliens', 1);
    expect((await signedIn()).body.title).toBe('Aliens');
    await service.call('DELETE', 'sessions/current', { token });
    expect((await signedIn()).status).toBe(401);
  });

  it('of a film and a chart says the same when it is sent again, whole and compressed', async () => {
    const packed = { 'accept-encoding': 'gzip' };
    for (let i = 0; i < 3; i++)
      await addMovie(other, { title: `Alien ${i}`, overview: 'So. '.repeat(500) });
    for (const path of [`movies/${movie.id}`, `movies/${movie.id + 1}`, 'charts/best?limit=1']) {
      for (const headers of [{}, packed]) {
        const ask = () => service.server.inject({ url: `/api/v1/${path}`, headers });
        const first = await ask();
        for (const again of [await ask(), await ask()]) {
          const { 'x-request-id': _, date: __, ...said } = first.headers;
          expect(again.headers).toMatchObject(said);
          expect(Object.keys(again.headers).sort()).toEqual(Object.keys(first.headers).sort());
          expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
        }
      }
    }
  });

  it('is compressed once, and known again by its tag', async () => {
    for (let i = 0; i < 30; i++) await addMovie(other, { title: `Alien ${i}` });
    const packed = (headers: Record<string, string> = {}) =>
      service.server.inject({
        url: '/api/v1/movies',
        headers: { 'accept-encoding': 'gzip', ...headers },
      });
    const [first, second] = [await packed(), await packed()];
    expect(second.headers).toMatchObject({
      'content-encoding': 'gzip',
      etag: first.headers.etag,
    });
    expect(second.rawPayload.equals(first.rawPayload)).toBe(true);
    const plain = await get('movies');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(JSON.parse(gunzipSync(second.rawPayload).toString())).toEqual(plain.body);
    const known = await packed({ 'if-none-match': String(first.headers.etag) });
    expect(known.statusCode).toBe(304);
  });

  it('that says how things are by now is not sent again after a second', async () => {
    const score = `movies/${movie.id}/score`;
    await get(score);
    const votes = vi.spyOn(service.store.scores, 'votesOf');
    now += 1001;
    await get(score);
    expect(votes).toHaveBeenCalledOnce();
  });
});
