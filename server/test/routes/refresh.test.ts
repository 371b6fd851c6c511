import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { type TmdbFilm, tmdbFilm } from '../support/invented-films.js';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';

const DAY_MS = 24 * 60 * 60_000;
const PATH = 'movies/tmdb:7';

let fake: FakeTmdb;
let service: Service;
let admin: Person;
let time: number;

beforeEach(async () => {
  time = Date.parse('2026-03-01T12:00:00Z');
  fake = await startFakeTmdb([
    tmdbFilm({ id: 7, title: 'Amber', overview: 'Old.', directors: ['Ana'], cast: ['Leo'] }),
  ]);
  const settings = { ...fake.settings, TMDB_BACKOFF_MS: '5', LOG_LEVEL: 'info' };
  service = await startService(settings, { films: 0, now: () => time });
  admin = await addPerson(service, 'admin', { role: 'ADMIN' });
  await call('PUT', 'users/me/ratings/tmdb:7', { stars: 4 });
  await service.jobs.publishNow();
  fake.calls.length = 0;
});
afterEach(async () => {
  await service.stop();
  await fake.stop();
});

const call = (method: string, path: string, body?: unknown) =>
  service.call(method, path, { token: admin.token, body });
const look = async () => (await call('GET', PATH)).body;
const change = (facts: Partial<TmdbFilm>) => Object.assign(fake.films[0]!, facts);

/** Looks, and again once nothing more happens in the background. */
async function lookTwice() {
  await look();
  await service.refreshed();
  return look();
}

describe('a movie brought from TMDB', () => {
  it('is refreshed when it is looked at after a week, and not before', async () => {
    change({ overview: 'New.', runtime: 99, imdb_id: 'tt9700001' });
    time += 7 * DAY_MS - 1;
    expect((await lookTwice()).overview).toBe('Old.');
    expect(fake.calls).toEqual([]);
    time += 2 * 60 * 60_000;
    const before = await look();
    expect(before.overview).toBe('Old.');
    await service.refreshed();
    const fresh = await look();
    const ids = { tmdb: 7, imdb: 'tt9700001', wikidata: null };
    expect(fresh).toMatchObject({ id: before.id, overview: 'New.', runtimeMinutes: 99, ids });
    expect(fresh.version).toBe(2);
    await lookTwice();
    expect(fake.calls).toHaveLength(1);
  });

  it('keeps what TMDB no longer tells', async () => {
    const { credits, ...rest } = fake.films[0]!;
    fake.films[0] = { ...rest, id: 7, title: 'Amber', poster_path: null, overview: 'New.' };
    const before = await look();
    time += 8 * DAY_MS;
    const after = await lookTwice();
    expect(after).toMatchObject({ overview: 'New.', posterUrl: before.posterUrl });
    expect([after.directors, after.cast]).toEqual([before.directors, before.cast]);
  });

  it('is not written where there is nothing new', async () => {
    time += 8 * DAY_MS;
    const before = await look();
    expect(await lookTwice()).toEqual(before);
    expect(fake.calls).toHaveLength(1);
  });

  it.each([
    ['fails', { status: 500 }],
    ['makes no sense', 'html'],
    ['knows it no more', { status: 404 }],
  ] as const)(
    'stays as it is when TMDB %s, and is not asked for at every look',
    async (_what, mood) => {
      fake.mood = mood;
      time += 8 * DAY_MS;
      const before = await look();
      expect(await lookTwice()).toEqual(before);
      const asked = fake.calls.length;
      expect(asked).toBeGreaterThan(0);
      await lookTwice();
      expect(fake.calls).toHaveLength(asked);

      fake.mood = 'well';
      change({ overview: 'New.' });
      time += 2 * 60 * 60_000;
      expect((await lookTwice()).overview).toBe('New.');
    },
  );

  it('keeps what somebody wrote since, this week and every week after', async () => {
    time += DAY_MS;
    await call('PATCH', PATH, { overview: 'My own words.', cast: [] });
    for (const runtime of [99, 98]) {
      change({ overview: 'New.', title: 'Amber II', runtime });
      time += 8 * DAY_MS;
      const movie = await lookTwice();
      expect(movie).toMatchObject({
        title: 'Amber',
        overview: 'My own words.',
        runtimeMinutes: 101,
      });
      // Nobody was named: TMDB may fill that in.
      expect(movie.cast).toMatchObject([{ name: 'Leo' }]);
    }
    expect(fake.calls).toHaveLength(2);
  });

  it('keeps its rating, and its place among the favourites', async () => {
    await call('PUT', 'users/me/favourites/tmdb:7');
    change({ overview: 'New.' });
    time += 8 * DAY_MS;
    await lookTwice();
    const { items } = (await call('GET', 'users/me/favourites')).body;
    expect(items).toMatchObject([{ stars: 4, movie: { overview: 'New.' } }]);
  });
});

it('a movie that is not from TMDB is never asked for', async () => {
  const { body } = await call('POST', 'movies', { title: 'Mine', ids: { tmdb: 9 } });
  time += 30 * DAY_MS;
  for (let i = 0; i < 2; i++) await call('GET', `movies/${body.id}`);
  await service.refreshed();
  expect(fake.calls).toEqual([]);
});
