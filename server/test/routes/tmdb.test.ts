import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { inventedFilms, tmdbFilm } from '../support/invented-films.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const MATRIX = tmdbFilm({ id: 603, title: 'The Matrix', release_date: '1999-03-30' });

let fake: FakeTmdb;
let service: Service;
let ana: Person;

beforeAll(async () => {
  fake = await startFakeTmdb([MATRIX, ...inventedFilms()]);
  service = await startService({ ...fake.settings, TMDB_BACKOFF_MS: '5' }, { films: 0 });
  ana = await addPerson(service, 'ana');
});
beforeEach(() => {
  fake.mood = 'well';
  fake.calls.length = 0;
});
afterAll(async () => {
  await service.stop();
  await fake.stop();
});

const call = (method: string, path: string, body?: unknown) =>
  service.call(method, path, { token: ana.token, body });
const search = (query: string) => call('GET', `tmdb/movies?${query}`);

describe('GET /tmdb/movies', () => {
  it('tells what TMDB finds, with our movie when we have it, and my own stars', async () => {
    const { status, body } = await search('q=+matrix+&language=es');
    expect(status).toBe(200);
    expect(body).toEqual({
      source: 'tmdb',
      page: 1,
      totalPages: 1,
      items: [
        {
          tmdbId: 603,
          movieId: null,
          title: 'The Matrix',
          year: 1999,
          releaseDate: '1999-03-30',
          posterUrl: 'https://image.tmdb.org/t/p/w342/poster603.jpg',
          overview: 'What happens in The Matrix.',
          genres: [],
          stars: null,
          favourite: false,
        },
      ],
      attribution: expect.stringContaining('not endorsed or certified by TMDB'),
    });
    expect(fake.calls[0]?.query).toMatchObject({ query: 'matrix', page: '1', language: 'es' });

    const { id } = (await call('POST', 'movies', { tmdbId: 603 })).body;
    await call('PUT', `users/me/ratings/${id}`, { stars: 4.55 });
    await call('PUT', `users/me/favourites/${id}`);
    expect((await search('q=matrix')).body.items).toMatchObject([
      { tmdbId: 603, movieId: id, stars: 4.55, favourite: true },
    ]);
    const ben = await addPerson(service, 'ben');
    const others = await service.call('GET', 'tmdb/movies?q=matrix', { token: ben.token });
    expect(others.body.items).toMatchObject([{ movieId: id, stars: null, favourite: false }]);
  });

  it('goes on to the next page, and has nothing past the last', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => search(`q=invented&page=${page}`)));
    expect(pages.map(({ body }) => [body.page, body.totalPages, body.items.length])).toEqual([
      [1, 3, 20],
      [2, 3, 20],
      [3, 3, 5],
      [4, 3, 0],
    ]);
  });

  it('finds nothing where TMDB finds nothing', async () => {
    expect((await search('q=zzzz')).body).toMatchObject({ totalPages: 0, items: [] });
  });

  it.each([
    ['', '#/q'],
    ['q=', '#/q'],
    ['q=%20', '#/q'],
    [`q=${'a'.repeat(201)}`, '#/q'],
    ['q=a&page=0', '#/page'],
    ['q=a&page=501', '#/page'],
    ['q=a&language=english', '#/language'],
    ['q=a&region=ES', '#/region'],
  ])('refuses %s', async (query, pointer) => {
    expectProblem(await search(query), 400, 'invalid', pointer);
    expect(fake.calls).toEqual([]);
  });

  it('is tried again where that may help, and refused where TMDB is not well', async () => {
    fake.mood = () => (fake.calls.length === 1 ? { status: 503 } : 'well');
    expect((await search('q=matrix')).status).toBe(200);
    expect(fake.calls).toHaveLength(2);
    fake.mood = 'html';
    expectProblem(await search('q=matrix'), 502, 'outside-bad-answer');
  });

  it('is for who is signed in', async () => {
    expectProblem(await service.call('GET', 'tmdb/movies?q=matrix'), 401, 'sign-in-required');
    expect(fake.calls).toEqual([]);
  });

  it('says so where there is no key to TMDB', async () => {
    const without = await startService({}, { films: 0 });
    const { token } = await addPerson(without, 'ana');
    const answer = await without.call('GET', 'tmdb/movies?q=matrix', { token });
    expectProblem(answer, 409, 'outside-not-set-up');
    expect(answer.body).not.toHaveProperty('errors');
    await without.stop();
  });
});
