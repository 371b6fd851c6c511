import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import type { User } from '../../src/users/user.js';
import { addMovie, addUser, NOW, rate } from '../support/some.js';

/** A store, and a way to write behind its back in plain SQL. */
export type Tampered = { store: Store; run(sql: string): Promise<unknown> };

export function recountContract(open: () => Promise<Tampered>): void {
  describe('the recount', () => {
    let store: Store;
    let run: Tampered['run'];
    let ana: User;
    let alien: Movie;
    let brazil: Movie;

    beforeEach(async () => {
      ({ store, run } = await open());
      ana = await addUser(store, 'ana');
      const ben = await addUser(store, 'ben');
      alien = await addMovie(store, { title: 'Alien' });
      brazil = await addMovie(store, { title: 'Brazil' });
      await rate(store, ana.id, alien.id, { stars: 3.55, note: 'loud' });
      await rate(store, ben.id, alien.id, { stars: 5 });
      await rate(store, ana.id, brazil.id, { stars: 0 });
      await store.ratings.remove(ana.id, brazil.id, NOW);
    });
    afterEach(() => store.close());

    it('counts all and finds nothing where everything adds up', async () => {
      expect(await store.recount.differences()).toEqual({
        ratings: 2,
        movies: 2,
        differences: [],
      });
    });

    it('finds a sum that is wrong, and says by how much', async () => {
      await run(`update tallies set sum = sum - 1 where movie_id = ${alien.id}
        and shard = (select max(shard) from tallies where movie_id = ${alien.id})`);
      const { differences } = await store.recount.differences();
      expect(differences).toEqual([
        { movieId: alien.id, what: 'sum is kept as 170 and counts 171' },
      ]);
    });

    it('finds a rating counted in another bucket', async () => {
      await run(`update tallies set h10 = 0, h9 = 1 where movie_id = ${alien.id} and h10 = 1`);
      const { differences } = await store.recount.differences();
      expect(differences.map(({ what }) => what)).toEqual([
        'h9 is kept as 1 and counts 0',
        'h10 is kept as 0 and counts 1',
      ]);
    });

    it('finds a count of ratings that there are none of', async () => {
      await run(`update tallies set count = 1, h0 = 1
        where movie_id = ${brazil.id} and shard = 0`);
      const { differences } = await store.recount.differences();
      expect(differences.map(({ movieId, what }) => [movieId, what])).toEqual([
        [brazil.id, 'count is kept as 1 and counts 0'],
        [brazil.id, 'h0 is kept as 1 and counts 0'],
      ]);
    });

    it('finds a tally that is missing', async () => {
      await run(`delete from tallies where movie_id = ${alien.id}`);
      const { differences } = await store.recount.differences();
      expect(differences).toContainEqual({
        movieId: alien.id,
        what: 'count is kept as 0 and counts 2',
      });
    });

    it.each([
      ['whose stars are others', 'update ratings set stars = 72'],
      ['whose note is another', "update ratings set note = 'quiet'"],
      ['of another revision', 'update ratings set revision = revision + 100'],
      ['whose last event removes it', 'update rating_events set stars = null, note = null'],
      ['that is gone though its last event is there', 'delete from ratings'],
      ['without an event', 'delete from rating_events'],
    ])('finds a rating %s', async (_, change) => {
      await run(`${change} where user_id = ${ana.id} and movie_id = ${alien.id}`);
      const { differences } = await store.recount.differences();
      expect(differences).toContainEqual({
        movieId: alien.id,
        what: `the rating of user ${ana.id} is not what its last event says`,
      });
    });

    it.each([
      ['of no such bucket', 'update tallies set h3 = 5'],
      ['below nothing', 'update tallies set count = -1'],
      ['of more stars than five each', 'update tallies set sum = 100000'],
      ['of stars off the scale', 'update ratings set stars = 101'],
    ])('is spared a count %s: the database refuses it', async (_, change) => {
      await expect(run(change)).rejects.toThrow();
    });
  });
}
