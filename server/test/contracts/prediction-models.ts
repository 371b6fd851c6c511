import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import type { User, UserId } from '../../src/users/user.js';
import { addMovie, addUser, NO_MOVIE, NOBODY, NOW, rate } from '../support/some.js';

const METHOD = 'of-a-test';
const FACTS = { ratings: 3, users: 2, movies: 1, readAt: NOW, at: NOW + 5 };

export function predictionModelsContract(open: () => Promise<Store>): void {
  describe('models', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    /** Takes the place of the current one; answers its version. */
    async function adopt(...chunks: number[][]): Promise<number> {
      const { predictionModels: models } = store;
      const version = await models.begin(METHOD, NOW);
      for (const [position, bytes] of chunks.entries()) {
        await models.append(version, position, Uint8Array.from(bytes));
      }
      await models.adopt(version, FACTS);
      return version;
    }

    it('are none before the first', async () => {
      expect(await store.predictionModels.current()).toBeNull();
      expect(await store.predictionModels.read(1)).toBeNull();
    });

    it('come back byte for byte, however many chunks they are in', async () => {
      const version = await adopt([0, 255, 10, 13], [128], [0, 0, 7]);
      expect(await store.predictionModels.current()).toEqual({
        version,
        method: METHOD,
        ...FACTS,
        drifts: 0,
      });
      const bytes = await store.predictionModels.read(version);
      expect([...(bytes ?? [])]).toEqual([0, 255, 10, 13, 128, 0, 0, 7]);
    });

    it('serve until the next one is whole', async () => {
      const { predictionModels: models } = store;
      const first = await adopt([1]);
      const next = await models.begin(METHOD, NOW);
      await models.append(next, 0, Uint8Array.from([2]));
      expect((await models.current())?.version).toBe(first);
      expect([...((await models.read(first)) ?? [])]).toEqual([1]);
      expect(await models.read(next)).toBeNull();

      await models.adopt(next, FACTS);
      expect((await models.current())?.version).toBe(next);
      expect([...((await models.read(next)) ?? [])]).toEqual([2]);
      expect(await models.read(first)).toBeNull();
    });

    it('that were left unfinished go, and never serve, when another is begun', async () => {
      const { predictionModels: models } = store;
      const kept = await adopt([1]);
      const left = await models.begin(METHOD, NOW);
      const next = await models.begin(METHOD, NOW);
      expect(next).toBeGreaterThan(left);
      await expect(models.append(left, 0, Uint8Array.from([9]))).rejects.toThrow('meanwhile');
      await expect(models.adopt(left, FACTS)).rejects.toThrow('meanwhile');
      expect((await models.current())?.version).toBe(kept);
      await models.adopt(next, FACTS);
      expect((await models.current())?.version).toBe(next);
    });

    it('never have the version of one that was there', async () => {
      const versions = [await adopt([1]), await adopt([2])];
      versions.push(await store.predictionModels.begin(METHOD, NOW), await adopt([3]));
      expect(versions).toEqual([...new Set(versions)].sort((one, other) => one - other));
    });

    describe('learn from ratings', () => {
      let people: User[];
      let films: Movie[];

      beforeEach(async () => {
        people = [];
        for (const name of ['ana', 'ben', 'cleo']) people.push(await addUser(store, name));
        films = [];
        for (const title of ['Alien', 'Brazil']) films.push(await addMovie(store, { title }));
        for (const { id } of people) {
          for (const [i, film] of films.entries()) await rate(store, id, film.id, { stars: i + 1 });
        }
      });

      async function read(limit: number) {
        const all: [UserId, number, number][] = [];
        for (let after: UserId | null = 0 as UserId; after !== null; ) {
          const { ratings, next } = await store.predictionModels.scan(after, limit);
          all.push(
            ...ratings.map(({ userId, movieId, steps }): [UserId, number, number] => [
              userId,
              movieId,
              steps,
            ]),
          );
          after = next;
        }
        return all;
      }

      it.each([1, 2, 3, 100])('of all, each once, %i at a time', async (limit) => {
        const expected = people.flatMap(({ id }) =>
          films.map((film, i) => [id, film.id, 20 * (i + 1)]),
        );
        expect(await read(limit)).toEqual(expected);
        expect(await store.predictionModels.ratings()).toBe(6);
      });

      it('but not of who does not want that', async () => {
        await store.users.change(people[1]!.id, { useForPredictions: false });
        const of = new Set((await read(1)).map(([id]) => id));
        expect([...of]).toEqual([people[0]!.id, people[2]!.id]);
        expect(await store.predictionModels.ratings()).toBe(6);
      });

      it('as they are told of one person, with the last change', async () => {
        const [{ id }, [alien, brazil]] = [people[0]!, films];
        await store.ratings.remove(id, alien!.id, NOW);
        expect(await store.tastes.ratings(id)).toEqual({
          revision: 3,
          movieIds: [brazil!.id],
          steps: [40],
        });
        expect(await store.tastes.revision(id)).toBe(3);
        const newcomer = await addUser(store, 'dora');
        const nothing = { revision: 0, movieIds: [], steps: [] };
        expect(await store.tastes.ratings(newcomer.id)).toEqual(nothing);
        expect(await store.tastes.ratings(NOBODY)).toBeNull();
        expect(await store.tastes.revision(NOBODY)).toBeNull();
      });
    });

    describe('of facts', () => {
      it('find films of the same people before those of the same genres', async () => {
        const ridley = {
          directors: [{ name: 'Ridley Scott' }],
          cast: [{ name: 'Sigourney Weaver' }],
        };
        const alien = await addMovie(store, { title: 'Alien', genres: ['Horror'], ...ridley });
        const other = await addMovie(store, { title: 'Them!', genres: ['Horror'] });
        const blade = await addMovie(store, {
          title: 'Blade Runner',
          directors: [{ name: 'Ridley Scott' }],
        });
        const ice = await addMovie(store, {
          title: 'The Ice Storm',
          cast: [{ name: 'Sigourney Weaver' }],
        });
        await addMovie(store, { title: 'Amélie', genres: ['Romance'] });
        const found = await store.alike.to(alien.id, 10);
        expect(found).toEqual([
          { movieId: blade.id, score: 3 },
          { movieId: other.id, score: 2 },
          { movieId: ice.id, score: 1 },
        ]);
        expect(await store.alike.to(alien.id, 1)).toEqual(found.slice(0, 1));
        expect(await store.alike.to(NO_MOVIE, 10)).toEqual([]);
      });

      it('keep the order of what is of a kind', async () => {
        const [old, young, other] = [
          await addMovie(store, { title: 'Old', year: 1950, genres: ['Drama'] }),
          await addMovie(store, { title: 'Young', year: 2000, genres: ['Drama'] }),
          await addMovie(store, { title: 'Other', year: 2000, genres: ['Comedy'] }),
        ];
        const ids = [young.id, other.id, old.id, NO_MOVIE];
        expect(await store.alike.among(ids, {})).toEqual([young.id, other.id, old.id]);
        expect(await store.alike.among(ids, { genre: 'drama' })).toEqual([young.id, old.id]);
        expect(await store.alike.among(ids, { genre: 'Drama', maxYear: 1999 })).toEqual([old.id]);
        expect(await store.alike.among(ids, { minYear: 2001 })).toEqual([]);
        expect(await store.alike.among([], {})).toEqual([]);
      });
    });
  });
}
