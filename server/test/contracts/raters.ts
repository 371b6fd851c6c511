import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rater } from '../../src/datasets/ports.js';
import type { MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { UserId } from '../../src/users/user.js';
import { publishAll } from '../support/publish.js';
import { ALL, addMovie, addUser, NOW, rate } from '../support/some.js';

const DAY = 86_400_000;
const MANY = 9000;

export function ratersContract(open: () => Promise<Store>): void {
  describe('the people of data sets', () => {
    let store: Store;
    let [alien, brazil] = [0 as MovieId, 0 as MovieId];

    beforeEach(async () => {
      store = await open();
      alien = (await addMovie(store, { title: 'Alien' })).id;
      brazil = (await addMovie(store, { title: 'Brazil' })).id;
    });
    afterEach(() => store.close());

    const gave = (movieId: MovieId, stars: number, ratedAt: number) => ({
      movieId,
      stars: parseStars(stars),
      ratedAt,
    });
    const add = (raters: Rater[]) => store.raters.add(raters, NOW, () => {});
    const idOf = async (handle: string) => (await store.users.findByHandle(handle))?.id as UserId;

    it('come with their ratings, each told as if it had been made at its time', async () => {
      await add([
        { handle: 'set-1', ratings: [gave(brazil, 2, NOW - 2 * DAY), gave(alien, 4.5, NOW - DAY)] },
        { handle: 'set-2', ratings: [] },
      ]);
      const userId = await idOf('set-1');
      expect(await store.users.find(userId)).toMatchObject({
        handle: 'set-1',
        displayName: 'set-1',
        role: 'USER',
        createdAt: NOW,
      });
      expect(await store.ratings.find(userId, alien)).toEqual({
        ...{ userId, movieId: alien, stars: 90, note: null, revision: 2 },
        ...{ ratedAt: NOW - DAY, updatedAt: NOW - DAY },
      });
      expect(await store.ratings.changes(userId, 0, 10)).toMatchObject([
        { movieId: brazil, stars: 40, at: NOW - 2 * DAY },
        { movieId: alien, stars: 90, at: NOW - DAY },
      ]);
      expect(await store.users.counts(await idOf('set-2'))).toMatchObject({ ratings: 0 });
      expect(await store.recount.differences()).toMatchObject({ ratings: 2, differences: [] });
    });

    it('have no password to sign in with', async () => {
      await add([{ handle: 'set-1', ratings: [] }]);
      expect(await store.users.findForSignIn('set-1')).toMatchObject({ passwordHash: null });
    });

    it('count beside who rated before them, in tallies and in scores', async () => {
      const ana = await addUser(store, 'ana');
      await rate(store, ana.id, alien, { stars: 1 });
      await publishAll(store);
      await add([
        { handle: 'set-1', ratings: [gave(alien, 4, NOW - DAY)] },
        { handle: 'set-2', ratings: [gave(alien, 4, NOW - DAY), gave(brazil, 5, NOW)] },
      ]);
      expect(await store.ratings.tallyOf(alien)).toMatchObject({ count: 3, sum: 20 + 80 + 80 });
      await publishAll(store);
      expect((await store.movies.find(alien))?.score).toMatchObject({ count: 3 });
      expect(await store.recount.differences()).toMatchObject({ ratings: 4, differences: [] });
    });

    it('go on rating behind what they brought', async () => {
      await add([{ handle: 'set-1', ratings: [gave(alien, 4, NOW - DAY)] }]);
      const { rating, tally } = await rate(store, await idOf('set-1'), alien, { stars: 2 });
      expect([rating.revision, tally.count, tally.sum]).toEqual([2, 1, 40]);
    });

    it('are all of them there when there are many, and say how far it is', async () => {
      const heard: number[] = [];
      const raters = Array.from({ length: MANY }, (_, n) => ({
        handle: `set-${n}`,
        ratings: [gave(n % 2 === 0 ? alien : brazil, (n % 11) / 2, NOW - n)],
      }));
      await store.raters.add(raters, NOW, (ratings) => heard.push(ratings));
      expect(heard.at(-1)).toBe(MANY);
      expect(heard.length).toBeGreaterThan(1);
      expect(await store.recount.differences()).toMatchObject({ ratings: MANY, differences: [] });
      const { total } = await store.users.list({}, ALL);
      expect(total).toBe(MANY);
    });

    it('are none of them there when one has a handle that is taken', async () => {
      await addUser(store, 'Set-2');
      const raters = ['set-1', 'set-2'].map((handle) => ({
        handle,
        ratings: [gave(alien, 4, NOW)],
      }));
      await expect(add(raters)).rejects.toThrow();
      expect(await store.users.findByHandle('set-1')).toBeNull();
      expect(await store.ratings.tallyOf(alien)).toMatchObject({ count: 0 });
      expect(await store.raters.firstTaken(['set-1', 'set-2', 'set-3'])).toBe('set-2');
      expect(await store.raters.firstTaken(['set-1', 'set-3'])).toBeNull();
      expect(await store.raters.firstTaken([])).toBeNull();
    });
  });
}
