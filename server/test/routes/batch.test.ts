import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let ana: Person;

beforeAll(async () => {
  service = await startService();
  ana = await addPerson(service, 'ana');
});
afterAll(() => service.stop());

const batch = (items: unknown[], headers: Record<string, string> = {}) =>
  service.call('POST', 'users/me/ratings/batch', { token: ana.token, body: { items }, headers });
const changes = async () =>
  (await service.call('GET', 'users/me/changes', { token: ana.token })).body.items;
const adds = async () => (await service.store.recount.differences()).differences;

it('has a result for each item, in order, and stores all that are valid', async () => {
  const { status, body } = await batch([
    { movie: 1, stars: 4.5, note: 'yes', ratedAt: '2020-01-01T00:00:00Z' },
    { movie: 'imdb:tt0111161', stars: 5 },
    { movie: 1, stars: 6 },
    { movie: '2', stars: 0 },
    { movie: 987_654, stars: 1 },
    { movie: 1, stars: 3 },
    { movie: '2', remove: true },
    { movie: 2, remove: true },
  ]);
  expect(status).toBe(200);
  const statuses = body.results.map(({ status }: { status: number }) => status);
  expect(statuses).toEqual([201, 201, 400, 201, 404, 200, 204, 204]);
  expect(body.results[0].rating).toMatchObject({
    movieId: 1,
    userId: ana.id,
    stars: 4.5,
    note: 'yes',
    ratedAt: '2020-01-01T00:00:00.000Z',
  });
  expect(body.results[2]).toMatchObject({
    problem: { type: '/problems/invalid', errors: [{ pointer: '#/stars' }] },
  });
  expect(body.results[6]).toEqual({ status: 204 });
  // In the order of the movies, and of one movie in that of the items.
  expect(await changes()).toMatchObject([
    { movieId: 1, stars: 4.5 },
    { movieId: 1, stars: 3 },
    { movieId: 2, stars: 0 },
    { movieId: 2, removed: true },
    { stars: 5 },
  ]);
  expect(await adds()).toEqual([]);
});

it('takes 500 items, and none at all', async () => {
  const items = Array.from({ length: 500 }, (_, n) => ({ movie: (n % 250) + 1, stars: n % 5 }));
  const { body } = await batch(items);
  expect(body.results).toHaveLength(500);
  expect(body.results.every(({ status }: { status: number }) => status < 300)).toBe(true);
  expect((await batch([])).body).toEqual({ results: [] });
  expect(await adds()).toEqual([]);
});

it('takes 500 notes of the longest', async () => {
  const note = '🎬'.repeat(5000);
  const items = Array.from({ length: 500 }, (_, n) => ({ movie: (n % 300) + 1, stars: 3, note }));
  const { status, body } = await batch(items);
  expect(status).toBe(200);
  expect(body.results.at(-1).rating.note).toBe(note);
});

it('stores nothing of a batch in which something breaks', async () => {
  const before = await changes();
  const { atomically } = service.store;
  let puts = 0;
  service.store.atomically = (work) =>
    atomically((tx) => {
      const put: typeof tx.ratings.put = async (wish) => {
        puts += 1;
        if (puts === 2) throw new Error('the disk is full');
        return tx.ratings.put(wish);
      };
      return work({ ...tx, ratings: { ...tx.ratings, put } });
    });
  const answer = await batch([
    { movie: 1, stars: 1.05 },
    { movie: 2, stars: 1.05 },
  ]);
  service.store.atomically = atomically;
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ type: '/problems/internal', status: 500 });
  expect(JSON.stringify(answer.body)).not.toContain('disk');
  expect(await changes()).toEqual(before);
});
