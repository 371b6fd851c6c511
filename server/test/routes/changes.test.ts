import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let ana: Person;
let bob: Person;

beforeAll(async () => {
  service = await startService();
  ana = await addPerson(service, 'ana');
  bob = await addPerson(service, 'bob');
});
afterAll(() => service.stop());

const rate = (movie: number, stars: number, { token } = ana) =>
  service.call('PUT', `users/me/ratings/${movie}`, { token, body: { stars } });
const unrate = (movie: number) =>
  service.call('DELETE', `users/me/ratings/${movie}`, { token: ana.token });
const changes = async (query = '', { token } = ana) =>
  (await service.call('GET', `users/me/changes?${query}`, { token })).body;

it('is empty to begin with, and says where to go on from', async () => {
  expect(await changes()).toEqual({ items: [], nextAfter: 0, hasMore: false });
});

it('tells of every change in order, removals too, and of nobody else’s', async () => {
  await rate(1, 4);
  await rate(1, 4.5);
  await rate(2, 1, bob);
  await unrate(1);
  await unrate(1);
  const { items, hasMore } = await changes();
  expect(items).toMatchObject([
    { movieId: 1, stars: 4, removed: false },
    { movieId: 1, stars: 4.5, removed: false },
    { movieId: 1, stars: null, removed: true },
  ]);
  expect(hasMore).toBe(false);
});

it('goes on where it ended, and stays there while nothing changes', async () => {
  const { nextAfter } = await changes();
  expect(await changes(`after=${nextAfter}`)).toEqual({ items: [], nextAfter, hasMore: false });
  await rate(3, 2);
  const more = await changes(`after=${nextAfter}`);
  expect(more.items).toMatchObject([{ movieId: 3, stars: 2 }]);
  expect(more.nextAfter).toBeGreaterThan(nextAfter);
});

it('passes over nothing, however small the pages and whatever is written meanwhile', async () => {
  const seen: [number, number | null][] = [];
  let after = 0;
  let rounds = 0;
  for (;;) {
    const page = await changes(`after=${after}&limit=2`, bob);
    seen.push(...page.items.map(({ movieId, stars }: never) => [movieId, stars]));
    after = page.nextAfter;
    if (!page.hasMore && rounds >= 20) break;
    if (rounds < 20) {
      rounds += 1;
      await Promise.all([rate(rounds, 3, bob), rate(100 + rounds, 5, bob)]);
    }
  }
  const all = await changes('', bob);
  expect(all.items).toHaveLength(41);
  expect(seen).toEqual(all.items.map(({ movieId, stars }: never) => [movieId, stars]));
});

it('has 100 a page unless more are asked for, and says that there is more', async () => {
  const items = Array.from({ length: 150 }, (_, n) => ({ movie: n + 1, stars: 1.5 }));
  await service.call('POST', 'users/me/ratings/batch', { token: ana.token, body: { items } });
  const first = await changes('after=6');
  expect(first).toMatchObject({ hasMore: true });
  expect(first.items).toHaveLength(100);
  const rest = await changes(`after=${first.nextAfter}`);
  expect(rest).toMatchObject({ hasMore: false });
  const whole = await changes('after=6&limit=1000');
  expect(whole.items).toEqual([...first.items, ...rest.items]);
  expect(whole).toMatchObject({ nextAfter: rest.nextAfter, hasMore: false });
});
