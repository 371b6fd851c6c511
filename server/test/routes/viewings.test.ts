import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';
import { addMovie } from '../support/some.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let service: Service;
let ana: Person;
let ben: Person;
let alien: number;
let brazil: number;

beforeAll(async () => {
  service = await startService({}, { films: 3, now: () => NOW });
  await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
  ben = await addPerson(service, 'ben');
  alien = (await addMovie(service.store, { title: 'Alien' })).id;
  brazil = (await addMovie(service.store, { title: 'Brazil' })).id;
});
afterAll(() => service.stop());

const log = (body: object, { token } = ana, headers = {}) =>
  service.call('POST', 'users/me/viewings', { token, body, headers });
const call = (method: string, path: string, body?: object, headers = {}) =>
  service.call(method, path, { token: ana.token, body, headers });

describe('a viewing', () => {
  it('is logged with all that is told, and read again', async () => {
    const told = { watchedOn: '2024-02-29', stars: 3.55, rewatch: true, review: 'Loud.' };
    const logged = await log({ movie: alien, ...told, tags: [' cinema ', 'cinema', 'Ben'] });
    expect(logged).toMatchObject({
      status: 201,
      body: {
        ...told,
        movieId: alien,
        userId: ana.id,
        tags: ['cinema', 'Ben'],
        loggedAt: new Date(NOW).toISOString(),
      },
    });
    const read = await call('GET', String(logged.headers.location));
    expect(read.body).toEqual(logged.body);
    expect(read.headers.etag).toBe(logged.headers.etag);
  });

  it('needs nothing but a movie, and leaves the rating alone', async () => {
    await call('PUT', `users/me/ratings/${brazil}`, { stars: 2 });
    const { status, body } = await log({ movie: brazil, stars: 5 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ watchedOn: null, rewatch: false, tags: [], review: null });
    expect((await call('GET', `users/me/ratings/${brazil}`)).body.stars).toBe(2);
    expect((await call('GET', `movies/${brazil}/score`)).body.count).toBe(1);
  });

  it('is logged by an id elsewhere, and once for one key', async () => {
    const [movie] = (await service.call('GET', 'movies?limit=1')).body.items;
    const once = () =>
      log({ movie: `imdb:${movie.ids.imdb}` }, ana, { 'idempotency-key': 'a key of mine' });
    const [first, second] = [await once(), await once()];
    expect(first.body.movieId).toBe(movie.id);
    expect(second.body).toEqual(first.body);
    const { body } = await call('GET', `users/me/viewings?movie=imdb:${movie.ids.imdb}`);
    expect(body.total).toBe(1);
  });

  it('changes in what is named, in a state that is asked for', async () => {
    const { body, headers } = await log({ movie: alien, stars: 1, tags: ['tv'] });
    const path = `users/me/viewings/${body.id}`;
    const changed = await call('PATCH', path, { stars: null }, { 'if-match': headers.etag });
    expect(changed).toMatchObject({ status: 200, body: { ...body, stars: null } });
    const late = { 'if-match': String(headers.etag) };
    expectProblem(await call('PATCH', path, { stars: 2 }, late), 412, 'precondition-failed');
    expectProblem(await call('DELETE', path, undefined, late), 412, 'precondition-failed');
    expect((await call('DELETE', path)).status).toBe(204);
    expectProblem(await call('DELETE', path), 404, 'viewing-not-found', '#/viewing');
    expectProblem(await call('GET', path), 404, 'viewing-not-found', '#/viewing');
    expectProblem(await call('PATCH', path, {}), 404, 'viewing-not-found', '#/viewing');
  });

  it.each([
    [{ watchedOn: '2025-02-29' }, '#/watchedOn'],
    [{ watchedOn: '2026-03-03' }, '#/watchedOn'],
    [{ watchedOn: '1873-01-01' }, '#/watchedOn'],
    [{ watchedOn: 'yesterday' }, '#/watchedOn'],
    [{ stars: 5.05 }, '#/stars'],
    [{ stars: 3.52 }, '#/stars'],
    [{ tags: ['two\nlines'] }, '#/tags/0'],
    [{ tags: Array(51).fill('x') }, '#/tags'],
    [{ review: 'x'.repeat(50_001) }, '#/review'],
    [{ movie: 'x' }, '#/movie'],
    [{ seen: true }, '#/seen'],
  ])('is refused with %j, and nothing is logged', async (wrong, pointer) => {
    const before = (await call('GET', 'users/me')).body.counts;
    expectProblem(await log({ movie: alien, ...wrong }), 400, 'invalid', pointer);
    expect((await call('GET', 'users/me')).body.counts).toEqual(before);
  });

  it('may be of tomorrow, where it is tomorrow already', async () => {
    expect((await log({ movie: alien, watchedOn: '2026-03-02' })).status).toBe(201);
  });

  it('is of a movie that is there', async () => {
    expectProblem(await log({ movie: 987_654 }), 404, 'movie-not-found');
    expectProblem(await call('GET', 'users/me/viewings?movie=987654'), 404, 'movie-not-found');
    expectProblem(await call('GET', 'users/me/viewings?movie=x'), 400, 'invalid', '#/movie');
  });

  it('is found under its own user alone', async () => {
    const { body } = await log({ movie: alien }, ben);
    expectProblem(await call('GET', `users/me/viewings/${body.id}`), 404, 'viewing-not-found');
    expect((await call('GET', `users/ben/viewings/${body.id}`)).body).toEqual(body);
    expectProblem(await call('DELETE', `users/ben/viewings/${body.id}`), 403, 'not-allowed');
  });
});

describe('the diary', () => {
  it('lists films with their viewings, the latest day first', async () => {
    const cleo = await addPerson(service, 'cleo');
    for (const watchedOn of ['2020-01-01', null, '2022-01-01']) {
      await log({ movie: alien, watchedOn }, cleo);
    }
    await log({ movie: brazil, watchedOn: '2021-01-01' }, cleo);
    const list = async (query: string) =>
      (await service.call('GET', `users/cleo/viewings?${query}`)).body;
    const days = async (query: string) =>
      (await list(query)).items.map(({ watchedOn }: { watchedOn: string }) => watchedOn);
    expect(await days('')).toEqual(['2022-01-01', '2021-01-01', '2020-01-01', null]);
    expect(await days('sort=watchedOn')).toEqual(['2020-01-01', '2021-01-01', '2022-01-01', null]);
    expect(await days(`movie=${brazil}`)).toEqual(['2021-01-01']);
    const { items, total, nextCursor } = await list('limit=1');
    expect(total).toBe(4);
    expect(nextCursor).not.toBeNull();
    expect({ ...items[0].movie, score: null }).toMatchObject({ id: alien, title: 'Alien' });
    expect(items[0]).not.toHaveProperty('movieId');
  });
});

describe('the watchlist', () => {
  it('is filled, listed and emptied', async () => {
    const put = () => call('PUT', `users/me/watchlist/${brazil}`);
    expect((await put()).status).toBe(201);
    expect((await put()).status).toBe(204);
    const { body } = await service.call('GET', `users/ana/watchlist`);
    expect(body).toMatchObject({ total: 1, items: [{ movie: { id: brazil }, stars: 2 }] });
    expect((await call('GET', 'users/me')).body.counts).toMatchObject({ watchlist: 1 });
    expect((await call('GET', 'users/me/favourites')).body.total).toBe(0);
    const match = { 'if-none-match': '*' };
    expectProblem(
      await call('PUT', `users/me/watchlist/${brazil}`, undefined, match),
      412,
      'precondition-failed',
    );
    expect((await call('DELETE', `users/me/watchlist/${brazil}`)).status).toBe(204);
    expect((await call('GET', 'users/me/watchlist')).body.total).toBe(0);
  });

  it('is one’s own to change, and takes films that are there', async () => {
    expectProblem(await call('PUT', `users/ben/watchlist/${brazil}`), 403, 'not-allowed');
    expectProblem(await call('PUT', 'users/me/watchlist/987654'), 404, 'movie-not-found');
  });
});
