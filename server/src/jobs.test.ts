import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addMovie, addUser, rate } from '../test/support/some.js';
import { openStore } from './app.js';
import { type Jobs, startJobs } from './jobs.js';
import type { MovieId } from './movies/movie.js';
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
  let broken: Error | null;

  beforeEach(async () => {
    vi.useFakeTimers({
      now: START,
      toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    });
    [logged, publications, broken] = [[], 0, null];
    const kept = openStore({ database: { kind: 'memory' } });
    store = {
      ...kept,
      scores: {
        ...kept.scores,
        async owed(limit) {
          if (broken !== null) throw broken;
          return kept.scores.owed(limit);
        },
        async publish(scores, at) {
          publications++;
          await kept.scores.publish(scores, at);
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
    jobs = startJobs({ store, now: Date.now, log });
  });
  afterEach(async () => {
    await jobs.stop();
    await store.close();
    vi.useRealTimers();
  });

  const scoreOf = async () => (await store.movies.find(movieId))?.score?.stars ?? null;

  it('publishes a score within a second of the rating, with a word of it or without', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    jobs.ratingsChanged();
    await vi.advanceTimersByTimeAsync(200);
    expect(await scoreOf()).toBe(4);
    await rate(store, userId, movieId, { stars: 2 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(await scoreOf()).toBe(2);
    expect(logged).toEqual([]);
  });

  it('takes many ratings together', async () => {
    for (let i = 0; i < 50; i++) {
      await rate(store, userId, movieId, { stars: i / 10 });
      jobs.ratingsChanged();
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(await scoreOf()).toBe(4.9);
    expect(publications).toBeLessThan(5);
  });

  it('publishes at once when it is told to, one time after the other', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    await Promise.all([jobs.publishNow(), jobs.publishNow(), jobs.publishNow()]);
    expect(await scoreOf()).toBe(4);
  });

  it('logs what goes wrong, and goes on when it is right again', async () => {
    await rate(store, userId, movieId, { stars: 4 });
    broken = new Error('the disk is full');
    await vi.advanceTimersByTimeAsync(600);
    expect(logged[0]).toMatchObject({
      msg: 'scores could not be published',
      err: { message: 'the disk is full' },
    });
    expect(await scoreOf()).toBeNull();
    broken = null;
    await vi.advanceTimersByTimeAsync(600);
    expect(await scoreOf()).toBe(4);
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

    await vi.advanceTimersByTimeAsync(HOUR);
    expect(await isThere('ended')).toBe(false);
    expect(await isThere('idle')).toBe(true);
    await vi.advanceTimersByTimeAsync(11 * HOUR);
    expect(await isThere('idle')).toBe(false);
    expect(await store.receipts.find(key, 0)).not.toBeNull();
    await vi.advanceTimersByTimeAsync(13 * HOUR);
    expect(await store.receipts.find(key, 0)).toBeNull();
    expect(await isThere('endless')).toBe(true);
  }, 60_000);

  it('logs what could not be removed', async () => {
    broken = new Error('the disk is full');
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(logged.map(({ msg }) => msg)).toContain(
      'expired tokens and receipts could not be removed',
    );
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
