import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addMovie, addUser, rate } from '../test/support/some.js';
import { type Jobs, startJobs } from './jobs.js';
import type { MovieId } from './movies/movie.js';
import { openStore } from './open-store.js';
import type { Store } from './ports.js';
import type { UserId } from './users/user.js';

const HOUR = 60 * 60_000;
const START = Date.parse('2026-03-01T12:00:00Z');

describe('what goes on beside requests', () => {
  let store: Store;
  let jobs: Jobs;
  let userId: UserId;
  let movieId: MovieId;
  let logged: { msg: string; err: { message: string } }[];
  let publications: number;
  let onPublish: () => Promise<void>;
  let broken: Error | null;
  let failed: string[];
  let runs: { seconds: number; at: number }[];

  beforeEach(async () => {
    vi.useFakeTimers({
      now: START,
      toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    });
    [logged, publications, broken] = [[], 0, null];
    onPublish = async () => {};
    // In memory: no answer of a server would come in a time that is not real.
    const kept = await openStore({ database: { kind: 'memory' } });
    store = {
      ...kept,
      scores: {
        ...kept.scores,
        async isOwed() {
          if (broken !== null) throw broken;
          return kept.scores.isOwed();
        },
        async publish(most, at, work) {
          const done = await kept.scores.publish(most, at, work);
          if (done.published === 0) return done;
          publications++;
          await onPublish();
          return done;
        },
      },
      tokens: {
        ...kept.tokens,
        async prune(idleSince, now) {
          if (broken !== null) throw broken;
          return kept.tokens.prune(idleSince, now);
        },
      },
    };
    userId = (await addUser(store, 'ana')).id;
    movieId = (await addMovie(store)).id;
    const log = pino({ level: 'error' }, { write: (line) => logged.push(JSON.parse(line)) });
    [failed, runs] = [[], []];
    const metrics = {
      scoresPublished: (run: (typeof runs)[number]) => void runs.push(run),
      jobFailed: (job: string) => void failed.push(job),
    };
    jobs = startJobs({ store, now: Date.now, log, metrics });
  });
  afterEach(async () => {
    await jobs.stop();
    await store.close();
    vi.useRealTimers();
  });

  /** So much time passes, and what has begun by then comes to its end: an estimation takes many steps. */
  const pass = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    for (let i = 0; i < 1000; i++) {
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
      await vi.advanceTimersByTimeAsync(1);
    }
  };
  const scoreOf = async () => (await store.movies.find(movieId))?.score?.mean ?? null;

  it('publishes a score within a second of the rating, with a word of it or without', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    jobs.ratingsChanged();
    await pass(200);
    expect(await scoreOf()).toBe(4);
    await rate(store, userId, movieId, { stars: 2 });
    await pass(1000);
    expect(await scoreOf()).toBe(2);
    expect(logged).toEqual([]);
  });

  it('takes many ratings together', async () => {
    for (let i = 0; i < 50; i++) {
      await rate(store, userId, movieId, { stars: i / 10 });
      jobs.ratingsChanged();
    }
    await pass(200);
    expect(await scoreOf()).toBe(4.9);
    expect(publications).toBeLessThan(5);
  });

  it('stops in the middle, and comes to an end, where everyone rates all the time', async () => {
    let stars = 0;
    onPublish = async () => {
      stars = (stars + 1) % 100;
      await rate(store, userId, movieId, { stars: stars / 20 });
    };
    await onPublish();
    await jobs.publishNow();
    expect(jobs.lag()).toBeLessThan(5);
    const again = jobs.publishNow();
    const before = publications;
    await jobs.stop();
    await again;
    expect(publications - before).toBeLessThan(20);
  });

  it('publishes at once when it is told to, one time after the other', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    await Promise.all([jobs.publishNow(), jobs.publishNow(), jobs.publishNow()]);
    expect(await scoreOf()).toBe(4);
  });

  it('logs what goes wrong, and goes on when it is right again', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    broken = new Error('the disk is full');
    await pass(600);
    expect(logged[0]).toMatchObject({
      msg: 'scores could not be published',
      err: { message: 'the disk is full' },
    });
    expect(await scoreOf()).toBeNull();
    expect(new Set(failed)).toEqual(new Set(['scores']));
    broken = null;
    await pass(600);
    expect(await scoreOf()).toBe(4);
  });

  it('tells how late it is, and when all was last published', async () => {
    broken = new Error('the disk is full');
    await jobs.publishNow();
    expect(runs).toEqual([]);
    const late = jobs.lag();
    expect(late).toBeGreaterThan(0);
    await jobs.publishNow();
    expect(jobs.lag()).toBeGreaterThan(late);
    broken = null;
    const before = performance.now();
    await jobs.publishNow();
    expect(jobs.lag() * 1000).toBeLessThanOrEqual(performance.now() - before);
    expect(runs).toEqual([{ seconds: expect.any(Number), at: START }]);
    expect(runs[0]?.seconds).toBeGreaterThan(0);
  });

  it('removes every hour the tokens and receipts that count no more', async () => {
    const token = (kind: 'session' | 'access', hash: string, expiresAt: number | null) =>
      store.tokens.add({ userId, kind, name: null, scope: 'read', hash, expiresAt }, START);
    await token('session', 'idle', START + 720 * HOUR);
    await token('access', 'ended', START + HOUR / 2);
    await token('access', 'endless', null);
    const key = { scope: '1 POST /', key: 'k' };
    await store.receipts.add(key, { fingerprint: 'f', answer: 'a' }, START);
    const isThere = async (hash: string) => (await store.tokens.find(hash)) !== null;

    expect(await isThere('ended')).toBe(true);
    // Of a day only its last hour is lived through.
    vi.setSystemTime(START + 24 * HOUR);
    await store.tokens.add(
      {
        userId,
        kind: 'session',
        name: null,
        scope: 'read',
        hash: 'fresh',
        expiresAt: START + 720 * HOUR,
      },
      Date.now(),
    );
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(await isThere('ended')).toBe(false);
    expect(await isThere('idle')).toBe(false);
    expect(await store.receipts.find(key, 0)).toBeNull();
    expect(await isThere('fresh')).toBe(true);
    expect(await isThere('endless')).toBe(true);
  }, 60_000);

  it('logs what could not be removed', async () => {
    broken = new Error('the disk is full');
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(logged.map(({ msg }) => msg)).toContain(
      'expired tokens and receipts could not be removed',
    );
    expect(failed).toContain('prune');
  });

  it('does nothing any more once it is stopped', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    jobs.ratingsChanged();
    await jobs.stop();
    jobs.ratingsChanged();
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(await scoreOf()).toBeNull();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends what is under way before it is stopped', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    void jobs.publishNow();
    await jobs.stop();
    expect(await scoreOf()).toBe(4);
  });
});
