import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Movie } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import type { User } from '../../src/users/user.js';
import { ALL, addMovie, addUser, NO_MOVIE, NOBODY, NOW, walk } from '../support/some.js';

const MOST = 100;

export function companionsContract(open: () => Promise<Store>): void {
  let store: Store;
  let ana: User;
  let ben: User;

  const begin = async () => {
    store = await open();
    [ana, ben] = [await addUser(store, 'ana'), await addUser(store, 'ben')];
  };

  describe('companions', () => {
    beforeEach(begin);
    afterEach(() => store.close());

    const listOf = async ({ id }: User) =>
      (await store.companions.list(id, MOST)).map(({ user, agreedAt, theyAgreedAt }) => [
        user.handle,
        agreedAt,
        theyAgreedAt,
      ]);

    it('are two who each let the other', async () => {
      const { companions } = store;
      expect(await companions.add(ana.id, ben.id, NOW, MOST)).toEqual({ added: true, at: NOW });
      expect(await listOf(ana)).toEqual([['ben', NOW, null]]);
      expect(await listOf(ben)).toEqual([['ana', null, NOW]]);
      expect(await companions.mutual(ana.id, [ben.id])).toEqual([]);
      await companions.add(ben.id, ana.id, NOW + 1, MOST);
      expect(await listOf(ana)).toEqual([['ben', NOW, NOW + 1]]);
      expect(await companions.find(ben.id, ana.id)).toEqual({
        user: { id: ana.id, handle: 'ana', displayName: 'ana' },
        agreedAt: NOW + 1,
        theyAgreedAt: NOW,
      });
      expect(await companions.mutual(ana.id, [ben.id, NOBODY])).toEqual([ben.id]);
      expect(await companions.mutual(ana.id, [])).toEqual([]);
    });

    it('are let once, since the first time', async () => {
      await store.companions.add(ana.id, ben.id, NOW, MOST);
      const again = await store.companions.add(ana.id, ben.id, NOW + 1, MOST);
      expect(again).toEqual({ added: false, at: NOW });
    });

    it('are companions no longer once one of them thinks better of it', async () => {
      await store.companions.add(ana.id, ben.id, NOW, MOST);
      await store.companions.add(ben.id, ana.id, NOW, MOST);
      expect(await store.companions.remove(ben.id, ana.id)).toBe(true);
      expect(await store.companions.remove(ben.id, ana.id)).toBe(false);
      expect(await store.companions.mutual(ana.id, [ben.id])).toEqual([]);
      expect([await listOf(ana), await listOf(ben)]).toEqual([[], []]);
    });

    it('are nobody whom one of them declines, and no others', async () => {
      const cleo = await addUser(store, 'cleo');
      await store.companions.add(ana.id, ben.id, NOW, MOST);
      await store.companions.add(cleo.id, ben.id, NOW, MOST);
      expect(await store.companions.remove(ben.id, ana.id)).toBe(true);
      expect(await listOf(ana)).toEqual([]);
      expect(await listOf(ben)).toEqual([['cleo', null, NOW]]);
    });

    it('are people that there are, and that are not disabled', async () => {
      expect(await store.companions.add(ana.id, NOBODY, NOW, MOST)).toBeNull();
      expect(await store.companions.add(NOBODY, ana.id, NOW, MOST)).toBeNull();
      await store.companions.add(ana.id, ben.id, NOW, MOST);
      await store.companions.add(ben.id, ana.id, NOW, MOST);
      await store.users.change(ben.id, { disabled: true });
      expect(await listOf(ana)).toEqual([]);
      expect(await store.companions.mutual(ana.id, [ben.id])).toEqual([]);
      await store.users.change(ben.id, { disabled: false });
      expect(await store.companions.mutual(ana.id, [ben.id])).toEqual([ben.id]);
    });

    it('are so many at most, also when they are let at once', async () => {
      const others = [ben, await addUser(store, 'cleo'), await addUser(store, 'dora')];
      const done = await Promise.all(
        others.map(({ id }) => store.companions.add(ana.id, id, NOW, 2)),
      );
      expect(done.filter((one) => one === 'full')).toHaveLength(1);
      expect(await listOf(ana)).toHaveLength(2);
    });

    it('go with the person', async () => {
      await store.companions.add(ana.id, ben.id, NOW, MOST);
      await store.companions.add(ben.id, ana.id, NOW, MOST);
      await store.users.remove(ben.id);
      expect(await listOf(ana)).toEqual([]);
    });
  });

  describe('movies set aside', () => {
    let alien: Movie;
    let brazil: Movie;

    beforeEach(async () => {
      await begin();
      [alien, brazil] = [
        await addMovie(store, { title: 'Alien' }),
        await addMovie(store, { title: 'Brazil' }),
      ];
    });
    afterEach(() => store.close());

    it('are a person’s own, since the first time', async () => {
      const { setAside } = store;
      expect(await setAside.add(ana.id, alien.id, NOW)).toEqual({ added: true, at: NOW });
      expect(await setAside.add(ana.id, alien.id, NOW + 1)).toEqual({ added: false, at: NOW });
      expect(await setAside.ids(ana.id)).toEqual([alien.id]);
      expect(await setAside.ids(ben.id)).toEqual([]);
      expect(await setAside.add(ana.id, NO_MOVIE, NOW)).toBeNull();
      expect(await setAside.add(NOBODY, alien.id, NOW)).toBeNull();
    });

    it('come back when they are taken up again', async () => {
      await store.setAside.add(ana.id, alien.id, NOW);
      expect(await store.setAside.remove(ana.id, alien.id)).toBe(true);
      expect(await store.setAside.remove(ana.id, alien.id)).toBe(false);
      expect(await store.setAside.ids(ana.id)).toEqual([]);
    });

    it('are listed, the last first, with the whole movie', async () => {
      const clue = await addMovie(store, { title: 'Clue' });
      await store.setAside.add(ana.id, clue.id, NOW);
      await store.setAside.add(ana.id, brazil.id, NOW);
      await store.setAside.add(ana.id, alien.id, NOW - 1);
      await store.setAside.add(ben.id, alien.id, NOW);
      const expected = ['Brazil', 'Clue', 'Alien'];
      for (const limit of [1, 2, 3]) {
        const all = await walk((page) => store.setAside.byUser(ana.id, page), limit);
        expect(all.map(({ movie }) => movie.title)).toEqual(expected);
      }
      const { items, total } = await store.setAside.byUser(ana.id, ALL);
      expect(items[0]).toEqual({ movie: await store.movies.find(brazil.id), at: NOW });
      expect(total).toBe(3);
    });

    it('go with the movie and with the person', async () => {
      await store.setAside.add(ana.id, alien.id, NOW);
      await store.setAside.add(ben.id, brazil.id, NOW);
      await store.movies.remove(alien.id, NOW);
      expect(await store.setAside.ids(ana.id)).toEqual([]);
      expect(await store.users.remove(ben.id)).toBe('removed');
    });

    it('stay set aside when two movies are found to be one', async () => {
      await store.setAside.add(ana.id, alien.id, NOW);
      await store.setAside.add(ben.id, alien.id, NOW + 2);
      await store.setAside.add(ben.id, brazil.id, NOW + 1);
      const facts = { ...brazil, directors: [], cast: [] };
      await store.movies.merge(alien, brazil, facts, NOW);
      expect(await store.setAside.ids(ana.id)).toEqual([brazil.id]);
      const { items } = await store.setAside.byUser(ben.id, ALL);
      expect(items.map(({ movie, at }) => [movie.id, at])).toEqual([[brazil.id, NOW + 1]]);
    });
  });
}
