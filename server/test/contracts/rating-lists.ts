import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie, MovieId, MovieWish } from '../../src/movies/movie.js';
import type { PageRequest, SortKey } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import type { RatedMovieFilter, RatedMovieSort } from '../../src/ratings/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { User } from '../../src/users/user.js';
import { ALL, addMovie, addUser, NO_MOVIE, NOBODY, rate, walk } from '../support/some.js';

const NEWEST: SortKey<RatedMovieSort>[] = [{ by: 'ratedAt', descending: true }];
const SORTS = ['ratedAt', 'stars', 'releaseDate', 'title'] as const;

/** `-stars,title`, as a route has it. */
function sortOf(text: string): SortKey<RatedMovieSort>[] {
  return text.split(',').map((key) => {
    const name = key.replace(/^-/, '');
    const by = SORTS.find((sort) => sort === name);
    if (by === undefined) throw new Error(`no such sort: ${name}`);
    return { by, descending: name !== key };
  });
}

/** The lists of a user's rated movies and of a movie's public ratings. */
export function ratingListsContract(open: () => Promise<Store>): void {
  describe('the list of rated movies', () => {
    let store: Store;
    let ana: User;

    // In the order of their ids; made so that every sort has ties and gaps.
    const films: [facts: Partial<MovieWish>, stars: number, ratedAt: number][] = [
      [{ title: 'Alien', releaseDate: '1979-05-25', year: 1979, genres: ['Horror'] }, 4.5, 100],
      [
        { title: 'The Birds', releaseDate: '1963-03-28', year: 1963, genres: ['Horror', 'Drama'] },
        3,
        300,
      ],
      [{ title: 'Casablanca', year: 1963, genres: ['Drama'] }, 4.5, 200],
      [{ title: 'Dune' }, 0, 300],
      [{ title: 'Été', releaseDate: '1979-05-25', year: 1979, genres: ['Drame'] }, 3, 200],
    ];

    beforeEach(async () => {
      store = await open();
      ana = await addUser(store, 'ana');
      const ben = await addUser(store, 'ben');
      for (const [facts, stars, ratedAt] of films) {
        const { id } = await addMovie(store, facts);
        await rate(store, ana.id, id, { stars, ratedAt, note: facts.title ?? null });
        await rate(store, ben.id, id, { stars: 2.5 });
      }
    });
    afterEach(() => store.close());

    const list = (page: PageRequest, sort = NEWEST, filter: RatedMovieFilter = {}) =>
      store.ratings.byUser(ana.id, filter, sort, page);
    const titles = (rows: { movie: Movie }[]) => rows.map(({ movie }) => movie.title);

    it('has the whole movie and the whole rating, and a total of its own user', async () => {
      const { items, next, total } = await list(ALL);
      expect([next, total]).toEqual([null, 5]);
      const [first] = items;
      expect(first?.movie).toEqual(await store.movies.find(first!.movie.id));
      expect(first?.rating).toEqual(await store.ratings.find(ana.id, first!.movie.id));
    });

    it.each([
      ['ratedAt', ['Alien', 'Casablanca', 'Été', 'The Birds', 'Dune']],
      ['-ratedAt', ['The Birds', 'Dune', 'Casablanca', 'Été', 'Alien']],
      ['stars', ['Dune', 'The Birds', 'Été', 'Alien', 'Casablanca']],
      ['-stars', ['Alien', 'Casablanca', 'The Birds', 'Été', 'Dune']],
      ['releaseDate', ['Casablanca', 'The Birds', 'Alien', 'Été', 'Dune']],
      ['-releaseDate', ['Alien', 'Été', 'The Birds', 'Casablanca', 'Dune']],
      ['title', ['Alien', 'The Birds', 'Casablanca', 'Dune', 'Été']],
      ['-title', ['Été', 'Dune', 'Casablanca', 'The Birds', 'Alien']],
      ['-releaseDate,stars', ['Été', 'Alien', 'The Birds', 'Casablanca', 'Dune']],
      ['-releaseDate,-stars', ['Alien', 'Été', 'The Birds', 'Casablanca', 'Dune']],
      ['-stars,-title', ['Casablanca', 'Alien', 'Été', 'The Birds', 'Dune']],
      ['ratedAt,-stars,title', ['Alien', 'Casablanca', 'Été', 'The Birds', 'Dune']],
    ])('sorts by %s, in one page and in many', async (text, expected) => {
      const sort = sortOf(text);
      expect(titles((await list(ALL, sort)).items)).toEqual(expected);
      for (const limit of [1, 2, 4]) {
        expect(titles(await walk((page) => list(page, sort), limit))).toEqual(expected);
      }
    });

    it('has no next page when the last is full', async () => {
      expect((await list({ limit: 5, after: null })).next).toBeNull();
      expect((await list({ limit: 4, after: null })).next).not.toBeNull();
    });

    it('is empty past its end, with the total it has', async () => {
      const { next } = await list({ limit: 4, after: null });
      const { items } = await list({ limit: 100, after: next });
      await store.ratings.remove(ana.id, items[0]!.movie.id, 0);
      expect(await list({ limit: 100, after: next })).toEqual({ items: [], next: null, total: 4 });
    });

    it('repeats and skips nothing when ratings come and go between its pages', async () => {
      const sort = sortOf('-stars');
      const seen = await walk(
        (page) => list(page, sort),
        1,
        async (pages) => {
          const [before, behind] = [
            await addMovie(store, { title: `before ${pages}` }),
            await addMovie(store, { title: `behind ${pages}` }),
          ];
          await rate(store, ana.id, before.id, { stars: 5 });
          if (pages === 1) await rate(store, ana.id, behind.id, { stars: 0.05 });
        },
      );
      expect(titles(seen)).toEqual(['Alien', 'Casablanca', 'The Birds', 'Été', 'behind 1', 'Dune']);
    });

    it('goes on after a row that was removed meanwhile', async () => {
      const { items, next } = await list({ limit: 2, after: null });
      await store.ratings.remove(ana.id, items[1]!.movie.id, 0);
      const rest = await list({ limit: 100, after: next });
      expect(titles(rest.items)).toEqual(['Casablanca', 'Été', 'Alien']);
      expect(rest.total).toBe(4);
    });

    it.each<[string, RatedMovieFilter, string[]]>([
      ['least stars', { minStars: parseStars(3) }, ['The Birds', 'Casablanca', 'Été', 'Alien']],
      ['more stars than any', { minStars: parseStars(4.55) }, []],
      ['no stars', { minStars: parseStars(0) }, titlesOf('The Birds,Dune,Casablanca,Été,Alien')],
      ['a genre in other letters', { genre: 'HORRÖR' }, ['The Birds', 'Alien']],
      ['a second genre', { genre: 'Drama' }, ['The Birds', 'Casablanca']],
      ['a genre that is none', { genre: 'Western' }, []],
      ['words', { q: 'birds the' }, ['The Birds']],
      ['words without their accents', { q: 'ete' }, ['Été']],
      ['punctuation alone', { q: '?!' }, []],
      ['all of these', { q: 'the bi', genre: 'drama', minStars: parseStars(3) }, ['The Birds']],
    ])('is filtered by %s, its total too', async (_, filter, expected) => {
      const { items, total } = await list(ALL, NEWEST, filter);
      expect(titles(items)).toEqual(expected);
      expect(total).toBe(expected.length);
      const walked = await walk((page) => list(page, NEWEST, filter), 1);
      expect(titles(walked)).toEqual(expected);
      expect((await list({ limit: 1, after: null }, NEWEST, filter)).total).toBe(expected.length);
    });

    it('is empty for who has rated nothing, and for nobody', async () => {
      const cleo = await addUser(store, 'cleo');
      for (const id of [cleo.id, NOBODY]) {
        expect(await store.ratings.byUser(id, {}, NEWEST, ALL)).toEqual({
          items: [],
          next: null,
          total: 0,
        });
      }
    });

    it('is the same in pages of any size, by any sort', async () => {
      const key = fc.record({ by: fc.constantFrom(...SORTS), descending: fc.boolean() });
      const sorts = fc.uniqueArray(key, { selector: ({ by }) => by, maxLength: 4 });
      const limits = fc.integer({ min: 1, max: 6 });
      await fc.assert(
        fc.asyncProperty(sorts, limits, async (sort, limit) => {
          const whole = titles((await list(ALL, sort)).items);
          expect(new Set(whole).size).toBe(films.length);
          expect(titles(await walk((page) => list(page, sort), limit))).toEqual(whole);
        }),
        { numRuns: 40 },
      );
    });
  });

  describe("the list of a movie's public ratings", () => {
    let store: Store;
    let movieId: MovieId;

    beforeEach(async () => {
      store = await open();
      const movie = await addMovie(store);
      const other = await addMovie(store);
      movieId = movie.id;
      for (const [handle, ratedAt] of [
        ['ana', 100],
        ['ben', 300],
        ['cleo', 200],
        ['dora', 300],
        ['emil', 400],
      ] as const) {
        const { id } = await addUser(store, handle, { displayName: handle.toUpperCase() });
        await rate(store, id, movieId, { stars: 3.5, ratedAt, note: `by ${handle}` });
        await rate(store, id, other.id, { stars: 1, ratedAt });
        if (handle === 'emil') await store.users.change(id, { privacy: 'private' });
      }
    });
    afterEach(() => store.close());

    const list = (page: PageRequest) => store.ratings.publicByMovie(movieId, page);
    const handles = (rows: { rater: { handle: string } }[]) =>
      rows.map(({ rater }) => rater.handle);

    it('is newest first, without the ratings of private profiles', async () => {
      const { items, next, total } = await list(ALL);
      expect(handles(items)).toEqual(['ben', 'dora', 'cleo', 'ana']);
      expect([next, total]).toEqual([null, 4]);
      expect(items[0]).toMatchObject({
        rating: { movieId, stars: 70, note: 'by ben', ratedAt: 300 },
        rater: { handle: 'ben', displayName: 'BEN' },
      });
    });

    it.each([1, 2, 3, 4])('is the same in pages of %i', async (limit) => {
      expect(handles(await walk(list, limit))).toEqual(['ben', 'dora', 'cleo', 'ana']);
    });

    it('follows the privacy of a user at once, back and forth', async () => {
      const emil = await store.users.findByHandle('emil');
      await store.users.change(emil!.id, { privacy: 'public' });
      expect(handles((await list(ALL)).items)[0]).toBe('emil');
      await store.users.change(emil!.id, { privacy: 'private' });
      expect((await list(ALL)).total).toBe(4);
    });

    it('repeats nobody when someone rates between its pages', async () => {
      const seen = await walk(list, 1, async (pages) => {
        const late = await addUser(store, `late-${pages}`);
        await rate(store, late.id, movieId, { stars: 5, ratedAt: 1000 + pages });
      });
      expect(handles(seen)).toEqual(['ben', 'dora', 'cleo', 'ana']);
    });

    it('keeps its total beyond its last page', async () => {
      const { next } = await list({ limit: 3, after: null });
      const ana = await store.users.findByHandle('ana');
      await store.ratings.remove(ana!.id, movieId, 0);
      expect(await list({ limit: 3, after: next })).toEqual({ items: [], next: null, total: 3 });
    });

    it('is empty for a movie that is not there', async () => {
      expect(await store.ratings.publicByMovie(NO_MOVIE, ALL)).toEqual({
        items: [],
        next: null,
        total: 0,
      });
    });
  });
}

function titlesOf(text: string): string[] {
  return text.split(',');
}
