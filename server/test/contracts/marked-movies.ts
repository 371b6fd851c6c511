import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MarkSort } from '../../src/movies/marked.js';
import type { Movie, MovieWish } from '../../src/movies/movie.js';
import type { PageRequest, SortKey } from '../../src/page.js';
import type { Store } from '../../src/ports.js';
import type { User } from '../../src/users/user.js';
import { ALL, addMovie, addUser, NO_MOVIE, NOBODY, NOW, rate, walk } from '../support/some.js';

const SORTS = ['addedAt', 'releaseDate', 'stars'] as const;

function sortOf(text: string): SortKey<MarkSort>[] {
  return text.split(',').map((key) => {
    const name = key.replace(/^-/, '');
    const by = SORTS.find((sort) => sort === name);
    if (by === undefined) throw new Error(`no such sort: ${name}`);
    return { by, descending: name !== key };
  });
}

export function favouritesContract(open: () => Promise<Store>): void {
  markedMoviesContract('favourites', open);
}

export function watchlistContract(open: () => Promise<Store>): void {
  markedMoviesContract('watchlist', open);
}

function markedMoviesContract(of: 'favourites' | 'watchlist', open: () => Promise<Store>): void {
  describe(of === 'favourites' ? 'favourites' : 'movies on a watchlist', () => {
    let store: Store;
    let ana: User;
    let ben: User;
    let alien: Movie;

    beforeEach(async () => {
      store = await open();
      ana = await addUser(store, 'ana');
      ben = await addUser(store, 'ben');
      alien = await addMovie(store, { title: 'Alien' });
    });
    afterEach(() => store.close());

    it('keep when they were added first', async () => {
      const marked = store[of];
      expect(await marked.add(ana.id, alien.id, NOW)).toEqual({ added: true, at: NOW });
      expect(await marked.add(ana.id, alien.id, NOW + 5)).toEqual({ added: false, at: NOW });
      expect(await marked.find(ana.id, alien.id)).toBe(NOW);
      expect(await marked.find(ben.id, alien.id)).toBeNull();
    });

    it('are added once when they are added ten times at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 10 }, () => store[of].add(ana.id, alien.id, NOW)),
      );
      expect(all.filter((one) => one?.added)).toHaveLength(1);
      expect(await store.users.counts(ana.id)).toMatchObject({ ratings: 0, [of]: 1 });
    });

    it('are movies that there are', async () => {
      expect(await store[of].add(ana.id, NO_MOVIE, NOW)).toBeNull();
      expect(await store.users.counts(ana.id)).toMatchObject({ ratings: 0, [of]: 0 });
    });

    it('are of people that there are', async () => {
      expect(await store[of].add(NOBODY, alien.id, NOW)).toBeNull();
    });

    it('can be removed, once', async () => {
      await store[of].add(ana.id, alien.id, NOW);
      await store[of].add(ben.id, alien.id, NOW);
      expect(await store[of].remove(ana.id, alien.id)).toBe(true);
      expect(await store[of].remove(ana.id, alien.id)).toBe(false);
      expect(await store[of].remove(ana.id, NO_MOVIE)).toBe(false);
      expect(await store[of].find(ben.id, alien.id)).toBe(NOW);
    });

    it('can all be removed together, those of one user', async () => {
      for (const title of ['Brazil', 'Casablanca']) {
        await store[of].add(ana.id, (await addMovie(store, { title })).id, NOW);
      }
      await store[of].add(ben.id, alien.id, NOW);
      expect(await store[of].clear(ana.id)).toBe(2);
      expect(await store[of].clear(ana.id)).toBe(0);
      expect(await store[of].clear(NOBODY)).toBe(0);
      expect(await store[of].find(ben.id, alien.id)).toBe(NOW);
    });

    describe('in a list', () => {
      // In the order of their ids.
      const films: [facts: Partial<MovieWish>, stars: number | null, addedAt: number][] = [
        [{ title: 'Brazil', releaseDate: '1985-02-20', year: 1985 }, 4, 100],
        [{ title: 'Casablanca', year: 1985 }, null, 300],
        [{ title: 'Dune' }, 0, 200],
        [{ title: 'Été', releaseDate: '1985-02-20', year: 1985 }, null, 300],
        [{ title: 'Fargo', releaseDate: '1996-04-05', year: 1996 }, 4, 100],
      ];
      const list = (page: PageRequest, sort: SortKey<MarkSort>[] = []) =>
        store[of].byUser(ana.id, sort, page);
      const titles = (rows: { movie: Movie }[]) => rows.map(({ movie }) => movie.title);

      beforeEach(async () => {
        await store[of].add(ben.id, alien.id, NOW);
        for (const [facts, stars, addedAt] of films) {
          const { id } = await addMovie(store, facts);
          await store[of].add(ana.id, id, addedAt);
          if (stars !== null) await rate(store, ana.id, id, { stars });
          await rate(store, ben.id, id, { stars: 2 });
        }
      });

      it.each([
        ['addedAt', ['Brazil', 'Fargo', 'Dune', 'Casablanca', 'Été']],
        ['-addedAt', ['Casablanca', 'Été', 'Dune', 'Brazil', 'Fargo']],
        ['releaseDate', ['Casablanca', 'Brazil', 'Été', 'Fargo', 'Dune']],
        ['-releaseDate', ['Fargo', 'Brazil', 'Été', 'Casablanca', 'Dune']],
        ['stars', ['Dune', 'Brazil', 'Fargo', 'Casablanca', 'Été']],
        ['-stars', ['Brazil', 'Fargo', 'Dune', 'Casablanca', 'Été']],
        ['-releaseDate,-stars', ['Fargo', 'Brazil', 'Été', 'Casablanca', 'Dune']],
        ['-stars,-releaseDate', ['Fargo', 'Brazil', 'Dune', 'Été', 'Casablanca']],
        ['-addedAt,releaseDate', ['Casablanca', 'Été', 'Dune', 'Brazil', 'Fargo']],
      ])('sort by %s, in one page and in many', async (text, expected) => {
        const sort = sortOf(text);
        expect(titles((await list(ALL, sort)).items)).toEqual(expected);
        for (const limit of [1, 2, 4]) {
          expect(titles(await walk((page) => list(page, sort), limit))).toEqual(expected);
        }
      });

      it("have the whole movie, the user's own stars and the time", async () => {
        const { items, total } = await list({ limit: 2, after: null }, sortOf('-stars'));
        expect(total).toBe(5);
        expect(items[0]).toEqual({
          movie: await store.movies.find(items[0]!.movie.id),
          stars: 80,
          addedAt: 100,
        });
        const rest = await list(ALL, sortOf('stars'));
        expect(rest.items.map(({ stars }) => stars)).toEqual([0, 80, 80, null, null]);
      });

      it('are neither skipped nor repeated while others come and go', async () => {
        const seen = await walk(
          (page) => list(page, sortOf('-addedAt')),
          1,
          async (pages) => {
            const { id } = await addMovie(store, { title: `New ${pages}` });
            await store[of].add(ana.id, id, 1000 + pages);
          },
        );
        expect(titles(seen)).toEqual(['Casablanca', 'Été', 'Dune', 'Brazil', 'Fargo']);
      });

      it('are none past the end, with the total there is', async () => {
        const { next } = await list({ limit: 4, after: null }, sortOf('addedAt'));
        const { items } = await list({ limit: 4, after: next }, sortOf('addedAt'));
        await store[of].remove(ana.id, items[0]!.movie.id);
        const past = await list({ limit: 4, after: next }, sortOf('addedAt'));
        expect(past).toEqual({ items: [], next: null, total: 4 });
      });

      it('are none of nobody', async () => {
        const none = await store[of].byUser(NOBODY, sortOf('addedAt'), ALL);
        expect(none).toEqual({ items: [], next: null, total: 0 });
      });
    });
  });
}
