import fs, { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import Database from 'libsql';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.js';
import { writerOf } from '../../src/adapters/sql/sqlite-dialect.js';
import { sqlStore } from '../../src/adapters/sql/store.js';
import type { Store } from '../../src/ports.js';
import type { RatingWish } from '../../src/ratings/ports.js';
import { racesContract } from '../contracts/races.js';
import { inAnotherProcess } from '../support/another-process.js';
import { ALL_SCORES, publishAll } from '../support/publish.js';
import { addMovie, addUser, NO_MOVIE, NOW, rate } from '../support/some.js';
import { until } from '../support/until.js';

/** As it is built: Node loads no sources in a thread. */
const THREAD = fileURLToPath(new URL('../../../dist/rating-thread.js', import.meta.url));
const RATE_MANY = new URL('../support/rate-many.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'halfstar-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** A database in a file, which begins a thread when it needs one. */
function openFile() {
  const file = join(folder, `${++files}.db`);
  const threads: Worker[] = [];
  const db = openSqlite(file, {
    startThread(workerData) {
      const thread = new Worker(THREAD, { workerData });
      threads.push(thread);
      return thread;
    },
  });
  return { store: sqlStore(db), file, threads, writer: writerOf(db) };
}

/** One whose thread is there. */
async function open() {
  const { writer, ...opened } = openFile();
  const untilThere = () => until('the thread is there', 20_000, () => writer?.isReady() === true);
  await untilThere();
  return { ...opened, untilThere };
}

describe('ratings put by a thread', () => {
  racesContract(async () => (await open()).store);
});

it('go on being put, counted and published after another process kept the file for too long', async () => {
  const { store, file } = await open();
  const ana = await addUser(store, 'ana');
  const { id } = await addMovie(store);
  await rate(store, ana.id, id, { stars: 1 });
  const other = new Database(file);
  other.exec('BEGIN IMMEDIATE');
  const busy = { code: expect.stringMatching(/^SQLITE_BUSY/) };
  await expect(rate(store, ana.id, id, { stars: 2 })).rejects.toMatchObject(busy);
  await expect(publishAll(store)).rejects.toMatchObject(busy);
  other.exec('ROLLBACK');
  other.close();
  await publishAll(store);
  await rate(store, ana.id, id, { stars: 3 });
  await publishAll(store);
  expect((await store.movies.find(id))?.score?.mean).toBe(3);
  expect((await store.recount.differences()).differences).toEqual([]);
  await store.close();
}, 30_000);

it('are answered together as they would be one by one', async () => {
  const one = sqlStore(openSqlite(':memory:'));
  const { store: other } = await open();
  const movieIds = [NO_MOVIE];
  for (const store of [one, other]) {
    for (const name of ['ana', 'ben']) await addUser(store, name);
    for (const title of ['Alien', 'Brazil']) movieIds.push((await addMovie(store, { title })).id);
  }
  const userIds = (await one.users.list({}, { limit: 9, after: null })).items.map(({ id }) => id);
  const wish = fc.record({
    userId: fc.constantFrom(...userIds),
    movieId: fc.constantFrom(...movieIds),
    stars: fc.integer({ min: 40, max: 42 }),
    note: fc.constantFrom(null, 'a "note"\n\\ 😀'),
    ratedAt: fc.constantFrom(null, NOW - 5),
    now: fc.integer({ min: NOW, max: NOW + 3 }),
  }) as fc.Arbitrary<RatingWish>;
  await fc.assert(
    fc.asyncProperty(fc.array(wish, { minLength: 1, maxLength: 12 }), async (wishes) => {
      const together = Promise.all(wishes.map((each) => other.ratings.put(each)));
      for (const [i, each] of wishes.entries()) {
        expect((await together)[i]).toEqual(await one.ratings.put(each));
      }
      for (const userId of userIds) {
        const changes = await one.ratings.changes(userId, 0, 10_000);
        expect(await other.ratings.changes(userId, 0, 10_000)).toEqual(changes);
      }
    }),
    { numRuns: 60 },
  );
  expect((await other.recount.differences()).differences).toEqual([]);
  for (const store of [one, other]) await store.close();
});

/** One person's ratings of so many movies, all at once. */
async function rateAll(store: Store, name: string, count: number) {
  const { id: userId } = await addUser(store, name);
  const movies = await Promise.all(Array.from({ length: count }, () => addMovie(store)));
  return { userId, puts: movies.map(({ id }) => rate(store, userId, id, { stars: 4 })) };
}

it('are put all the same when the thread breaks, and by another one later', async () => {
  const { store, threads, untilThere } = await open();
  const { userId, puts } = await rateAll(store, 'ana', 100);
  // The first of them are in the thread by then. Terminated within the driver, it would take the whole process with it.
  await new Promise(setImmediate);
  const gone = new Promise((resolve) => threads[0]?.once('exit', resolve));
  threads[0]?.postMessage('end');
  await gone;
  expect(await Promise.all(puts)).toHaveLength(100);
  expect((await store.ratings.tallyOfUser(userId)).count).toBe(100);
  expect((await store.recount.differences()).differences).toEqual([]);
  await untilThere();
  expect(threads).toHaveLength(2);
  await Promise.all((await rateAll(store, 'ben', 3)).puts);
  await store.close();
});

it('leave everything in the file, and nothing in the log, when it is closed', async () => {
  const { store, file, threads } = await open();
  const gone = new Promise((resolve) => threads[0]?.once('exit', resolve));
  const { userId, puts } = await rateAll(store, 'ana', 50);
  await Promise.all(puts);
  await store.close();
  expect(await gone).toBe(0);
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0);
  const again = sqlStore(openSqlite(file));
  expect((await again.ratings.tallyOfUser(userId)).count).toBe(50);
  await again.close();
});

it('take turns with other processes and with what else is written here', async () => {
  const { store, file } = await open();
  const { id } = await addMovie(store);
  const others = Array.from({ length: 2 }, (_, i) =>
    inAnotherProcess(RATE_MANY, `file:${file}`, String(id), `p${i}`),
  );
  let isOver = false;
  const over = Promise.all(others).finally(() => {
    isOver = true;
  });
  let mine = 0;
  for (; !isOver; mine += 5) {
    const names = Array.from({ length: 5 }, (_, i) => `me-${mine + i}`);
    const people = await Promise.all(names.map((name) => addUser(store, name)));
    await Promise.all(people.map((person) => rate(store, person.id, id, { stars: 1 })));
  }
  expect(await over).toEqual(['25', '25']);
  expect((await store.ratings.tallyOf(id)).count).toBe(50 + mine);
  expect((await store.recount.differences()).differences).toEqual([]);
  await store.close();
});

it('are counted, and their scores published, by the thread', async () => {
  const { store } = await open();
  const { userId, puts } = await rateAll(store, 'ana', 20);
  const movieIds = (await Promise.all(puts)).map(({ rating }) => rating.movieId);
  await publishAll(store);
  await Promise.all(movieIds.map((id) => rate(store, userId, id, { stars: 2 })));
  const mark = await store.movies.mark();
  const done = await store.scores.inARow(async (parts) => [
    await parts.count(10),
    await parts.recount(),
    await parts.publish(ALL_SCORES, NOW),
  ]);
  expect(done).toEqual([
    { raters: 1, ratings: 0, next: null, isWhole: true },
    null,
    { published: 20, fresh: 20 },
  ]);
  // Another connection has written, and this one nothing.
  const [before, after] = [mark, await store.movies.mark()].map((one) => String(one).split('.'));
  expect(after?.[0]).not.toBe(before?.[0]);
  expect(after?.[1]).toBe(before?.[1]);
  for (const movie of await store.movies.findMany(movieIds)) expect(movie.score?.mean).toBe(2);
  await store.close();
});

it('are published by the thread once they are many, though each was alone', async () => {
  const { store, writer, threads } = openFile();
  const { id: userId } = await addUser(store, 'ana');
  const rateOneByOne = async (count: number) => {
    for (let n = 0; n < count; n++)
      await rate(store, userId, (await addMovie(store)).id, { stars: 4 });
  };
  await rateOneByOne(10);
  await publishAll(store);
  expect(threads).toEqual([]);
  await rateOneByOne(60);
  await publishAll(store);
  await until('the thread is there', 20_000, () => writer?.isThere() === true);
  await store.close();
});

it('are never acknowledged once the disk has failed', async () => {
  const { store } = await open();
  const ana = await addUser(store, 'ana');
  const { id } = await addMovie(store);
  vi.spyOn(fs, 'fdatasync').mockImplementation((_log, told) => {
    setImmediate(told, Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' }));
  });
  const failed = async () => {
    const puts = [4, 4.5].map((stars) => rate(store, ana.id, id, { stars }));
    for (const { reason } of (await Promise.allSettled(puts)) as PromiseRejectedResult[]) {
      expect(String(reason)).toContain('EIO');
    }
  };
  await failed();
  vi.restoreAllMocks();
  await failed();
  await store.close();
});

it('do not keep others from having their log copied into the database', async () => {
  const { store, file } = await open();
  const overview = 'long '.repeat(10_000);
  let [ms, written] = [performance.now(), 0];
  vi.spyOn(performance, 'now').mockImplementation(() => {
    ms += 100;
    return ms;
  });
  for (; written < 30; written++) {
    await Promise.all(Array.from({ length: 10 }, () => addMovie(store, { overview })));
  }
  expect(statSync(`${file}-wal`).size).toBeLessThan((written * 10 * overview.length) / 3);
  await store.close();
});
