import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const NOON = Date.parse('2026-03-01T12:00:00Z');
const SHAWSHANK = 'imdb:tt0111161';
let clock = NOON;
let service: Service;
let root: Person;
let ana: Person;
let people = 0;

beforeAll(async () => {
  service = await startService({}, { now: () => clock });
  root = await addPerson(service, 'root');
});
afterAll(() => service.stop());
beforeEach(async () => {
  clock = NOON;
  people += 1;
  ana = await addPerson(service, `ana${people}`);
});

const put = (movie: string | number, body: object, someone = ana) =>
  service.call('PUT', `users/me/ratings/${movie}`, { token: someone.token, body });
const mine = (path = '') => service.call('GET', `users/me/ratings${path}`, { token: ana.token });
const remove = (movie: string | number, token = ana.token) =>
  service.call('DELETE', `users/${ana.id}/ratings/${movie}`, { token });
const idOf = async (movie: string) => (await service.call('GET', `movies/${movie}`)).body.id;

describe('a rating', () => {
  it('answers the first time with 201, the rating and the exact tally', async () => {
    const movieId = await idOf(SHAWSHANK);
    const note = 'better than I remembered';
    const { status, headers, body } = await put(SHAWSHANK, { stars: 3.55, note });
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/users/${ana.id}/ratings/${movieId}`);
    const at = new Date(NOON).toISOString();
    const rating = { movieId, userId: ana.id, stars: 3.55, note, ratedAt: at, updatedAt: at };
    expect(body).toEqual({
      rating,
      tally: { count: 1, mean: 3.55, histogram: [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0] },
    });
    expect((await service.call('GET', String(headers.location))).body).toEqual(rating);
    expect((await mine(`/${SHAWSHANK}`)).body).toEqual(rating);
    await remove(SHAWSHANK);
  });

  it('comes back exactly as it was given, on every step of the scale', async () => {
    for (let steps = 0; steps <= 100; steps++) {
      const stars = Number((steps / 20).toFixed(2));
      const { body } = await put(2, { stars });
      expect(body.rating.stars).toBe(stars);
      expect(body.tally).toMatchObject({ count: 1, mean: stars });
    }
    expect((await put(2, { stars: -0 })).body.rating.stars).toBe(0);
    await remove(2);
  });

  it('is replaced by the next one, note and all, and the history keeps both', async () => {
    await put(3, { stars: 4, note: 'good' });
    clock += 60_000;
    const { status, headers, body } = await put(3, { stars: 4.5 });
    expect(status).toBe(200);
    expect(headers.location).toBeUndefined();
    expect(body).toMatchObject({ rating: { stars: 4.5, note: null }, tally: { count: 1 } });
    expect((await mine('/3/history')).body.items).toEqual([
      { stars: 4, note: 'good', at: new Date(NOON).toISOString() },
      { stars: 4.5, note: null, at: new Date(NOON + 60_000).toISOString() },
    ]);
  });

  it('that says the same again changes nothing', async () => {
    const first = await put(4, { stars: 2, note: 'hm' });
    clock += 60_000;
    const again = await put(4, { stars: 2, note: ' hm ' });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.etag).toBe(first.headers.etag);
    expect((await mine('/4/history')).body.items).toHaveLength(1);
  });

  it('may be dated back, in any zone, and a little ahead of our clock', async () => {
    const dated = async (ratedAt: string | null) =>
      (await put(5, { stars: 3, ratedAt })).body.rating.ratedAt;
    expect(await dated('1999-12-31T23:00:00-05:00')).toBe('2000-01-01T04:00:00.000Z');
    expect(await dated('2026-03-01T12:04:59Z')).toBe('2026-03-01T12:04:59.000Z');
    expectProblem(await put(5, { stars: 3, ratedAt: '2026-03-01T12:05:01Z' }), 400, 'invalid');
  });

  it('keeps a note as it was written, and none for one of spaces', async () => {
    const note = 'Zwölf Boxkämpfer 🥊\n\tجاء الليل — e\u0301 "quoted" \\ </script>';
    expect((await put(6, { stars: 1, note })).body.rating.note).toBe(note);
    expect((await mine('/6')).body.note).toBe(note);
    expect((await put(6, { stars: 1, note: '  \n ' })).body.rating.note).toBeNull();
    const longest = 'n'.repeat(10_000);
    expect((await put(6, { stars: 1, note: longest })).body.rating.note).toBe(longest);
  });

  it('is taken back with its tally, and taking it back again is no error', async () => {
    await put(7, { stars: 5 });
    expect((await remove(7)).status).toBe(204);
    expect((await remove(7)).status).toBe(204);
    expectProblem(await mine('/7'), 404, 'rating-not-found');
    const { body } = await service.call('GET', 'movies/7/score');
    expect(body).toMatchObject({ count: 0, mean: null, stars: null });
    expect((await mine('/7/history')).body.items).toMatchObject([{ stars: 5 }, { stars: null }]);
  });

  it('is taken back by an ADMIN too, and told to its owner', async () => {
    await put(7, { stars: 5 });
    expect((await remove(7, root.token)).status).toBe(204);
    const changes = await service.call('GET', 'users/me/changes', { token: ana.token });
    expect(changes.body.items.at(-1)).toMatchObject({ movieId: 7, removed: true });
  });

  it('that was never made has an empty history', async () => {
    expect((await mine('/8/history')).body).toEqual({ items: [] });
  });
});

describe('a user’s ratings', () => {
  const titles = async (query: string) =>
    (await mine(`?${query}`)).body.items.map(
      ({ movie, stars }: { movie: { year: number }; stars: number }) => [movie.year, stars],
    );

  beforeEach(async () => {
    const rated = { 'The Matrix': 4, 'Dark Knight': 5, 'Wizard of Oz': 4, 'Forrest Gump': 0 };
    for (const [title, stars] of Object.entries(rated)) {
      const { body } = await service.call('GET', `movies?q=${encodeURIComponent(title)}`);
      clock += 1000;
      expect((await put(body.items[0].id, { stars })).status).toBe(201);
    }
  });

  it('are listed newest first, with the movies whole', async () => {
    const { body } = await mine();
    expect(body).toMatchObject({ total: 4, nextCursor: null });
    const [{ movie, ...rating }] = body.items;
    expect(rating).toMatchObject({ stars: 0, note: null });
    const whole = (await service.call('GET', `movies/${movie.id}`)).body;
    expect({ ...whole, score: null }).toEqual({ ...movie, score: null });
    expect(await titles('')).toEqual([
      [1994, 0],
      [1939, 4],
      [2008, 5],
      [1999, 4],
    ]);
  });

  it('are sorted by stars and release date, each way and combined, and by title', async () => {
    const years = async (sort: string) =>
      (await titles(`sort=${sort}`)).map(([year]: number[]) => year);
    expect(await years('ratedAt')).toEqual([1999, 2008, 1939, 1994]);
    expect(await years('releaseDate')).toEqual([1939, 1994, 1999, 2008]);
    expect(await years('-stars,-releaseDate')).toEqual([2008, 1999, 1939, 1994]);
    expect(await years('stars,releaseDate')).toEqual([1994, 1939, 1999, 2008]);
    expect(await years('title')).toEqual([2008, 1994, 1999, 1939]);
  });

  it('are filtered by stars, genre and words', async () => {
    expect(await titles('minStars=4.05')).toEqual([[2008, 5]]);
    expect((await titles('minStars=0')).length).toBe(4);
    expect(await titles('q=matrix')).toEqual([[1999, 4]]);
    expect(await titles('q=shawshank')).toEqual([]);
    expect(await titles('q=!!!')).toEqual([]);
    expect(await titles('genre=music&minStars=1')).toEqual([[1939, 4]]);
  });

  it('are there for anyone by id and by handle in any letters', async () => {
    for (const name of [ana.id, ana.handle, ana.handle.toUpperCase()]) {
      expect((await service.call('GET', `users/${name}/ratings`)).body.total).toBe(4);
    }
  });
});

it('lists a movie’s ratings newest first, with who gave them', async () => {
  for (const n of [1, 2, 3]) {
    clock += 1000;
    await put(20, { stars: n }, await addPerson(service, `rater${n}`));
  }
  const { body } = await service.call('GET', 'movies/20/ratings');
  expect(body.total).toBe(3);
  expect(body.items).toMatchObject([
    { stars: 3, user: { handle: 'rater3', displayName: 'rater3' } },
    { stars: 2, user: { handle: 'rater2' } },
    { stars: 1, user: { handle: 'rater1' } },
  ]);
});
