import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { User } from '../../src/users/user.js';
import type { ViewingFacts, ViewingId } from '../../src/viewings/viewing.js';
import { ALL, addMovie, addUser, NO_MOVIE, NOBODY, NOW, walk } from '../support/some.js';

const SEEN: ViewingFacts = {
  watchedOn: '2024-02-29',
  stars: parseStars(3.55),
  rewatch: true,
  tags: ['cinema', 'with “Ben”, Zoë'],
  review: 'Two\nlines, and an 🎬.',
};

export function viewingsContract(open: () => Promise<Store>): void {
  describe('viewings', () => {
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

    const see = async (facts: Partial<ViewingFacts> = {}, movie = alien, by = ana, now = NOW) => {
      const viewing = await store.viewings.add(by.id, movie.id, { ...SEEN, ...facts }, now);
      if (viewing === null) throw new Error('nothing was added');
      return viewing;
    };

    it('keep all that is told of them', async () => {
      const viewing = await see();
      const whole = { ...SEEN, userId: ana.id, movieId: alien.id, loggedAt: NOW, updatedAt: NOW };
      expect(viewing).toEqual({ id: viewing.id, ...whole });
      expect(await store.viewings.find(ana.id, viewing.id)).toEqual(viewing);
    });

    it('may have nothing told of them', async () => {
      const nothing = { watchedOn: null, stars: null, rewatch: false, tags: [], review: null };
      const viewing = await see(nothing);
      expect(await store.viewings.find(ana.id, viewing.id)).toMatchObject(nothing);
    });

    it('are several of one film on one day', async () => {
      const [first, second] = [await see(), await see()];
      expect(first.id).not.toBe(second.id);
      expect(await store.users.counts(ana.id)).toMatchObject({ ratings: 0, viewings: 2 });
    });

    it('are of movies and people that there are', async () => {
      expect(await store.viewings.add(ana.id, NO_MOVIE, SEEN, NOW)).toBeNull();
      expect(await store.viewings.add(NOBODY, alien.id, SEEN, NOW)).toBeNull();
    });

    it('change in what is named alone', async () => {
      const viewing = await see();
      const changed = { ...viewing, stars: null, tags: [], updatedAt: NOW + 5 };
      const { edit, find } = store.viewings;
      expect(await edit(ana.id, viewing.id, { stars: null, tags: [] }, NOW + 5)).toEqual(changed);
      expect(await find(ana.id, viewing.id)).toEqual(changed);
    });

    it('are nobody else’s', async () => {
      const { id } = await see();
      const { edit, find, remove } = store.viewings;
      expect(await find(ben.id, id)).toBeNull();
      expect(await edit(ben.id, id, { review: null }, NOW)).toBeNull();
      expect(await remove(ben.id, id)).toBe(false);
      expect(await find(ana.id, id)).toMatchObject(SEEN);
    });

    it('can be removed, once', async () => {
      const { id } = await see();
      const kept = await see();
      expect(await store.viewings.remove(ana.id, id)).toBe(true);
      expect(await store.viewings.remove(ana.id, id)).toBe(false);
      expect(await store.viewings.edit(ana.id, id, { review: null }, NOW)).toBeNull();
      expect(await store.viewings.remove(ana.id, 987_654 as ViewingId)).toBe(false);
      expect(await store.viewings.find(ana.id, kept.id)).toEqual(kept);
    });

    it('go with the movie, and with the person', async () => {
      const { id } = await see();
      const other = await see({}, await addMovie(store, { title: 'Brazil' }), ben);
      await store.movies.remove(alien.id, NOW);
      expect(await store.viewings.find(ana.id, id)).toBeNull();
      await store.users.remove(ben.id);
      expect(await store.viewings.find(ben.id, other.id)).toBeNull();
    });

    describe('in a list', () => {
      const DAYS = ['1999-12-31', null, '2024-02-29', '2000-01-01', '2024-02-29', null];
      const ids: ViewingId[] = [];
      const places = (rows: { viewing: { id: ViewingId } }[]) =>
        rows.map(({ viewing }) => ids.indexOf(viewing.id));

      beforeEach(async () => {
        ids.length = 0;
        const brazil = await addMovie(store, { title: 'Brazil' });
        for (const [i, watchedOn] of DAYS.entries()) {
          ids.push((await see({ watchedOn }, i % 2 === 0 ? alien : brazil)).id);
        }
        await see({}, alien, ben);
      });

      it.each([
        [true, [4, 2, 3, 0, 5, 1]],
        [false, [0, 3, 2, 4, 1, 5]],
      ])('are in the order of their days, descending: %s', async (descending, expected) => {
        const list = store.viewings.byUser;
        expect(places((await list(ana.id, {}, descending, ALL)).items)).toEqual(expected);
        for (const limit of [1, 2, 4]) {
          const walked = await walk((page) => list(ana.id, {}, descending, page), limit);
          expect(places(walked)).toEqual(expected);
        }
      });

      it('are those of one movie when it is named, each with the whole movie', async () => {
        const filter = { movieId: alien.id };
        const { items, total } = await store.viewings.byUser(ana.id, filter, true, ALL);
        expect(places(items)).toEqual([4, 2, 0]);
        expect(total).toBe(3);
        expect(items[0]?.movie).toEqual(await store.movies.find(alien.id));
      });

      it('are neither skipped nor repeated while others come', async () => {
        const seen = await walk(
          (page) => store.viewings.byUser(ana.id, {}, true, page),
          1,
          async () => void (await see({ watchedOn: '2025-01-01' })),
        );
        expect(places(seen)).toEqual([4, 2, 3, 0, 5, 1]);
      });

      it('are none past the end, with the total there is', async () => {
        const first = await store.viewings.byUser(ana.id, {}, true, { limit: 5, after: null });
        await store.viewings.remove(ana.id, ids[1]!);
        const past = await store.viewings.byUser(ana.id, {}, true, { limit: 5, after: first.next });
        expect(past).toEqual({ items: [], next: null, total: 5 });
      });
    });
  });
}
