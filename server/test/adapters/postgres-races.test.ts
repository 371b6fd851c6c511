import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import type { MovieId } from '../../src/movies/movie.js';
import { openStore } from '../../src/open-store.js';
import type { Store } from '../../src/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import { countVotes } from '../../src/scores/count-votes.js';
import type { OwedRater } from '../../src/scores/ports.js';
import type { UserId } from '../../src/users/user.js';
import { inAnotherProcess } from '../support/another-process.js';
import { emptyStore } from '../support/engine.js';
import { newSchema } from '../support/postgres.js';
import { beginCounting } from '../support/publish.js';
import { ALL, addMovie, addUser, rate } from '../support/some.js';

const RATE_MANY = new URL('../support/rate-many.ts', import.meta.url);
const OPEN_ONCE = new URL('../support/open-once.ts', import.meta.url);

function withResolvers() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

let store: Store;
beforeEach(async () => {
  store = await emptyStore();
});
afterEach(() => store.close());

it('two acts that each hold what the other wants are both done, one of them again', async () => {
  const ana = await addUser(store, 'ana');
  const ben = await addUser(store, 'ben');
  let attempts = 0;
  let arrived = 0;
  let meet = () => {};
  const met = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const act = (first: UserId, second: UserId) =>
    store.atomically(async (tx) => {
      attempts++;
      await tx.users.lock(first);
      if (++arrived === 2) meet();
      await met;
      await tx.users.lock(second);
      await tx.users.change(second, { displayName: `after ${first}` });
    });
  await Promise.all([act(ana.id, ben.id), act(ben.id, ana.id)]);
  expect(attempts).toBe(3);
  expect((await store.users.find(ana.id))?.displayName).toBe(`after ${ben.id}`);
  expect((await store.users.find(ben.id))?.displayName).toBe(`after ${ana.id}`);
});

it('corrects to words that were learnt before others, and committed after those were found', async () => {
  let learn = () => {};
  let commit = () => {};
  const learnt = new Promise<void>((resolve) => {
    learn = resolve;
  });
  const mayCommit = new Promise<void>((resolve) => {
    commit = resolve;
  });
  const slow = store.atomically(async (tx) => {
    await addMovie(tx, { title: 'Zyzzogeton' });
    learn();
    await mayCommit;
  });
  await learnt;
  await addMovie(store, { title: 'Quetzalcoatlus' });
  const found = async (q: string) => (await store.movies.list({ q }, [], ALL)).total;
  expect([await found('quetzalcoatlos'), await found('zyzzogetn')]).toEqual([1, 0]);
  expect([await found('quetzalcoatlos'), await found('zyzzogetn')]).toEqual([1, 0]);
  commit();
  await slow;
  expect(await found('zyzzogetn')).toBe(1);
  await addMovie(store, { title: 'Xylophagous' });
  expect([await found('xylophagos'), await found('zyzzogetn')]).toEqual([1, 1]);
});

it('gives up after three times, and says so', async () => {
  let attempts = 0;
  const losing = store.atomically(async () => {
    attempts++;
    throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
  });
  await expect(losing).rejects.toThrow('deadlock detected');
  expect(attempts).toBe(4);
});

it('who was about to rate while their votes were counted, and did not after all, is looked at again', async () => {
  const ana = await addUser(store, 'ana');
  const { id } = await addMovie(store);
  const other = await addMovie(store);
  await beginCounting(store);
  await rate(store, ana.id, id, { stars: 4 });
  let begun = () => {};
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let giveUp = (_why: Error) => {};
  const givenUp = new Promise<never>((_resolve, reject) => {
    giveUp = reject;
  });
  const rating = store.atomically(async (tx) => {
    await rate(tx, ana.id, other.id, { stars: 1 });
    begun();
    await givenUp;
  });
  const failed = expect(rating).rejects.toThrow('the line is cut');
  await hasBegun;
  const seen: OwedRater[] = [];
  await store.scores.count(10, (owed) => {
    seen.push(...owed.raters);
    giveUp(new Error('the line is cut'));
    return countVotes(owed);
  });
  await failed;
  await store.scores.count(10, (owed) => {
    seen.push(...owed.raters);
    return countVotes(owed);
  });
  expect(seen.map(({ others }) => others?.length ?? null)).toEqual([null, 1]);
});

it.each([
  ['whose person', async (tx: Store, ana: UserId) => void (await tx.users.lock(ana))],
  ['whose movie’s tally', (tx: Store, ana: UserId, id: MovieId) => rate(tx, ana, id, { stars: 3 })],
])('a rating %s is held waits, and keeps none that came with it', async (_what, hold) => {
  const ana = await addUser(store, 'ana');
  const ben = await addUser(store, 'ben');
  const { id } = await addMovie(store);
  const other = await addMovie(store);
  await rate(store, ana.id, id, { stars: 5 });
  const [held, free] = [withResolvers(), withResolvers()];
  const holding = store.atomically(async (tx) => {
    await hold(tx, ana.id, id);
    held.resolve();
    await free.promise;
  });
  await held.promise;
  let isDone = false;
  const waits = rate(store, ana.id, id, { stars: 4 }).then((put) => {
    isDone = true;
    return put;
  });
  const goesOn = rate(store, ben.id, other.id, { stars: 2 });
  expect(await goesOn).toMatchObject({ created: true });
  expect(isDone).toBe(false);
  free.resolve();
  await holding;
  expect(await waits).toMatchObject({ rating: { stars: 80 }, created: false });
  expect((await store.recount.differences()).differences).toEqual([]);
});

it('a film that nobody uses any more is not removed from under who rates it at that moment', async () => {
  const ana = await addUser(store, 'ana');
  const films = await Promise.all(
    Array.from({ length: 60 }, (_, n) => addMovie(store, { title: `Film ${n}` })),
  );
  const kept: boolean[] = [];
  for (const [n, { id }] of films.entries()) {
    const wish = { stars: parseStars(4), note: null, ratedAt: null, now: Date.now() };
    const early = n % 2 === 0 ? store.movies.removeUnused(id, Date.now()) : null;
    const putting = store.ratings.put({ userId: ana.id, movieId: id, ...wish });
    const removing = early ?? store.movies.removeUnused(id, Date.now());
    const [removed, put] = await Promise.all([removing, putting]);
    expect(removed).toBe(put === null);
    kept.push((await store.ratings.find(ana.id, id)) !== null);
    expect(kept.at(-1)).toBe(put !== null);
  }
  // Now this one was quicker, now the other.
  expect(new Set(kept).size).toBe(2);
});

it('is made once by several processes that begin at once, and loses nothing of what they write', async () => {
  const { url, drop } = await newSchema();
  const secrets = await Promise.all([1, 2, 3].map(() => inAnotherProcess(OPEN_ONCE, url)));
  expect(new Set(secrets).size).toBe(1);
  const shared = await openStore(readConfig({ DATABASE_URL: url }));
  const { id } = await addMovie(shared);
  const rated = await Promise.all(
    ['a', 'b', 'c'].map((name) => inAnotherProcess(RATE_MANY, url, String(id), name)),
  );
  expect(rated).toEqual(['25', '25', '25']);
  expect((await shared.ratings.tallyOf(id)).count).toBe(75);
  expect(await shared.recount.differences()).toMatchObject({ ratings: 75, differences: [] });
  await shared.close();
  await drop();
}, 120_000);
