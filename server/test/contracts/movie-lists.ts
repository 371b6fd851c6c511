import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MovieWish } from '../../src/movies/movie.js';
import type { MovieFilter, MovieSort } from '../../src/movies/ports.js';
import type { PageRequest, SortKey } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import { publishGiven } from '../support/publish.js';
import { ALL, addMovie, NOW, walk } from '../support/some.js';

const SORTS = ['relevance', 'score', 'popularity', 'year', 'title'] as const;
const BY_TITLE: SortKey<MovieSort>[] = [{ by: 'title', descending: false }];

function sortOf(text: string): SortKey<MovieSort>[] {
  return text.split(',').map((key) => {
    const name = key.replace(/^-/, '');
    const by = SORTS.find((sort) => sort === name);
    if (by === undefined) throw new Error(`no such sort: ${name}`);
    return { by, descending: name !== key };
  });
}

/** Lists of movies: filtered, sorted and paged. */
export function movieListsContract(open: () => Promise<Store>): void {
  describe('the list of movies', () => {
    let store: Store;

    // In the order of their ids; a third of a star has no end in binary, and still ties.
    const films: [facts: Partial<MovieWish>, stars: number | null, popularity: number][] = [
      [{ title: 'The Apartment', year: 1960, genres: ['Comedy'] }, 13 / 3, 50],
      [{ title: 'Brazil', year: 1985, genres: ['Satire', 'Comedy'] }, null, 20],
      [{ title: 'A Bronx Tale', genres: ['Crime'] }, 3.5, 50],
      [{ title: 'Ça tourne', year: 1960, cast: [{ name: 'Ana de la Cruz' }] }, 13 / 3, 0],
      [{ title: 'Dune', year: 2021, directors: [{ name: 'Denis Villeneuve' }] }, null, 70],
      [{ title: 'Dune', year: 1984, directors: [{ name: 'David Lynch' }] }, 0, 20],
    ];

    beforeAll(async () => {
      store = await open();
      for (const [facts, stars, popularity] of films) {
        const { id } = await addMovie(store, facts);
        const score = stars === null ? null : { stars, count: 3, mean: stars, low: 0, high: 5 };
        await publishGiven(store, [{ movieId: id, score, popularity }]);
      }
    });
    afterAll(() => store.close());

    const list = (page: PageRequest, sort = BY_TITLE, filter: MovieFilter = {}) =>
      store.movies.list(filter, sort, page);
    const names = (rows: { title: string; year: number | null }[]) =>
      rows.map(({ title, year }) => (title === 'Dune' ? `Dune ${year}` : title));

    const TITLES = [
      'The Apartment',
      'Brazil',
      'A Bronx Tale',
      'Ça tourne',
      'Dune 2021',
      'Dune 1984',
    ];
    it.each([
      ['title', TITLES],
      ['-title', TITLES.toReversed()],
      ['year', ['The Apartment', 'Ça tourne', 'Dune 1984', 'Brazil', 'Dune 2021', 'A Bronx Tale']],
      ['-year', ['Dune 2021', 'Brazil', 'Dune 1984', 'Ça tourne', 'The Apartment', 'A Bronx Tale']],
      [
        'popularity',
        ['Ça tourne', 'Brazil', 'Dune 1984', 'The Apartment', 'A Bronx Tale', 'Dune 2021'],
      ],
      [
        '-popularity',
        ['Dune 2021', 'A Bronx Tale', 'The Apartment', 'Dune 1984', 'Brazil', 'Ça tourne'],
      ],
      [
        '-score',
        ['Ça tourne', 'The Apartment', 'A Bronx Tale', 'Dune 1984', 'Dune 2021', 'Brazil'],
      ],
      // Those without a score come last, whichever way.
      ['score', ['Dune 1984', 'A Bronx Tale', 'The Apartment', 'Ça tourne', 'Brazil', 'Dune 2021']],
      [
        'relevance',
        ['Dune 2021', 'A Bronx Tale', 'The Apartment', 'Dune 1984', 'Brazil', 'Ça tourne'],
      ],
      [
        '-score,title',
        ['The Apartment', 'Ça tourne', 'A Bronx Tale', 'Dune 1984', 'Brazil', 'Dune 2021'],
      ],
      [
        'title,-year',
        ['The Apartment', 'Brazil', 'A Bronx Tale', 'Ça tourne', 'Dune 2021', 'Dune 1984'],
      ],
      [
        'title,year',
        ['The Apartment', 'Brazil', 'A Bronx Tale', 'Ça tourne', 'Dune 1984', 'Dune 2021'],
      ],
    ])('sorts by %s, in one page and in many', async (text, expected) => {
      const sort = sortOf(text);
      expect(names((await list(ALL, sort)).items)).toEqual(expected);
      for (const limit of [1, 2, 5]) {
        expect(names(await walk((page) => list(page, sort), limit))).toEqual(expected);
      }
    });

    it('is the same in pages of any size, by any sort', async () => {
      const key = fc.record({ by: fc.constantFrom(...SORTS), descending: fc.boolean() });
      const sorts = fc.uniqueArray(key, { selector: ({ by }) => by, maxLength: 5 });
      const filters = fc.record(
        { q: fc.constantFrom('d', 'dune', 'duen', 'bra'), maxYear: fc.constantFrom(1984, 2100) },
        { requiredKeys: [] },
      );
      const limits = fc.integer({ min: 1, max: 7 });
      await fc.assert(
        fc.asyncProperty(sorts, filters, limits, async (sort, filter, limit) => {
          const whole = await list(ALL, sort, filter);
          expect(whole.total).toBe(whole.items.length);
          const walked = await walk((page) => list(page, sort, filter), limit);
          expect(names(walked)).toEqual(names(whole.items));
        }),
        { numRuns: 60 },
      );
    });

    it('has whole movies and the total of all pages', async () => {
      const { items, total } = await list({ limit: 2, after: null });
      expect(total).toBe(6);
      expect(items[0]).toEqual(await store.movies.find(items[0]!.id));
      expect(items[0]!.score).toMatchObject({ stars: 13 / 3, count: 3 });
    });

    it.each<[string, MovieFilter, string[]]>([
      ['a genre in other letters', { genre: 'cömedy' }, ['The Apartment', 'Brazil']],
      ['a genre that is none', { genre: 'Western' }, []],
      ['an earliest year', { minYear: 1985 }, ['Brazil', 'Dune 2021']],
      ['a latest year', { maxYear: 1984 }, ['The Apartment', 'Ça tourne', 'Dune 1984']],
      ['one year', { minYear: 1985, maxYear: 1985 }, ['Brazil']],
      ['years the wrong way round', { minYear: 1990, maxYear: 1980 }, []],
      ['the whole name of a person', { person: 'DAVID LYNCH' }, ['Dune 1984']],
      ['a name without its accents', { person: 'ana de la cruz' }, ['Ça tourne']],
      ['part of a name', { person: 'Lynch' }, []],
      ['a person who is nobody', { person: '99999999999999999999' }, []],
      ['words', { q: 'dune' }, ['Dune 2021', 'Dune 1984']],
      ['words and a year', { q: 'dune', maxYear: 1990 }, ['Dune 1984']],
      ['words and a genre', { q: 'dune', genre: 'Comedy' }, []],
      ['nothing to look for', { q: ' … ' }, []],
    ])('is filtered by %s, its total too', async (_, filter, expected) => {
      const { items, total } = await list(ALL, BY_TITLE, filter);
      expect(names(items)).toEqual(expected);
      expect(total).toBe(expected.length);
      expect((await list({ limit: 1, after: null }, BY_TITLE, filter)).total).toBe(expected.length);
    });

    it('is filtered by the id of a person', async () => {
      const { items } = await list(ALL, BY_TITLE, { person: 'Denis Villeneuve' });
      const { id } = items[0]!.directors[0]!;
      const byId = await list(ALL, BY_TITLE, { person: String(id) });
      expect(names(byId.items)).toEqual(['Dune 2021']);
    });

    it('leaves out nobody whose title starts with an article only', async () => {
      const { items } = await list(ALL, sortOf('relevance'), { q: 'a bronx' });
      expect(names(items)).toEqual(['A Bronx Tale']);
    });
  });

  describe('the list of movies, while it is read', () => {
    it('repeats and skips nothing when movies come and go', async () => {
      const store = await open();
      for (const title of ['B', 'D', 'F', 'H']) await addMovie(store, { title });
      const seen = await walk(
        (page) => store.movies.list({}, BY_TITLE, page),
        1,
        async (pages) => {
          await addMovie(store, { title: 'A' });
          if (pages === 2) await addMovie(store, { title: 'G' });
        },
      );
      expect(seen.map(({ title }) => title)).toEqual(['B', 'D', 'F', 'G', 'H']);
      await store.close();
    });

    it('is empty past its end, with the total it has', async () => {
      const store = await open();
      for (const title of ['B', 'D', 'F']) await addMovie(store, { title });
      const { next } = await store.movies.list({}, BY_TITLE, { limit: 2, after: null });
      const { items } = await store.movies.list({}, BY_TITLE, { limit: 2, after: next });
      await store.movies.remove(items[0]!.id, NOW);
      const past = await store.movies.list({}, BY_TITLE, { limit: 2, after: next });
      expect(past).toEqual({ items: [], next: null, total: 2 });
      await store.close();
    });

    it('of no movies is empty', async () => {
      const store = await open();
      const nothing = { items: [], next: null, total: 0 };
      expect(await store.movies.list({}, [], ALL)).toEqual(nothing);
      expect(await store.movies.list({ q: 'matrix' }, BY_TITLE, ALL)).toEqual(nothing);
      await store.close();
    });
  });
}
