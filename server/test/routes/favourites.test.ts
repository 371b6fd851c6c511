import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let clock = Date.parse('2026-03-01T12:00:00Z');
let service: Service;
let root: Person;
let ana: Person;
const idOf: Record<string, number> = {};

/** Title, release date or year, and Ana's stars; made favourites in this order. */
const FILMS: [title: string, facts: object, stars: number | null][] = [
  ['Middle', { releaseDate: '1980-06-01' }, 3],
  ['Dateless', {}, 5],
  ['Oldest', { releaseDate: '1930-01-02' }, null],
  ['Newest', { releaseDate: '2020-12-24' }, 0],
  ['Same Day', { releaseDate: '1980-06-01' }, 4.5],
  ['Some Day of That Year', { year: 1980 }, 3],
];

beforeAll(async () => {
  service = await startService({}, { films: 3, now: () => clock });
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
  for (const [title, facts, stars] of FILMS) {
    const as = { token: ana.token };
    const { body } = await service.call('POST', 'movies', { ...as, body: { title, ...facts } });
    idOf[title] = body.id;
    clock += 1000;
    expect((await favour(body.id)).status).toBe(201);
    if (stars === null) continue;
    await service.call('PUT', `users/me/ratings/${body.id}`, { ...as, body: { stars } });
  }
  // Nothing shall change between one reading and the next.
  await service.jobs.publishNow();
});
afterAll(() => service.stop());

const favour = (movie: number | string, { token } = ana) =>
  service.call('PUT', `users/me/favourites/${movie}`, { token });
const list = async (query = '', user: number | string = 'me') =>
  (await service.call('GET', `users/${user}/favourites?${query}`, { token: ana.token })).body;
const titles = async (query: string) =>
  (await list(query)).items.map(({ movie }: { movie: { title: string } }) => movie.title);

describe('favourites', () => {
  it('are listed with whole movies, the user’s own stars and when they were added', async () => {
    const { items, total, nextCursor } = await list();
    expect({ total, nextCursor }).toEqual({ total: 6, nextCursor: null });
    const [first] = items;
    const whole = (await service.call('GET', `movies/${idOf['Some Day of That Year']}`)).body;
    expect({ ...first.movie, score: null }).toEqual({ ...whole, score: null });
    expect(first).toMatchObject({ stars: 3, addedAt: new Date(clock).toISOString() });
    expect(
      items.find(({ movie }: { movie: { title: string } }) => movie.title === 'Oldest'),
    ).toMatchObject({ stars: null });
    expect((await list('', ana.id)).items).toEqual(items);
  });

  it.each([
    ['addedAt', ['Middle', 'Dateless', 'Oldest', 'Newest', 'Same Day', 'Some Day of That Year']],
    ['-addedAt', ['Some Day of That Year', 'Same Day', 'Newest', 'Oldest', 'Dateless', 'Middle']],
    [
      'releaseDate',
      ['Oldest', 'Some Day of That Year', 'Middle', 'Same Day', 'Newest', 'Dateless'],
    ],
    [
      '-releaseDate',
      ['Newest', 'Middle', 'Same Day', 'Some Day of That Year', 'Oldest', 'Dateless'],
    ],
    ['stars', ['Newest', 'Middle', 'Some Day of That Year', 'Same Day', 'Dateless', 'Oldest']],
    ['-stars', ['Dateless', 'Same Day', 'Middle', 'Some Day of That Year', 'Newest', 'Oldest']],
    [
      'stars,releaseDate',
      ['Newest', 'Some Day of That Year', 'Middle', 'Same Day', 'Dateless', 'Oldest'],
    ],
    [
      'stars,-releaseDate',
      ['Newest', 'Middle', 'Some Day of That Year', 'Same Day', 'Dateless', 'Oldest'],
    ],
    [
      '-stars,-releaseDate',
      ['Dateless', 'Same Day', 'Middle', 'Some Day of That Year', 'Newest', 'Oldest'],
    ],
    [
      '-stars,releaseDate',
      ['Dateless', 'Same Day', 'Some Day of That Year', 'Middle', 'Newest', 'Oldest'],
    ],
    [
      'releaseDate,stars',
      ['Oldest', 'Some Day of That Year', 'Middle', 'Same Day', 'Newest', 'Dateless'],
    ],
    [
      '-releaseDate,-stars',
      ['Newest', 'Same Day', 'Middle', 'Some Day of That Year', 'Oldest', 'Dateless'],
    ],
    [
      'releaseDate,-stars',
      ['Oldest', 'Some Day of That Year', 'Same Day', 'Middle', 'Newest', 'Dateless'],
    ],
  ])('are sorted by %s, what is unknown last either way', async (sort, expected) => {
    expect(await titles(`sort=${sort}`)).toEqual(expected);
    const paged: string[] = [];
    let path: string | undefined = `/api/v1/users/me/favourites?sort=${sort}&limit=1`;
    while (path !== undefined) {
      const { body, headers } = await service.call('GET', path, { token: ana.token });
      paged.push(...body.items.map(({ movie }: { movie: { title: string } }) => movie.title));
      path = /^<(.+)>; rel="next"$/.exec(String(headers.link))?.[1];
    }
    expect(paged).toEqual(expected);
  });

  it('stay as they were when added again', async () => {
    const before = await list();
    clock += 60_000;
    expect((await favour(idOf.Middle!)).status).toBe(204);
    expect(await list()).toEqual(before);
  });

  it('go one by one, and going again is no error', async () => {
    const remove = () =>
      service.call('DELETE', `users/me/favourites/${idOf.Middle}`, { token: ana.token });
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(204);
    expect((await list()).total).toBe(5);
    expect((await service.call('GET', 'users/me', { token: ana.token })).body.counts).toMatchObject(
      {
        ratings: 5,
        favourites: 5,
      },
    );
  });

  it('are added by an id elsewhere, and only of movies that are there', async () => {
    const [movie] = (await service.call('GET', 'movies?limit=1')).body.items;
    expect((await favour(`imdb:${movie.ids.imdb}`)).status).toBe(201);
    expect((await favour(movie.id)).status).toBe(204);
    expectProblem(await favour(987_654), 404, 'movie-not-found', '#/movie');
    expectProblem(await favour('x'), 400, 'invalid', '#/movie');
  });

  it('are only added or removed in a state that is asked for', async () => {
    const call = (method: string, headers: Record<string, string>) =>
      service.call(method, 'users/me/favourites/2', { token: ana.token, headers });
    expectProblem(await call('PUT', { 'if-match': '*' }), 412, 'precondition-failed');
    expectProblem(await call('DELETE', { 'if-match': '*' }), 412, 'precondition-failed');
    expect((await call('PUT', { 'if-none-match': '*' })).status).toBe(201);
    expectProblem(await call('PUT', { 'if-none-match': '*' }), 412, 'precondition-failed');
    expect((await call('PUT', { 'if-match': '*' })).status).toBe(204);
    expect((await call('DELETE', { 'if-match': '*' })).status).toBe(204);
  });

  it('are cleared by an ADMIN, who hears how many there were', async () => {
    const clear = (token: string) =>
      service.call('DELETE', `users/${ana.id}/favourites`, { token });
    expectProblem(await clear(ana.token), 403, 'not-allowed');
    const { total } = await list();
    expect((await clear(root.token)).body).toEqual({ removed: total });
    expect((await clear(root.token)).body).toEqual({ removed: 0 });
    expect((await list()).items).toEqual([]);
  });
});
