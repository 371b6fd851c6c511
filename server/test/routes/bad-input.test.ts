import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nothingIsStored } from '../support/counts.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let root: Person;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 10 });
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'Ana');
  const rated = { token: ana.token, body: { stars: 3 } };
  await service.call('PUT', 'users/me/ratings/1', rated);
  await service.call('PUT', 'users/me/favourites/2', { token: ana.token });
});
afterAll(() => service.stop());

nothingIsStored(() => ({ service, someone: ana }));

const send = (method: string, path: string, body?: unknown) =>
  service.call(method, path, { token: ana.token, body });
const json = (body: string) => ({ body, headers: { 'content-type': 'application/json' } });
const post = (path: string, text: string) =>
  service.call('POST', path, { token: ana.token, ...json(text) });

const MEGABYTE = 'n'.repeat(1024 * 1024);

describe('a rating', () => {
  const RATINGS: [what: string, body: unknown, pointer: string][] = [
    ['99 stars', { stars: 99 }, '#/stars'],
    ['−1 star', { stars: -1 }, '#/stars'],
    ['5.05 stars', { stars: 5.05 }, '#/stars'],
    ['3.52 stars, which is off the grid', { stars: 3.52 }, '#/stars'],
    ['1e-9 stars', { stars: 1e-9 }, '#/stars'],
    ['stars so near to none that rounding hides it', { stars: 1e-12 }, '#/stars'],
    ['stars so near to five that rounding hides it', { stars: 5 - 1e-12 }, '#/stars'],
    ['stars as text', { stars: '5' }, '#/stars'],
    ['stars that are null', { stars: null }, '#/stars'],
    ['stars that are true', { stars: true }, '#/stars'],
    ['stars in a list', { stars: [4] }, '#/stars'],
    ['no stars', {}, '#/stars'],
    ['an unknown field', { stars: 4, colour: 'red' }, '#/colour'],
    ['a read-only field', { stars: 4, userId: 1 }, '#/userId'],
    ['a note of 1 MB', { stars: 4, note: MEGABYTE }, '#/note'],
    ['a note with a NUL', { stars: 4, note: 'a\0b' }, '#/note'],
    ['a note with half a character', { stars: 4, note: '\ud800' }, '#/note'],
    ['a note that is a number', { stars: 4, note: 7 }, '#/note'],
    ['a day that does not exist', { stars: 4, ratedAt: '2021-02-30T12:00:00Z' }, '#/ratedAt'],
    ['a leap second nobody had', { stars: 4, ratedAt: '2021-01-01T23:59:60Z' }, '#/ratedAt'],
    ['a time without a zone', { stars: 4, ratedAt: '2021-01-01T12:00:00' }, '#/ratedAt'],
    ['a time before films', { stars: 4, ratedAt: '1066-10-14T12:00:00Z' }, '#/ratedAt'],
    ['a time to come', { stars: 4, ratedAt: '2999-01-01T00:00:00Z' }, '#/ratedAt'],
    ['a text', 'four', '#'],
    ['a list', [4], '#'],
    ['null', null, '#'],
  ];

  it.each(RATINGS)('refuses %s', async (_, body, pointer) => {
    const answer = await service.call('PUT', 'users/me/ratings/1', {
      token: ana.token,
      ...json(JSON.stringify(body)),
    });
    expectProblem(answer, 400, 'invalid', pointer);
  });

  it.each(RATINGS)('refuses %s in a batch, for that item alone', async (_, body, pointer) => {
    const item = Object.prototype.toString.call(body) === '[object Object]' ? { movie: 1 } : null;
    const items = [item === null ? body : { ...item, ...(body as object) }];
    const { status, body: answer } = await send('POST', 'users/me/ratings/batch', { items });
    expect(status).toBe(200);
    const [{ status: refused, problem, rating }] = answer.results;
    expect(refused).toBe(400);
    expect(rating).toBeUndefined();
    expect(problem).toMatchObject({ type: '/problems/invalid', status: 400 });
    expect(problem.errors).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('refuses NaN and an Infinity, which JSON has not', async () => {
    for (const stars of ['NaN', 'Infinity', '-Infinity', '+1', '.5', '1e', '0x1']) {
      const answer = await service.call('PUT', 'users/me/ratings/1', {
        token: ana.token,
        ...json(`{"stars":${stars}}`),
      });
      expectProblem(answer, 400, 'malformed', '#');
    }
    const huge = await service.call('PUT', 'users/me/ratings/1', {
      token: ana.token,
      ...json('{"stars":1e999}'),
    });
    expectProblem(huge, 400, 'invalid', '#/stars');
  });

  it('refuses an unknown movie, and what cannot name one', async () => {
    const unknown = await send('PUT', 'users/me/ratings/987654', { stars: 4 });
    expectProblem(unknown, 404, 'movie-not-found', '#/movie');
    for (const name of ['0', '-1', '1.5', '9223372036854775808', 'tt0111161', 'tmdb:', 'imdb:1']) {
      const answer = await send('PUT', `users/me/ratings/${name}`, { stars: 4 });
      expectProblem(answer, 400, 'invalid', '#/movie');
    }
    const movies = [987654, 'imdb:tt9999999', 0, 2 ** 63, 1.5, null, 'nothing', {}, ''];
    const items = movies.map((movie) => ({ movie, stars: 4 }));
    const { body } = await send('POST', 'users/me/ratings/batch', { items });
    const refused = body.results.map(({ status }: { status: number }) => status);
    expect(refused).toEqual([404, 404, 400, 400, 400, 400, 400, 400, 400]);
    for (const { problem } of body.results) {
      expect(problem.errors).toContainEqual(expect.objectContaining({ pointer: '#/movie' }));
    }
  });

  it('refuses minimum stars off the grid in a filter', async () => {
    for (const stars of ['99', '-1', '5.05', '3.52', '1e-9', '1e-12', 'five', 'NaN', '']) {
      const answer = await send('GET', `users/me/ratings?minStars=${stars}`);
      expectProblem(answer, 400, 'invalid', '#/minStars');
    }
  });
});

describe('a batch', () => {
  it.each<[what: string, body: unknown, pointer: string]>([
    ['without items', {}, '#/items'],
    ['whose items are none', { items: 'all' }, '#/items'],
    ['of more than 500', { items: Array(501).fill({ movie: 1, remove: true }) }, '#/items'],
    ['with another field', { items: [], dryRun: true }, '#/dryRun'],
  ])('is refused %s', async (_, body, pointer) => {
    expectProblem(await send('POST', 'users/me/ratings/batch', body), 400, 'invalid', pointer);
  });

  it('refuses an item that removes and rates, or does not quite remove', async () => {
    const items = [
      { movie: 1, remove: true, stars: 4 },
      { movie: 1, remove: false },
      { movie: 1 },
      { remove: true },
    ];
    const { body } = await send('POST', 'users/me/ratings/batch', { items });
    expect(body.results.map(({ status }: { status: number }) => status)).toEqual([
      400, 400, 400, 400,
    ]);
  });

  it('is refused when it is nested beyond all reason, also under an Idempotency-Key', async () => {
    const deep = `{"items":[${'['.repeat(100_000)}${']'.repeat(100_000)}]}`;
    const plain = await post('users/me/ratings/batch', deep);
    expect(plain.body.results).toMatchObject([{ status: 400 }]);
    const once = await service.call('POST', 'users/me/ratings/batch', {
      token: ana.token,
      body: deep,
      headers: { 'content-type': 'application/json', 'idempotency-key': 'deep' },
    });
    expectProblem(once, 400, 'malformed', '#');
  });
});

describe('a movie', () => {
  const FACTS: [what: string, facts: object, pointer: string][] = [
    ['a title of spaces', { title: '   ' }, '#/title'],
    ['a title of nothing', { title: '' }, '#/title'],
    ['a title of zero-width characters', { title: '\u200b\u200d' }, '#/title'],
    ['a title of 501 characters', { title: 't'.repeat(501) }, '#/title'],
    ['a title in two lines', { title: 'a\nb' }, '#/title'],
    ['a title that is null', { title: null }, '#/title'],
    ['30 February', { releaseDate: '2001-02-30' }, '#/releaseDate'],
    ['a thirteenth month', { releaseDate: '2001-13-01' }, '#/releaseDate'],
    ['a date before films', { releaseDate: '1500-01-01' }, '#/releaseDate'],
    ['a date with a time', { releaseDate: '2001-02-03T00:00:00Z' }, '#/releaseDate'],
    ['the year 1500', { year: 1500 }, '#/year'],
    ['the year 2101', { year: 2101 }, '#/year'],
    ['half a year', { year: 1999.5 }, '#/year'],
    ['a year as text', { year: '1999' }, '#/year'],
    ['no runtime at all', { runtimeMinutes: 0 }, '#/runtimeMinutes'],
    ['an overview that is too long', { overview: 'o'.repeat(10_001) }, '#/overview'],
    ['a poster that is a script', { posterUrl: 'javascript:alert(1)' }, '#/posterUrl'],
    ['a poster that is no address', { posterUrl: 'poster' }, '#/posterUrl'],
    ['a genre of spaces', { genres: [' '] }, '#/genres/0'],
    ['a nameless director', { directors: ['\u200b'] }, '#/directors/0'],
    ['a nameless actor', { cast: [{ name: ' ' }] }, '#/cast/0'],
    ['an IMDb id that is none', { ids: { imdb: 'nm0000151' } }, '#/ids/imdb'],
    ['a TMDB id as text', { ids: { tmdb: '603' } }, '#/ids/tmdb'],
    ['an id elsewhere', { ids: { letterboxd: 'x' } }, '#/ids/letterboxd'],
    ['an unknown field', { budget: 1 }, '#/budget'],
    ['a read-only field', { id: 7 }, '#/id'],
    ['a score', { score: { stars: 5 } }, '#/score'],
  ];

  it.each(FACTS)('is not created with %s', async (_, facts, pointer) => {
    const answer = await send('POST', 'movies', { title: 'Fine', ...facts });
    expectProblem(answer, 400, 'invalid', pointer);
  });

  it.each(FACTS)('is not given %s', async (_, facts, pointer) => {
    const answer = await service.call('PATCH', 'movies/1', { token: root.token, body: facts });
    expectProblem(answer, 400, 'invalid', pointer);
  });
});

it('refuses to name people and movies by what is not there', async () => {
  const nobody = await send('POST', 'movies', { title: 'Fine', directors: [{ id: 987_654 }] });
  expectProblem(nobody, 404, 'person-not-found');
  const taken = (await service.call('GET', 'movies/1')).body.ids;
  const twice = await send('POST', 'movies', { title: 'Fine', ids: { imdb: taken.imdb } });
  expectProblem(twice, 409, 'movie-exists');
  expect(twice.body.movie).toBe('/api/v1/movies/1');
  expect(twice.headers.location).toBe('/api/v1/movies/1');
  expectProblem(
    await service.call('PATCH', 'movies/1', { token: root.token, body: {} }),
    400,
    'invalid',
    '#',
  );
});
