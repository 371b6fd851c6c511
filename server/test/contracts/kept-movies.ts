import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie, MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import type { User } from '../../src/users/user.js';
import { publishGiven } from '../support/publish.js';
import { ALL, addMovie, addUser, aMovie, NOW, rate } from '../support/some.js';
import type { Tampered } from './recount.js';

const FACTS = {
  title: 'Alien',
  originalTitle: 'Alien (US)',
  year: 1979,
  releaseDate: '1979-05-25',
  runtimeMinutes: 117,
  overview: 'In space no one can hear you scream.',
  posterUrl: 'https://example.org/alien.jpg',
  genres: ['Horror', 'Science fiction'],
  directors: [{ name: 'Ridley Scott' }],
  cast: [{ name: 'Sigourney Weaver' }, { name: 'Tom Skerritt' }],
  ids: { tmdb: '348', imdb: 'tt0078748', wikidata: 'Q103569' },
};

/** Movies that were read before: they are as they are now, whoever changed them. */
export function keptMoviesContract(open: () => Promise<Tampered>): void {
  describe('a movie that was read before', () => {
    let store: Store;
    let run: Tampered['run'];
    let ana: User;
    let ben: User;
    let alien: Movie;

    beforeEach(async () => {
      ({ store, run } = await open());
      // The first is an ADMIN, and the last of those stays.
      ben = await addUser(store, 'ben');
      ana = await addUser(store, 'ana');
      alien = await addMovie(store, FACTS, ana.id);
      await rate(store, ben.id, alien.id, { stars: 4 });
      await everywhere(alien.id);
    });
    afterEach(() => store.close());

    const byTime = [{ by: 'ratedAt', descending: true } as const];
    /** The same wherever it is read, alone or among others. */
    const everywhere = async (id: MovieId) => {
      const { movies, ratings } = store;
      const found = await movies.find(id);
      const mine = (await ratings.byUser(ben.id, {}, byTime, ALL)).items;
      const listed = (await movies.list({}, [{ by: 'title', descending: false }], ALL)).items;
      const among = (all: readonly Movie[]) => all.find((movie) => movie.id === id) ?? null;
      expect(among(await movies.findMany([id]))).toEqual(found);
      expect(among(mine.map(({ movie }) => movie))).toEqual(found);
      expect(among(listed)).toEqual(found);
      return found;
    };
    const tamper = (set: string) => run(`update movies set ${set} where id = ${alien.id}`);

    it('is told with all that it was told with', async () => {
      expect(await everywhere(alien.id)).toEqual(alien);
      expect(await everywhere(alien.id)).toMatchObject(FACTS);
    });

    it('is not read again while it is of the same version', async () => {
      await tamper("title = 'Nothing says that this was written'");
      expect((await everywhere(alien.id))?.title).toBe('Alien');
    });

    it('is read again after another process has edited it', async () => {
      await tamper(`title = 'Aliens', version = version + 1, updated_at = ${NOW + 1}`);
      expect(await everywhere(alien.id)).toMatchObject({ title: 'Aliens', version: 2 });
    });

    it('is read again after a backup was restored whose version is another one', async () => {
      await tamper(`title = 'Alien, as it was', updated_at = ${NOW - 1}`);
      expect(await everywhere(alien.id)).toMatchObject({ title: 'Alien, as it was', version: 1 });
    });

    it('is read again after each of its own edits, and within them', async () => {
      for (const [i, title] of ['Aliens', 'Alien³', 'Alien'].entries()) {
        await store.atomically(async ({ movies }) => {
          await movies.edit(alien.id, i + 1, aMovie({ title }), NOW);
          expect((await movies.find(alien.id))?.title).toBe(title);
        });
        expect(await everywhere(alien.id)).toMatchObject({ title, version: i + 2, cast: [] });
      }
    });

    it('is none that never was: what a transaction took back is not kept', async () => {
      const edit = (title: string) => store.movies.edit(alien.id, 1, aMovie({ title }), NOW);
      const failing = store.atomically(async ({ movies }) => {
        await movies.edit(alien.id, 1, aMovie({ title: 'Never' }), NOW);
        expect((await movies.findMany([alien.id]))[0]?.title).toBe('Never');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await everywhere(alien.id)).toEqual(alien);
      await edit('Ever');
      expect((await everywhere(alien.id))?.title).toBe('Ever');
    });

    it('has its score of now', async () => {
      const score = { stars: 3, count: 1, mean: 3, low: 2, high: 4 };
      await publishGiven(store, [{ movieId: alien.id, score }]);
      expect(await everywhere(alien.id)).toEqual({ ...alien, score });
      await publishGiven(store, [{ movieId: alien.id, score: { ...score, stars: 3.05 } }]);
      expect((await everywhere(alien.id))?.score?.stars).toBe(3.05);
    });

    it('is nobody’s once whoever created it is gone', async () => {
      expect((await everywhere(alien.id))?.createdBy).toBe(ana.id);
      await store.users.remove(ana.id);
      expect(await everywhere(alien.id)).toEqual({ ...alien, createdBy: null });
    });

    it('is nowhere once it is removed, and stays among others who do', async () => {
      const brazil = await addMovie(store, { title: 'Brazil' });
      await rate(store, ben.id, brazil.id, { stars: 5 });
      await everywhere(brazil.id);
      await store.movies.remove(alien.id, NOW);
      expect(await everywhere(alien.id)).toBeNull();
      const both = await store.movies.findMany([alien.id, brazil.id]);
      expect(both).toEqual([await everywhere(brazil.id)]);
    });

    it('comes in the order that was asked for, with those that were not read before', async () => {
      const others = [];
      for (const title of ['Brazil', 'Cube']) others.push(await addMovie(store, { title }));
      const [brazil, cube] = others as [Movie, Movie];
      await store.movies.find(cube.id);
      const ids = [cube.id, brazil.id, alien.id];
      expect((await store.movies.findMany(ids)).map(({ id }) => id)).toEqual(ids);
    });
  });
}
