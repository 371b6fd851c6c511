import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFilm, readFound, readPage } from '../../src/adapters/tmdb/answers.js';
import { CallFailure } from '../../src/adapters/tmdb/failure.js';
import { wishOf } from '../../src/catalogue/learn.js';
import type { OutsideFilm, PopularPage } from '../../src/catalogue/outside.js';
import { checkMovie } from '../../src/movies/check-movie.js';
import { inventedFilms, listed, tmdbFilm } from '../support/invented-films.js';
import { tmdbSamples } from '../support/tmdb-samples.js';

const page = (...results: unknown[]) => readPage({ results, total_pages: 1 }, 1);
const one = (facts: object) => page({ ...listed(tmdbFilm({ id: 5 })), ...facts }).items[0];
const film = (facts: object) => readFilm({ ...tmdbFilm({ id: 5 }), ...facts }, '5');

describe('a page of films', () => {
  it.each([[''], [null], [undefined], ['2016'], ['2016-02-30'], ['0000-00-00'], [20160101]])(
    'takes a release date of %j for unknown',
    (release_date) => {
      expect(one({ release_date })).toMatchObject({ releaseDate: null, year: null });
    },
  );

  it('takes null and odd posters for none, and an empty overview as well', () => {
    for (const poster_path of [null, '', 5, '../../etc', '/x y.jpg', undefined]) {
      expect(one({ poster_path })?.posterUrl).toBeNull();
    }
    expect(one({ overview: '' })?.overview).toBeNull();
  });

  it('takes numbers that come as strings, and needs neither averages nor genres', () => {
    const { vote_average, genre_ids, popularity, ...film } = listed(tmdbFilm({ id: 5 }));
    const read = readPage({ results: [{ ...film, id: '603' }], total_pages: '7' }, 1);
    expect(read).toMatchObject({ totalPages: 7, items: [{ tmdbId: '603' }] });
    expect(one({ vote_average: 7, popularity: '31.7' })?.tmdbId).toBe('5');
  });

  it('leaves out what is adult, what is no film, and what has no title', () => {
    expect(one({ adult: true })).toBeUndefined();
    expect(one({ video: true })).toBeUndefined();
    expect(one({ title: '', original_title: null })).toBeUndefined();
    expect(one({ title: '\u200b', original_title: 'Readable' })?.title).toBe('Readable');
  });

  it('has a film once, and two films of one title', () => {
    const same = listed(tmdbFilm({ id: 5, title: 'Inception' }));
    const other = listed(tmdbFilm({ id: 6, title: 'Inception' }));
    expect(page(same, other, same).items.map(({ tmdbId }) => tmdbId)).toEqual(['5', '6']);
  });

  it.each([[982], [32_161], [34_675], ['34675']])(
    'counts no more than 500 pages of %j',
    (pages) => {
      expect(readPage({ results: [], total_pages: pages }, 1).totalPages).toBe(500);
    },
  );
});

describe('a film', () => {
  it.each([[0], [null], [''], [-5], [1e300], ['NaN'], [undefined]])(
    'takes %j minutes for unknown',
    (runtime) => {
      expect(film({ runtime })?.runtimeMinutes).toBeNull();
    },
  );

  it('has its IMDb id from wherever there is one', () => {
    expect(film({ imdb_id: '' })?.ids.imdb).toBeNull();
    expect(film({ imdb_id: '', external_ids: { imdb_id: 'tt0133093' } })?.ids.imdb).toBe(
      'tt0133093',
    );
    expect(film({ imdb_id: 'nm0000001', external_ids: null })?.ids.imdb).toBeNull();
  });

  it('needs no credits, and has its people once and readable', () => {
    expect(film({ credits: null })).toMatchObject({ directors: [], cast: [] });
    const cast = [{ name: 'Ana' }, { name: ' Ana ' }, { name: '\u2060' }, { name: 'B\nC' }, {}];
    expect(film({ credits: { cast } })?.cast).toEqual(['Ana', 'B C']);
  });
});

const samples = tmdbSamples();

describe('recorded answers', () => {
  const isList = ({ body }: { body: object }) => 'results' in body && 'total_pages' in body;
  const isDetails = ({ body }: { body: object }) => 'imdb_id' in body && 'title' in body;

  it.each(samples.filter(isList))('$file is read whole', ({ body }) => {
    const { items, totalPages } = readPage(body, 1);
    const films = body.results.filter(
      ({ adult, video }: Record<string, unknown>) => !adult && !video,
    );
    expect(items.map(({ tmdbId }) => Number(tmdbId))).toEqual(
      films.map(({ id }: { id: number }) => id),
    );
    expect(items.length).toBeGreaterThan(10);
    expect(totalPages).toBe(Math.min(500, body.total_pages));
  });

  it.each(samples.filter(isDetails))('$file is read whole', ({ body }) => {
    const read = readFilm(body, String(body.id));
    expect(read).toMatchObject({
      title: body.title,
      releaseDate: body.release_date,
      runtimeMinutes: body.runtime,
      ids: { tmdb: String(body.id), imdb: body.imdb_id },
    });
    expect(read?.genres.length).toBe(body.genres.length);
    if (body.credits) {
      expect(read?.directors.length).toBeGreaterThan(0);
      expect(read?.cast).toHaveLength(Math.min(20, body.credits.cast.length));
    }
  });

  it.each(samples.filter(({ path }) => path?.startsWith('/find/')))(
    '$file is found',
    ({ body }) => {
      expect(readFound(body)).toBe(String(body.movie_results[0].id));
    },
  );

  it.each(samples)('$file, read as whatever, gives films, nothing or a refusal', ({ body }) => {
    for (const read of READERS) outcome(() => read(body));
  });
});

const READERS = [
  (body: unknown) => readPage(body, 1),
  (body: unknown) => readFilm(body, String((body as { id?: unknown } | null)?.id)),
  (body: unknown) => readFound(body),
];

/** Films fit to be kept, nothing, or a refusal: never anything else. */
function outcome(read: () => PopularPage | OutsideFilm | string | null): void {
  let said: ReturnType<typeof read>;
  try {
    said = read();
  } catch (error) {
    expect(error).toBeInstanceOf(CallFailure);
    return;
  }
  if (typeof said === 'string') expect(said).toMatch(/^[1-9]\d*$/);
  else if (said !== null && 'items' in said) isFitPage(said);
  else if (said !== null) isFit(said);
}

function isFitPage({ totalPages, items }: PopularPage): void {
  expect(Number.isInteger(totalPages)).toBe(true);
  const rest = { originalTitle: null, runtimeMinutes: null, genres: [], directors: [], cast: [] };
  for (const { tmdbId, movieId, ...facts } of items) {
    expect(movieId).toBeNull();
    isFit({ ...rest, ...facts, ids: { tmdb: tmdbId ?? '', imdb: null, wikidata: null } });
  }
}

function isFit(read: OutsideFilm): void {
  expect(read.ids.tmdb).toMatch(/^[1-9]\d{0,9}$/);
  // What our own users may write, and the database takes.
  const movie = checkMovie(wishOf(read));
  expect(movie.title).toMatch(/\S/);
  const { runtimeMinutes } = movie;
  expect(runtimeMinutes === null || Number.isSafeInteger(runtimeMinutes)).toBe(true);
}

describe('any variant of an answer', () => {
  const bodies = [
    ...samples.map(({ body }) => body),
    tmdbFilm({ id: 7, directors: ['Ana'], cast: ['Ben', 'Cem'], imdb_id: 'tt0133093' }),
    { results: inventedFilms(3).map(listed), total_pages: 3 },
    { movie_results: inventedFilms(2).map(listed), person_results: [], tv_results: [] },
  ].map(smaller);
  const strange = fc.oneof(
    fc.constantFrom(
      undefined,
      null,
      '',
      0,
      -1,
      1e300,
      true,
      [],
      {},
      [null],
      '\u0000',
      '\ud800',
      '\u200b',
    ),
    fc.string({ unit: 'binary' }),
    fc.jsonValue(),
    fc.constantFrom('9'.repeat(30), '2016-02-30', 'tt', 'x'.repeat(20_000), '\u202e\n\t'),
  );

  it('gives films, nothing or a refusal', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...bodies),
        fc.array(fc.tuple(fc.nat(), strange), { minLength: 1, maxLength: 4 }),
        (body, changes) => {
          const changed = structuredClone(body);
          for (const [where, what] of changes) change(changed, where, what);
          for (const read of READERS) outcome(() => read(changed));
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('also if it has nothing to do with films', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        for (const read of READERS) outcome(() => read(body));
      }),
    );
  });
});

/** With lists of a few entries only: enough to be changed anywhere, and quick. */
// biome-ignore lint/suspicious/noExplicitAny: any answer
function smaller(value: any): any {
  if (Array.isArray(value)) return value.slice(0, 3).map(smaller);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, smaller(inner)]));
}

/** Puts something in the place of one of all fields, or drops the field. */
function change(body: unknown, where: number, what: unknown): void {
  const places: [Record<string, unknown>, string][] = [];
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      places.push([value as Record<string, unknown>, key]);
      walk(inner);
    }
  };
  walk(body);
  const [parent, key] = places[where % places.length] ?? [];
  if (parent === undefined || key === undefined) return;
  if (what === undefined) delete parent[key];
  // A copy: the next change may be within it, and it is the same for all.
  else parent[key] = structuredClone(what);
}
