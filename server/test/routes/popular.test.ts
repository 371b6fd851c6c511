import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { inventedFilms } from '../support/invented-films.js';
import { addPerson } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const START = Date.parse('2026-03-01T12:00:00Z');

let fake: FakeTmdb;
let service: Service;

beforeAll(async () => {
  fake = await startFakeTmdb();
});
beforeEach(() => {
  Object.assign(fake, { mood: 'well', films: inventedFilms() });
  fake.calls.length = 0;
  // Only what time it is: what waits, waits really.
  vi.useFakeTimers({ toFake: ['Date'], now: START });
});
afterEach(async () => {
  vi.useRealTimers();
  await service.stop();
});
afterAll(() => fake.stop());

const open = async (settings: Record<string, string> = {}) => {
  service = await startService(
    { ...fake.settings, TMDB_BACKOFF_MS: '5', LOG_LEVEL: 'info', ...settings },
    { films: 40 },
  );
};
const at = (seconds: number) => vi.setSystemTime(START + seconds * 1000);
const get = (query = '', token?: string) => service.call('GET', `popular${query}`, { token });

it('stands in while our own database is away, as old as it is', async () => {
  await open();
  await get();
  at(18);
  const { body } = await get();
  const away = () => Promise.reject(Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' }));
  service.store.movies.resolveAll = away;
  at(20);
  const { headers, ...answer } = await get();
  expect(answer).toMatchObject({ status: 200, body });
  expect(headers).toMatchObject({
    age: '20',
    'cache-status': 'halfstar; hit; detail=database-unavailable',
  });
});

describe('fresh', () => {
  it('is an answer for 30 seconds: of GETs at 0, 29 and 31 the third asks again', async () => {
    await open();
    const first = await get();
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ source: 'tmdb', page: 1, totalPages: 3 });
    expect(first.body.attribution).toContain('not endorsed or certified by TMDB');
    at(29);
    expect((await get()).body).toEqual(first.body);
    expect(fake.calls).toHaveLength(1);
    at(31);
    expect((await get()).body).toEqual(first.body);
    expect(fake.calls).toHaveLength(2);
  });

  it('is an answer for as long as CACHE_TTL_SECONDS says', async () => {
    await open({ CACHE_TTL_SECONDS: '5' });
    for (const [seconds, calls] of [
      [0, 1],
      [4, 1],
      [6, 2],
    ] as const) {
      at(seconds);
      await get();
      expect(fake.calls).toHaveLength(calls);
    }
  });

  it('is an answer for its page, language and region only', async () => {
    await open();
    const queries = ['', '?page=2', '?language=es', '?language=es-ES', '?region=ES'];
    for (const query of [...queries, ...queries, '?page=1']) {
      expect((await get(query)).status).toBe(200);
    }
    expect(fake.calls).toHaveLength(queries.length);
  });

  it('says how old it is and how long it will do', async () => {
    await open();
    const headers = async () => {
      const { age, 'cache-status': status } = (await get()).headers;
      return { age, status };
    };
    expect(await headers()).toEqual({ age: '0', status: 'tmdb; fwd=miss; stored; ttl=30' });
    at(18);
    expect(await headers()).toEqual({ age: '18', status: 'tmdb; hit; ttl=12' });
  });
});

describe('stale', () => {
  it('is marked, and the failure stands on stderr without the key', async () => {
    await open();
    const good = await get();
    fake.mood = { status: 500 };
    at(370);
    const stale = await get();
    expect(stale.status).toBe(200);
    expect(stale.body).toEqual(good.body);
    expect(stale.headers).toMatchObject({
      age: '370',
      'cache-status': 'tmdb; hit; ttl=-340; detail=upstream-error',
    });
    expect(service.err.map((line) => JSON.parse(line))).toMatchObject(
      [1, 2, 3].map((attempt) => ({ level: 'error', upstream: 'tmdb', status: 500, attempt })),
    );
    expect(service.err.join('')).not.toContain(fake.accessToken);
  });

  it('stands in for CACHE_STALE_SECONDS, and then there is a refusal', async () => {
    await open({ CACHE_STALE_SECONDS: '100' });
    await get();
    fake.mood = { status: 500 };
    at(130);
    expect((await get()).status).toBe(200);
    at(131);
    expectProblem(await get(), 502, 'outside-bad-answer');
  });
});

describe('a film of the list', () => {
  it('is ours where we have it, with what the viewer and nobody else thinks of it', async () => {
    await open();
    const [ana, ben] = [await addPerson(service, 'ana'), await addPerson(service, 'ben')];
    const put = (path: string, body?: object) =>
      service.call('PUT', `users/me/${path}`, { token: ana.token, body });
    const { body } = await put('ratings/tmdb:900002', { stars: 3.55 });
    expect((await put('favourites/tmdb:900003')).status).toBe(201);

    const mine = (await get('', ana.token)).body.items;
    expect(mine.slice(0, 3)).toMatchObject([
      { tmdbId: 900_001, movieId: null, stars: null, favourite: false },
      { tmdbId: 900_002, movieId: body.rating.movieId, stars: 3.55, favourite: false },
      { tmdbId: 900_003, movieId: expect.any(Number), stars: null, favourite: true },
    ]);
    for (const token of [ben.token, undefined]) {
      const { items } = (await get('', token)).body;
      expect(items.slice(0, 3)).toMatchObject([
        { movieId: null, stars: null, favourite: false },
        { movieId: mine[1].movieId, stars: null, favourite: false },
        { movieId: mine[2].movieId, stars: null, favourite: false },
      ]);
    }
    expect(fake.callsOf('/movie/popular')).toHaveLength(1);
    expect((await get('', ana.token)).headers['cache-control']).toContain('private');
  });

  it('has all that TMDB knows of it, and null for the rest', async () => {
    await open();
    fake.films = inventedFilms(2);
    Object.assign(fake.films[1]!, { release_date: '', poster_path: null, overview: '' });
    expect((await get()).body.items).toEqual([
      {
        tmdbId: 900_001,
        movieId: null,
        title: 'Invented Film 900001',
        year: 2000,
        releaseDate: '2000-03-01',
        posterUrl: 'https://image.tmdb.org/t/p/w342/poster900001.jpg',
        overview: 'What happens in Invented Film 900001.',
        genres: [],
        stars: null,
        favourite: false,
      },
      {
        tmdbId: 900_002,
        movieId: null,
        title: 'Invented Film 900002',
        year: null,
        releaseDate: null,
        posterUrl: null,
        overview: null,
        genres: [],
        stars: null,
        favourite: false,
      },
    ]);
  });
});

describe('without a key', () => {
  it('the films are told from our own ratings, which the answer says', async () => {
    await open({ TMDB_ACCESS_TOKEN: '' });
    const ana = await addPerson(service, 'ana');
    const known = (await get()).body;
    expect(known).toMatchObject({ source: 'local', page: 1, totalPages: 2, attribution: null });
    const last = (await get('?page=2')).body.items.at(-1);
    const path = `users/me/ratings/${last.movieId}`;
    await service.call('PUT', path, { token: ana.token, body: { stars: 0 } });

    const { status, headers, body } = await get('', ana.token);
    expect(status).toBe(200);
    expect(headers).not.toHaveProperty('age');
    expect(headers).not.toHaveProperty('cache-status');
    expect(body.items[0]).toEqual({ ...last, stars: 0 });
    expect(body.items.slice(1)).toEqual(known.items.slice(0, 19));
    expect(fake.calls).toEqual([]);
  });
});

it.each([
  ['page=0', '#/page'],
  ['page=501', '#/page'],
  ['page=x', '#/page'],
  ['language=english', '#/language'],
  ['region=es', '#/region'],
  ['sort=title', '#/sort'],
])('%s is refused', async (query, pointer) => {
  await open();
  expectProblem(await get(`?${query}`), 400, 'invalid', pointer);
  expect(fake.calls).toEqual([]);
});
