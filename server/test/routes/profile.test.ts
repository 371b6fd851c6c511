import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 0 });
  await addPerson(service, 'root');
  ana = await addPerson(service, 'Ana', { displayName: 'Ana A.', email: 'ana@example.org' });
});
afterAll(() => service.stop());

const NONE = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

it('begins with nothing rated and no mean', async () => {
  const { status, body } = await service.call('GET', 'users/ana');
  const { createdAt, ...profile } = body;
  expect(status).toBe(200);
  expect(profile).toEqual({
    id: ana.id,
    handle: 'Ana',
    displayName: 'Ana A.',
    role: 'USER',
    scale: 'halves',
    privacy: 'public',
    disabled: false,
    counts: { ratings: 0, favourites: 0, viewings: 0, watchlist: 0 },
    mean: null,
    histogram: NONE,
    favouriteGenres: [],
  });
});

it('adds up what the user rated: counts, mean, histogram and genres', async () => {
  const as = { token: ana.token };
  const films: [genres: string[], stars: number][] = [
    [['Drama', 'War'], 5],
    [['Drama'], 3.25],
    [['War'], 0.2],
    [['Comedy'], 0.25],
    [[], 4.75],
  ];
  for (const [genres, stars] of films) {
    const { body } = await service.call('POST', 'movies', { ...as, body: { title: 'F', genres } });
    await service.call('PUT', `users/me/ratings/${body.id}`, { ...as, body: { stars } });
    await service.call('PUT', `users/me/favourites/${body.id}`, as);
  }
  const { body } = await service.call('GET', 'users/me', as);
  expect(body).toMatchObject({ counts: { ratings: 5, favourites: 5 }, email: 'ana@example.org' });
  expect(body.mean).toBeCloseTo((5 + 3.25 + 0.2 + 0.25 + 4.75) / 5, 12);
  // 0.25, 3.25 and 4.75 lie between two halves: they go up.
  expect(body.histogram).toEqual([1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 2]);
  expect(body.favouriteGenres).toEqual([
    { name: 'Drama', count: 2, mean: 4.125 },
    { name: 'War', count: 2, mean: 2.6 },
    { name: 'Comedy', count: 1, mean: 0.25 },
  ]);
});

it('follows at once when a rating changes or goes', async () => {
  const as = { token: ana.token };
  const rated = (await service.call('GET', 'users/me/ratings?sort=stars', as)).body.items;
  const [lowest] = rated.map(({ movie }: { movie: { id: number } }) => movie.id);
  await service.call('DELETE', `users/me/ratings/${lowest}`, as);
  const { body } = await service.call('GET', 'users/ana');
  expect(body.counts.ratings).toBe(4);
  expect(body.histogram).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 2]);
});

it('is found by id and by handle in any letters, and shows the ten genres rated most', async () => {
  const as = { token: ana.token };
  const genres = Array.from({ length: 15 }, (_, n) => `Genre ${n}`);
  const { body: movie } = await service.call('POST', 'movies', {
    ...as,
    body: { title: 'All of Them', genres },
  });
  await service.call('PUT', `users/me/ratings/${movie.id}`, { ...as, body: { stars: 1 } });
  const profiles = await Promise.all(
    [ana.id, 'Ana', 'ANA', 'ａｎａ'].map((name) =>
      service.call('GET', `users/${encodeURIComponent(name)}`),
    ),
  );
  for (const { body } of profiles) expect(body).toEqual(profiles[0]!.body);
  expect(profiles[0]!.body.favouriteGenres).toHaveLength(10);
});
