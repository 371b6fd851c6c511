import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TmdbSettings, tmdbCatalogue } from '../../src/adapters/tmdb/tmdb.js';
import type { OutsideCatalogue } from '../../src/catalogue/outside.js';
import { Refusal } from '../../src/problem.js';
import { type FakeTmdb, type Mood, startFakeTmdb } from '../support/fake-tmdb.js';
import { inventedFilms, tmdbFilm } from '../support/invented-films.js';

let fake: FakeTmdb;
let tmdb: OutsideCatalogue;
let failures: object[];

beforeAll(async () => {
  fake = await startFakeTmdb();
});
beforeEach(() => {
  Object.assign(fake, { mood: 'well', films: inventedFilms() });
  fake.calls.length = 0;
  tmdb = open();
});
afterEach(() => tmdb.close());
afterAll(() => fake.stop());

function open(settings: Partial<TmdbSettings> = {}): OutsideCatalogue {
  failures = [];
  const { baseUrl, accessToken } = fake;
  const usual = { timeoutMs: 3000, retries: 2, backoffMs: 5, baseUrl };
  return tmdbCatalogue({ ...usual, credentials: { accessToken }, ...settings }, (failure) =>
    failures.push(failure),
  );
}

async function refusal(asked: Promise<unknown>) {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refusal ? error.problem.kind : error;
}

describe('the credentials', () => {
  it('are a v4 token in a header, and never in the address', async () => {
    await tmdb.film('900001');
    expect(fake.calls[0]?.query).not.toHaveProperty('api_key');
    expect(JSON.stringify(fake.calls)).not.toContain(fake.accessToken);
  });

  it('are a v3 key in the query', async () => {
    const byKey = open({ credentials: { apiKey: fake.apiKey } });
    expect((await byKey.popular({ page: 1, language: null, region: null })).items).toHaveLength(20);
    expect((await byKey.film('900001'))?.title).toBe('Invented Film 900001');
    for (const { query } of fake.calls) expect(query.api_key).toBe(fake.apiKey);
    await byKey.close();
  });

  it('are told wrong by a refusal that TMDB gave no good answer', async () => {
    for (const credentials of [{ accessToken: 'wrong' }, { apiKey: 'wrong' }]) {
      const other = open({ credentials });
      expect(await refusal(other.film('900001'))).toBe('outside-bad-answer');
      expect(failures).toEqual([{ upstream: 'tmdb', status: 401, attempt: 1, what: 'status 401' }]);
      await other.close();
    }
  });
});

describe('what is asked', () => {
  it('names page, language and region of popular films only where they are given', async () => {
    await tmdb.popular({ page: 2, language: null, region: null });
    await tmdb.popular({ page: 1, language: 'es-ES', region: 'MX' });
    expect(fake.calls.map(({ path, query }) => ({ path, ...query }))).toEqual([
      { path: '/movie/popular', page: '2' },
      { path: '/movie/popular', page: '1', language: 'es-ES', region: 'MX' },
    ]);
  });

  it('is a film with credits and external ids, and one call for many who ask at once', async () => {
    fake.films = [
      tmdbFilm({
        id: 7,
        title: 'The Glass Harbour',
        original_title: 'Lasisatama',
        imdb_id: 'tt9900007',
        wikidata: 'Q990007',
        release_date: '2021-02-03',
        directors: ['Aino Virta', 'Aino Virta'],
        cast: ['Leo Sand', 'Mia Moor'],
      }),
    ];
    const asked = await Promise.all(Array.from({ length: 20 }, () => tmdb.film('7')));
    expect(fake.calls).toHaveLength(1);
    expect(new Set(asked).size).toBe(1);
    expect(asked[0]).toEqual({
      title: 'The Glass Harbour',
      originalTitle: 'Lasisatama',
      year: 2021,
      releaseDate: '2021-02-03',
      runtimeMinutes: 101,
      overview: 'What happens in The Glass Harbour.',
      posterUrl: 'https://image.tmdb.org/t/p/w342/poster7.jpg',
      genres: ['Drama', 'Science Fiction'],
      directors: ['Aino Virta'],
      cast: ['Leo Sand', 'Mia Moor'],
      ids: { tmdb: '7', imdb: 'tt9900007', wikidata: 'Q990007' },
    });
    await tmdb.film('7');
    expect(fake.calls).toHaveLength(2);
  });

  it('finds a film by its IMDb id, and films by title', async () => {
    expect(await tmdb.tmdbIdOf('tt9900002')).toBe('900003');
    expect(await tmdb.tmdbIdOf('tt0000000')).toBeNull();
    const { items } = await tmdb.search({
      title: 'film 90000',
      page: 1,
      language: 'es',
    });
    expect(items.map(({ tmdbId }) => tmdbId)).toContain('900009');
    expect(fake.calls.at(-1)?.query).toEqual({
      query: 'film 90000',
      page: '1',
      include_adult: 'false',
      language: 'es',
    });
  });

  it('is nothing for a film that TMDB does not have', async () => {
    expect(await tmdb.film('5')).toBeNull();
    expect(failures).toEqual([]);
  });
});

describe('an answer', () => {
  it.each(['gzip', 'br'] as const)('may be packed with %s', async (mood) => {
    fake.mood = mood;
    expect((await tmdb.film('900002'))?.title).toBe('Invented Film 900002');
  });

  it('comes to nothing where its film is another than asked for', async () => {
    fake.films = [{ ...tmdbFilm({ id: 8 }) }];
    fake.films.find = (() => tmdbFilm({ id: 9 })) as never;
    expect(await refusal(tmdb.film('8'))).toBe('outside-bad-answer');
  });
});

describe('whatever is wrong', () => {
  const SHORT = { timeoutMs: 600 };

  it.each<[Mood, string, number]>([
    ['hang', 'outside-timeout', 3],
    ['drip', 'outside-timeout', 3],
    ['cut off', 'outside-unavailable', 3],
    ['half', 'outside-bad-answer', 1],
    ['html', 'outside-bad-answer', 1],
    ['wrong types', 'outside-bad-answer', 1],
    ['huge', 'outside-bad-answer', 1],
    ['bomb', 'outside-bad-answer', 1],
    ['redirect', 'outside-bad-answer', 1],
    [{ status: 204 }, 'outside-bad-answer', 1],
    [{ status: 401 }, 'outside-bad-answer', 1],
    [{ status: 429 }, 'outside-unavailable', 3],
    [{ status: 500 }, 'outside-bad-answer', 3],
    [{ status: 503, retryAfter: '60' }, 'outside-bad-answer', 1],
  ])('%j is refused as %s after %i attempts, within its time', async (mood, kind, attempts) => {
    fake.mood = mood;
    const waits = kind === 'outside-timeout';
    const tmdb = open(waits ? SHORT : { timeoutMs: 20_000 });
    const began = performance.now();
    expect(await refusal(tmdb.popular({ page: 1, language: null, region: null }))).toBe(kind);
    // Each attempt having it for itself would be three times as long; a busy machine is late.
    if (waits) expect(performance.now() - began).toBeLessThan(2.5 * SHORT.timeoutMs);
    expect(fake.calls).toHaveLength(attempts);
    expect(failures).toHaveLength(attempts);
    expect(new Set(fake.calls.map(({ method }) => method))).toEqual(new Set(['GET']));
    await tmdb.close();
  });

  it('a closed port is tried again, and well when it opens', async () => {
    const patient = open({ backoffMs: 400 });
    await fake.goAway();
    setTimeout(() => void fake.comeBack(), 10);
    const asked = await patient.film('900001').catch(() => patient.film('900001'));
    expect(asked?.title).toBe('Invented Film 900001');
    expect(failures[0]).toMatchObject({ status: null, what: 'connection failed (ECONNREFUSED)' });
    await patient.close();
  });

  it('a hung attempt leaves time for another', async () => {
    fake.mood = (call) => (fake.calls.indexOf(call) === 0 ? 'hang' : 'well');
    const impatient = open(SHORT);
    expect((await impatient.film('900001'))?.title).toBe('Invented Film 900001');
    expect(failures).toEqual([
      { upstream: 'tmdb', status: null, attempt: 1, what: 'no answer in time' },
    ]);
    await impatient.close();
  });

  it('a Retry-After as a date is honoured', async () => {
    fake.mood = { status: 429, retryAfter: new Date(Date.now() + 3_600_000).toUTCString() };
    const problem = await tmdb.film('900001').catch((error: Refusal) => error.problem);
    expect(problem).toMatchObject({ kind: 'outside-unavailable' });
    const { retryAfterSeconds } = problem as { retryAfterSeconds: number };
    expect(Math.abs(retryAfterSeconds - 3600)).toBeLessThan(5);
  });

  it.each(['soon', '99999999999999999999', '9'.repeat(400)])(
    'a Retry-After of %s makes no nonsense of ours',
    async (retryAfter) => {
      fake.mood = { status: 429, retryAfter };
      const problem = await tmdb.film('900001').catch((error: Refusal) => error.problem);
      const { retryAfterSeconds } = problem as { retryAfterSeconds: number };
      expect(retryAfterSeconds).toBeGreaterThan(0);
      expect(retryAfterSeconds).toBeLessThanOrEqual(24 * 60 * 60);
    },
  );
});
