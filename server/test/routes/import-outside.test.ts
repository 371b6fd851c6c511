import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import { tmdbFilm } from '../support/invented-films.js';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';

const HARBOUR = tmdbFilm({ id: 710_001, title: 'The Glass Harbour', imdb_id: 'tt9810001' });
const TWINS = [710_002, 710_003].map((id) => tmdbFilm({ id, title: 'Glass Twins' }));
let fake: FakeTmdb;
let service: Service;
let ana: Person;

beforeAll(async () => {
  fake = await startFakeTmdb([HARBOUR, ...TWINS]);
  const settings = { ...fake.settings, TMDB_BACKOFF_MS: '1', TMDB_RETRIES: '0' };
  service = await startService(settings, { films: 3 });
  await addPerson(service, 'root');
});
let people = 0;
beforeEach(async () => {
  fake.mood = 'well';
  ana = await addPerson(service, `ana${++people}`);
});
afterAll(async () => {
  await service.stop();
  await fake.stop();
});

const call = (method: string, path: string, body?: unknown, headers = {}) =>
  service.call(method, `users/me/${path}`, { token: ana.token, body, headers });

/** Brings one row in, and answers the movies that are rated then, and how to take them back. */
async function bring(name: string, content: string) {
  const { body } = await call('POST', `imports?name=${name}`, Buffer.from(content), {
    'content-type': 'application/octet-stream',
  });
  await service.imports.workNow();
  await call('POST', `imports/${body.id}/apply`);
  await service.imports.workNow();
  const { items } = (await call('GET', 'ratings')).body;
  const undo = async () => {
    await call('POST', `imports/${body.id}/undo`);
    await service.imports.workNow();
  };
  return { movies: items.map(({ movie }: { movie: object }) => movie), undo };
}

const letterboxd = (title: string, year: number) =>
  bring(
    'ratings.csv',
    `Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,${title},${year},https://boxd.it/a,4.5\n`,
  );

describe('a film of an import that nobody here knows', () => {
  it.each([
    [
      'its id',
      () => bring('r.csv', 'Const,Your Rating,Date Rated,Title\ntt9810001,9,2024-01-02,X\n'),
    ],
    ['its title and year', () => letterboxd('Glass Harbour', 2019)],
  ])('is taken over from TMDB by %s, and is gone when that is undone', async (_, brought) => {
    const { movies, undo } = await brought();
    expect(movies).toMatchObject([
      {
        title: 'The Glass Harbour',
        runtimeMinutes: 101,
        genres: ['Drama', 'Science Fiction'],
        ids: { tmdb: HARBOUR.id, imdb: 'tt9810001' },
      },
    ]);
    await undo();
    const { body } = await service.call('GET', 'movies?q=glass+harbour');
    expect(body.items).toEqual([]);
  });

  it.each([
    ['two at TMDB may be it', 'Glass Twins', 2019, 'well'],
    ['TMDB knows none of that year', 'The Glass Harbour', 1950, 'well'],
    ['TMDB fails', 'The Glass Harbour', 2019, { status: 503 }],
  ] as const)('is made of what its row tells when %s', async (_, title, year, mood) => {
    fake.mood = mood;
    const { movies } = await letterboxd(title, year);
    const ids = { tmdb: null, imdb: null, wikidata: null };
    expect(movies).toMatchObject([{ title, year, runtimeMinutes: null, ids }]);
  });
});
