import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OutsideIds, PersonId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { publishGiven } from '../support/publish.js';
import { ALL, addMovie, addUser, aMovie, NO_MOVIE, NOW, rate } from '../support/some.js';

const NO_IDS: OutsideIds = { tmdb: null, imdb: null, wikidata: null };
const MATRIX_IDS: OutsideIds = { tmdb: '603', imdb: 'tt0133093', wikidata: 'Q83495' };

/** Movies one at a time: made, changed, removed and found by their ids. */
export function moviesContract(open: () => Promise<Store>): void {
  describe('movies', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const found = async (q: string) => {
      const sort = [{ by: 'relevance', descending: false } as const];
      return (await store.movies.list({ q }, sort, ALL)).items.map(({ id }) => id);
    };

    describe('the versions of movies', () => {
      it('are those of what is read, also of a score; one that is not there has none', async () => {
        const [one, two] = [await addMovie(store), await addMovie(store)];
        const versions = async () => {
          const found = await store.movies.versions([one.id, NO_MOVIE, two.id]);
          const read = await store.movies.findMany([one.id, two.id]);
          expect(found.size).toBe(read.length);
          for (const { id, version, score } of read) {
            expect(found.get(id)).toEqual({ id, version, score });
          }
          return found;
        };
        expect((await versions()).get(one.id)).toEqual({ id: one.id, version: 1, score: null });
        await store.movies.edit(one.id, 1, aMovie({ title: 'Another' }), NOW);
        const ana = await addUser(store, 'ana');
        await rate(store, ana.id, two.id, { stars: 3 });
        const score = { stars: 3, count: 1, mean: 3, low: 2, high: 4 };
        await publishGiven(store, [{ movieId: two.id, score }]);
        const later = await versions();
        expect(later.get(one.id)?.version).toBe(2);
        expect(later.get(two.id)?.score).toEqual(score);
        await store.movies.remove(one.id, NOW);
        expect([...(await versions()).keys()]).toEqual([two.id]);
        expect(await store.movies.versions([])).toEqual(new Map());
      });
    });

    describe('the mark of all movies', () => {
      it('is another one after a change, or there is none', async () => {
        const mark = () => store.movies.mark();
        const first = await mark();
        expect(await mark()).toBe(first);
        const movie = await addMovie(store);
        const [second, third] = [await mark(), await mark()];
        expect(third).toBe(second);
        const ana = await addUser(store, 'ana');
        const afterUser = await mark();
        await rate(store, ana.id, movie.id, { stars: 3 });
        const all = [first, second, afterUser, await mark()];
        expect(new Set(all).size).toBe(first === null ? 1 : all.length);
      });
    });

    describe('a new movie', () => {
      it('comes back with every fact, at version 1 and without a score', async () => {
        const ana = await addUser(store, 'ana');
        const wish = aMovie({
          title: 'Das Boot',
          originalTitle: 'Das Boot: „Director’s Cut“ 👍',
          year: 1981,
          releaseDate: '1981-09-17',
          runtimeMinutes: 149,
          overview: 'Deep.\nDeeper.',
          posterUrl: 'https://example.org/boot.jpg',
          genres: ['War', 'Drama'],
          directors: [{ name: 'Wolfgang Petersen' }],
          cast: [{ name: 'Jürgen Prochnow' }, { name: 'Herbert Grönemeyer' }],
          ids: { tmdb: '387', imdb: 'tt0082096', wikidata: 'Q18192' },
        });
        const created = await store.movies.create(wish, ana.id, NOW);
        const movie = 'movie' in created ? created.movie : null;
        const person = (name: string) => ({ id: expect.any(Number), name });
        expect(movie).toEqual({
          ...wish,
          id: expect.any(Number),
          directors: [person('Wolfgang Petersen')],
          cast: [person('Jürgen Prochnow'), person('Herbert Grönemeyer')],
          score: null,
          createdBy: ana.id,
          createdAt: NOW,
          updatedAt: NOW,
          version: 1,
        });
        expect(await store.movies.find(movie!.id)).toEqual(movie);
      });

      it('may have nothing but a title', async () => {
        const movie = await addMovie(store, { title: '?' });
        expect(movie).toMatchObject({
          title: '?',
          genres: [],
          directors: [],
          cast: [],
          ids: NO_IDS,
        });
        expect(await store.movies.find(movie.id)).toEqual(movie);
      });

      it.each(['tmdb', 'imdb', 'wikidata'] as const)(
        'is not made when its %s id is taken, and the one that has it is named',
        async (source) => {
          const { id } = await addMovie(store, { ids: MATRIX_IDS });
          const again = aMovie({
            title: 'Again',
            genres: ['Echo'],
            ids: { ...NO_IDS, [source]: MATRIX_IDS[source] },
          });
          expect(await store.movies.create(again, null, NOW)).toEqual({ taken: id });
          expect(await store.catalogue.count()).toBe(1);
          expect(await found('again')).toEqual([]);
        },
      );

      it('has an id of its own when ten are made at once with one outside id', async () => {
        const wish = aMovie({ ids: { ...NO_IDS, tmdb: '603' } });
        const made = await Promise.all(
          Array.from({ length: 10 }, () => store.movies.create(wish, null, NOW)),
        );
        expect(made.filter((one) => 'movie' in one)).toHaveLength(1);
        expect(await store.catalogue.count()).toBe(1);
      });

      it('with a person who is not there is refused and leaves nothing behind', async () => {
        const wish = aMovie({ title: 'Ghost', cast: [{ id: 987_654 as PersonId }] });
        await expect(store.movies.create(wish, null, NOW)).rejects.toThrow('person-not-found');
        expect(await store.catalogue.count()).toBe(0);
        expect(await found('ghost')).toEqual([]);
      });
    });

    describe('genres', () => {
      it('that differ in letters only are one, named as it was first', async () => {
        await addMovie(store, { genres: ['Science Fiction'] });
        const movie = await addMovie(store, {
          genres: ['Drama', 'science-fiction', 'SCIENCE FICTION', 'drama'],
        });
        expect(movie.genres).toHaveLength(2);
        expect(movie.genres).toContain('Science Fiction');
      });

      it('keep their order', async () => {
        await addMovie(store, { genres: ['Western', 'Comedy', 'Noir'] });
        const movie = await addMovie(store, { genres: ['Noir', 'Western', 'Comedy'] });
        expect(movie.genres).toEqual(['Noir', 'Western', 'Comedy']);
      });

      it('without a letter or a digit are told apart', async () => {
        const movie = await addMovie(store, { genres: ['♥', '☠', '♥'] });
        expect(movie.genres).toEqual(['♥', '☠']);
        const sort = [{ by: 'title', descending: false } as const];
        expect((await store.movies.list({ genre: '☠' }, sort, ALL)).total).toBe(1);
        expect((await store.movies.list({ genre: '★' }, sort, ALL)).total).toBe(0);
      });
    });

    describe('people', () => {
      it('of one exact name are one, across movies and jobs', async () => {
        const first = await addMovie(store, { directors: [{ name: 'Agnès Varda' }] });
        const second = await addMovie(store, {
          directors: [{ name: 'Agnès Varda' }],
          cast: [{ name: 'Agnès Varda' }],
        });
        expect(second.directors).toEqual(first.directors);
        expect(second.cast).toEqual(first.directors);
      });

      it('whose names are written otherwise are others', async () => {
        const first = await addMovie(store, { cast: [{ name: 'Agnès Varda' }] });
        const second = await addMovie(store, { cast: [{ name: 'Agnes Varda' }] });
        expect(second.cast[0]!.id).not.toBe(first.cast[0]!.id);
      });

      it('are taken by id when it is given', async () => {
        const first = await addMovie(store, { cast: [{ name: 'Steve McQueen' }] });
        const { id } = first.cast[0]!;
        const second = await addMovie(store, { directors: [{ id }] });
        expect(second.directors).toEqual([{ id, name: 'Steve McQueen' }]);
      });

      it('keep the order of billing, even in two parts', async () => {
        const names = ['Peter Sellers', 'Sterling Hayden', 'Peter Sellers', 'George C. Scott'];
        const movie = await addMovie(store, { cast: names.map((name) => ({ name })) });
        expect(movie.cast.map(({ name }) => name)).toEqual(names);
      });
    });

    describe('an edit', () => {
      it('replaces every fact and moves on the version', async () => {
        const before = await addMovie(store, {
          title: 'Alien',
          year: 1979,
          genres: ['Horror'],
          cast: [{ name: 'Sigourney Weaver' }],
          ids: MATRIX_IDS,
        });
        const wish = aMovie({
          title: 'Brazil',
          genres: ['Satire'],
          directors: [{ name: 'Terry Gilliam' }],
          ids: { ...NO_IDS, tmdb: '68' },
        });
        const edited = await store.movies.edit(before.id, 1, wish, NOW + 5);
        expect(edited).toEqual({
          movie: {
            ...before,
            ...wish,
            directors: [{ id: expect.any(Number), name: 'Terry Gilliam' }],
            cast: [],
            updatedAt: NOW + 5,
            version: 2,
          },
        });
        expect(await found('alien')).toEqual([]);
        expect(await found('weaver')).toEqual([]);
        expect(await found('gilliam')).toEqual([before.id]);
        const old = { source: 'imdb', outsideId: MATRIX_IDS.imdb! } as const;
        expect(await store.movies.resolve(old)).toBeNull();
      });

      it('leaves ratings, tally, score and favourites as they are', async () => {
        const ana = await addUser(store, 'ana');
        const { id } = await addMovie(store);
        await rate(store, ana.id, id, { stars: 4.5 });
        await store.favourites.add(ana.id, id, NOW);
        const score = { stars: 4, count: 1, mean: 4.5, low: 3, high: 5 };
        await publishGiven(store, [{ movieId: id, score, popularity: 1 }]);
        const edited = await store.movies.edit(id, 1, aMovie({ title: 'Other' }), NOW);
        expect(edited).toMatchObject({ movie: { score } });
        expect(await store.ratings.tallyOf(id)).toMatchObject({ count: 1, sum: 90 });
        expect(await store.favourites.find(ana.id, id)).toBe(NOW);
      });

      it('of another version than the present one changes nothing', async () => {
        const { id } = await addMovie(store, { title: 'Alien' });
        await store.movies.edit(id, 1, aMovie({ title: 'Aliens' }), NOW);
        for (const version of [1, 3]) {
          const late = await store.movies.edit(id, version, aMovie({ title: 'Late' }), NOW);
          expect(late).toBe('changed-meanwhile');
        }
        expect(await store.movies.find(id)).toMatchObject({ title: 'Aliens', version: 2 });
        expect(await found('aliens')).toEqual([id]);
      });

      it('by one of ten at once wins, and the others hear of it', async () => {
        const { id } = await addMovie(store);
        const all = await Promise.all(
          Array.from({ length: 10 }, (_, i) =>
            store.movies.edit(id, 1, aMovie({ title: `Title ${i}` }), NOW),
          ),
        );
        expect(all.filter((edited) => edited === 'changed-meanwhile')).toHaveLength(9);
        expect(await store.movies.find(id)).toMatchObject({ version: 2 });
      });

      it('may keep its own outside ids, and take none of another movie', async () => {
        const matrix = await addMovie(store, { title: 'The Matrix', ids: MATRIX_IDS });
        const other = await addMovie(store, { title: 'Other', ids: { ...NO_IDS, tmdb: '1' } });
        const kept = await store.movies.edit(matrix.id, 1, aMovie({ ids: MATRIX_IDS }), NOW);
        expect(kept).toMatchObject({ movie: { ids: MATRIX_IDS } });
        const stolen = aMovie({ ids: { ...NO_IDS, imdb: MATRIX_IDS.imdb } });
        expect(await store.movies.edit(other.id, 1, stolen, NOW)).toEqual({ taken: matrix.id });
        expect(await store.movies.find(other.id)).toEqual(other);
      });

      it('of a movie that is gone says so', async () => {
        expect(await store.movies.edit(NO_MOVIE, 1, aMovie(), NOW)).toBe('gone');
      });

      it('with a person who is not there is refused and changes nothing', async () => {
        const before = await addMovie(store, { title: 'Alien', cast: [{ name: 'John Hurt' }] });
        const wish = aMovie({ title: 'Ghost', cast: [{ id: 987_654 as PersonId }] });
        await expect(store.movies.edit(before.id, 1, wish, NOW)).rejects.toThrow(
          'person-not-found',
        );
        expect(await store.movies.find(before.id)).toEqual(before);
        expect(await found('alien')).toEqual([before.id]);
      });
    });

    describe('a removal', () => {
      it('takes ratings, favourites and outside ids along', async () => {
        const ana = await addUser(store, 'ana');
        const { id } = await addMovie(store, { title: 'Alien', ids: MATRIX_IDS });
        await rate(store, ana.id, id, { stars: 4 });
        await store.favourites.add(ana.id, id, NOW);
        expect(await store.movies.remove(id, NOW)).toBe(true);
        expect(await store.movies.find(id)).toBeNull();
        expect(await store.movies.resolve({ id })).toBeNull();
        expect(await store.movies.resolve({ source: 'tmdb', outsideId: '603' })).toBeNull();
        expect(await store.users.counts(ana.id)).toMatchObject({ ratings: 0, favourites: 0 });
        expect(await found('alien')).toEqual([]);
        expect((await addMovie(store, { ids: MATRIX_IDS })).id).not.toBe(id);
      });

      it('of what is not there answers false', async () => {
        const { id } = await addMovie(store);
        expect(await store.movies.remove(id, NOW)).toBe(true);
        expect(await store.movies.remove(id, NOW)).toBe(false);
        expect(await store.movies.remove(NO_MOVIE, NOW)).toBe(false);
      });

      it('of who added a movie leaves the movie', async () => {
        await addUser(store, 'ana');
        const ben = await addUser(store, 'ben');
        const { id } = await addMovie(store, {}, ben.id);
        expect(await store.users.remove(ben.id)).toBe('removed');
        expect(await store.movies.find(id)).toMatchObject({ createdBy: null });
      });
    });

    it('are found by our id and by each outside id', async () => {
      const { id } = await addMovie(store, { ids: MATRIX_IDS });
      expect(await store.movies.resolve({ id })).toBe(id);
      for (const source of ['tmdb', 'imdb', 'wikidata'] as const) {
        const outsideId = MATRIX_IDS[source]!;
        expect(await store.movies.resolve({ source, outsideId })).toBe(id);
        const other = source === 'tmdb' ? 'imdb' : 'tmdb';
        expect(await store.movies.resolve({ source: other, outsideId })).toBeNull();
      }
      expect(await store.movies.resolve({ id: NO_MOVIE })).toBeNull();
      expect(await store.movies.find(NO_MOVIE)).toBeNull();
    });

    it('are read in the order asked for, without those that are not there', async () => {
      const [first, second] = [await addMovie(store), await addMovie(store)];
      const many = await store.movies.findMany([second.id, NO_MOVIE, first.id]);
      expect(many).toEqual([second, first]);
      expect(await store.movies.findMany([])).toEqual([]);
    });
  });
}
