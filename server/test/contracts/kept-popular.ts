import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { tmdbCatalogue } from '../../src/adapters/tmdb/tmdb.js';
import type { KeptPopular, OutsideCatalogue, PopularRequest } from '../../src/catalogue/outside.js';
import type { Clock } from '../../src/ports.js';
import { Refusal } from '../../src/problem.js';
import { type FakeTmdb, type Mood, startFakeTmdb } from '../support/fake-tmdb.js';
import { inventedFilms } from '../support/invented-films.js';
import { until } from '../support/until.js';

export type Keeping = { freshSeconds: number; staleSeconds: number };
export type OpenKept = (
  outside: OutsideCatalogue,
  keeping: Keeping,
  now?: Clock,
) => Promise<KeptPopular>;

export const FIRST: PopularRequest = { page: 1, language: null, region: null };
export const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const LONG = { freshSeconds: 60, staleSeconds: 600 };
/** Short enough to see the end of. */
const SHORT = { freshSeconds: 0.3, staleSeconds: 600 };

/** Popular films that are kept, wherever they are kept. `open` begins with nothing kept. */
export function keptPopularContract(open: OpenKept): void {
  let fake: FakeTmdb;
  let tmdb: OutsideCatalogue;

  beforeAll(async () => {
    fake = await startFakeTmdb();
  });
  beforeEach(() => {
    Object.assign(fake, { mood: 'well', delayMs: 0, films: inventedFilms() });
    fake.calls.length = 0;
    const { baseUrl, accessToken } = fake;
    const settings = { timeoutMs: 600, retries: 2, backoffMs: 5, baseUrl };
    tmdb = tmdbCatalogue({ ...settings, credentials: { accessToken } }, () => {});
  });
  afterEach(() => tmdb.close());
  afterAll(() => fake.stop());

  const old = () => later(SHORT.freshSeconds * 1000 + 20);

  it('asks once while the answer is fresh, and again when it no longer is', async () => {
    const kept = await open(tmdb, SHORT);
    const first = await kept.popular(FIRST);
    expect(first.from).toBe('outside');
    const second = await kept.popular(FIRST);
    expect(second).toEqual({ ...first, from: 'cache' });
    expect(fake.calls).toHaveLength(1);
    await old();
    const third = await kept.popular(FIRST);
    expect(third).toMatchObject({ from: 'outside', value: first.value });
    expect(third.fetchedAt).toBeGreaterThan(first.fetchedAt);
    expect(fake.calls).toHaveLength(2);
  });

  it('keeps pages, languages and regions apart', async () => {
    const kept = await open(tmdb, LONG);
    const requests = [
      FIRST,
      { ...FIRST, page: 2 },
      { ...FIRST, language: 'es' },
      { ...FIRST, language: 'es-ES' },
      { ...FIRST, region: 'ES' },
      { ...FIRST, language: 'es', region: 'ES' },
    ];
    for (const [i, request] of requests.entries()) {
      await kept.popular(request);
      expect(fake.calls).toHaveLength(i + 1);
    }
    for (const request of requests) expect((await kept.popular(request)).from).toBe('cache');
    expect(fake.calls).toHaveLength(requests.length);
  });

  it('asks once for 500 who come at the same moment', async () => {
    fake.delayMs = 50;
    const kept = await open(tmdb, LONG);
    const all = await Promise.all(Array.from({ length: 500 }, () => kept.popular(FIRST)));
    expect(fake.calls).toHaveLength(1);
    for (const { value } of all) expect(value.items).toHaveLength(20);
  });

  it('asks for 500 no more often than for one, also when it fails', async () => {
    fake.mood = { status: 500 };
    const kept = await open(tmdb, LONG);
    const all = await Promise.allSettled(Array.from({ length: 500 }, () => kept.popular(FIRST)));
    expect(fake.calls.length).toBeLessThanOrEqual(3);
    for (const one of all) {
      expect((one as PromiseRejectedResult).reason).toBeInstanceOf(Refusal);
    }
  });

  it('waits for the new answer when the old one is no longer fresh', async () => {
    const kept = await open(tmdb, SHORT);
    await kept.popular(FIRST);
    await old();
    fake.films = inventedFilms().reverse();
    fake.delayMs = 100;
    const { value, from } = await kept.popular(FIRST);
    expect(from).toBe('outside');
    expect(value.items[0]?.tmdbId).toBe('900045');
  });

  it.each<Mood>([
    'hang',
    'drip',
    'cut off',
    'half',
    'html',
    'wrong types',
    'huge',
    'redirect',
    { status: 404 },
    { status: 429, retryAfter: '1' },
    { status: 500 },
  ])('gives the last good answer while the outside says %j', async (mood) => {
    const kept = await open(tmdb, SHORT);
    const good = await kept.popular(FIRST);
    await old();
    fake.mood = mood;
    for (let i = 0; i < 3; i++) {
      expect(await kept.popular(FIRST)).toEqual({ ...good, from: 'stale' });
    }
  });

  it('is fresh again within five seconds of the outside being well again', async () => {
    const kept = await open(tmdb, SHORT);
    await kept.popular(FIRST);
    await fake.goAway();
    await old();
    for (let i = 0; i < 10; i++) expect((await kept.popular(FIRST)).from).toBe('stale');
    await fake.comeBack();
    await until('it is fresh', 5000, async () => (await kept.popular(FIRST)).from === 'outside');
  });

  it('gives no answer older than it may be, however often it is asked for', async () => {
    const kept = await open(tmdb, { freshSeconds: 0.2, staleSeconds: 0.8 });
    await kept.popular(FIRST);
    const began = performance.now();
    fake.mood = { status: 500 };
    const said = new Set<string>();
    while (performance.now() - began < 950) {
      said.add((await kept.popular(FIRST)).from);
      await later(20);
    }
    expect([...said]).toEqual(['cache', 'stale']);
    await later(150);
    await expect(kept.popular(FIRST)).rejects.toThrow(Refusal);
  });

  it('is fresh for as long as it shall be, also where it may hardly be stale', async () => {
    for (const staleSeconds of [0, 0.1]) {
      const kept = await open(tmdb, { freshSeconds: 0.6, staleSeconds });
      await kept.popular({ ...FIRST, region: 'AA' });
      fake.mood = { status: 500 };
      await later(400);
      expect((await kept.popular({ ...FIRST, region: 'AA' })).from).toBe('cache');
      await later(350);
      await expect(kept.popular({ ...FIRST, region: 'AA' })).rejects.toThrow(Refusal);
      fake.mood = 'well';
    }
  });

  it('leaves out what the page before has shown a moment ago, and only then', async () => {
    let time = Date.now();
    const kept = await open(tmdb, LONG, () => time);
    const next = { ...FIRST, page: 2 };
    const ids = async (request: PopularRequest) =>
      (await kept.popular(request)).value.items.map(({ tmdbId }) => Number(tmdbId));
    await ids(FIRST);
    // Before the second page is asked for, a film enters at the top and moves all by one.
    fake.films = [...inventedFilms(46).slice(45), ...inventedFilms()];
    expect(await ids(next)).toEqual(range(900_021, 900_039));
    time += 60 * 60_000;
    expect(await ids({ ...next, region: 'ES' })).toEqual(range(900_020, 900_039));
    await ids({ ...FIRST, region: 'MX' });
    time += 60 * 60_000;
    expect(await ids({ ...next, region: 'MX' })).toEqual(range(900_020, 900_039));
  });
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
