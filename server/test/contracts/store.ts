import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import { ALL, addMovie, addUser, NOW, rate } from '../support/some.js';

/** What holds of the store as a whole. */
export function storeContract(open: () => Promise<Store>): void {
  describe('the store', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const handles = async () => (await store.users.list({}, ALL)).items.map(({ handle }) => handle);

    it('does together what is done atomically, and answers its result', async () => {
      const done = await store.atomically(async (tx) => {
        const ana = await addUser(tx, 'ana');
        const { id } = await addMovie(tx);
        return rate(tx, ana.id, id, { stars: 3 });
      });
      expect(done.tally.count).toBe(1);
      const { userId, movieId } = done.rating;
      expect(await store.ratings.find(userId, movieId)).toEqual(done.rating);
    });

    it('leaves nothing of what fails in the middle', async () => {
      const ana = await addUser(store, 'ana');
      const alien = await addMovie(store, { title: 'Alien' });
      await rate(store, ana.id, alien.id, { stars: 3 });
      const failing = store.atomically(async (tx) => {
        await addUser(tx, 'ben');
        await rate(tx, ana.id, alien.id, { stars: 5 });
        await tx.movies.remove(alien.id, NOW);
        await tx.favourites.add(ana.id, (await addMovie(tx, { title: 'Ghost' })).id, NOW);
        throw new Error('in the middle');
      });
      await expect(failing).rejects.toThrow('in the middle');
      expect(await handles()).toEqual(['ana']);
      expect(await store.catalogue.count()).toBe(1);
      expect(await store.ratings.tallyOf(alien.id)).toMatchObject({ count: 1, sum: 60 });
      expect(await store.ratings.history(ana.id, alien.id)).toHaveLength(1);
      expect((await store.movies.list({ q: 'ghost' }, [], ALL)).total).toBe(0);
      expect((await store.recount.differences()).differences).toEqual([]);
    });

    it('makes one act of acts within acts', async () => {
      const within = (fails: boolean) =>
        store.atomically(async (outer) => {
          await addUser(outer, 'ana');
          await outer.atomically(async (inner) => {
            await addUser(inner, 'ben');
            if (fails) throw new Error('within');
          });
          await addUser(outer, 'cleo');
        });
      await expect(within(true)).rejects.toThrow('within');
      expect(await handles()).toEqual([]);
      await within(false);
      expect(await handles()).toEqual(['ana', 'ben', 'cleo']);
    });

    it('undoes an act within when the one around it fails', async () => {
      const failing = store.atomically(async (outer) => {
        await outer.atomically((inner) => addUser(inner, 'ben'));
        throw new Error('around');
      });
      await expect(failing).rejects.toThrow('around');
      expect(await handles()).toEqual([]);
    });

    it('sees inside what was written inside', async () => {
      await store.atomically(async (tx) => {
        const ana = await addUser(tx, 'ana');
        expect(await tx.users.find(ana.id)).toEqual(ana);
        expect((await tx.users.list({}, ALL)).total).toBe(1);
      });
    });

    it('does acts at once one after the other where they touch the same', async () => {
      const ana = await addUser(store, 'ana');
      const { id } = await addMovie(store);
      await rate(store, ana.id, id, { stars: 0 });
      // Each adds a twentieth of a star to what it reads.
      await Promise.all(
        Array.from({ length: 20 }, () =>
          store.atomically(async (tx) => {
            await tx.users.change(ana.id, { displayName: 'locks the row' });
            const rating = await tx.ratings.find(ana.id, id);
            await rate(tx, ana.id, id, { stars: (rating!.stars + 1) / 20 });
          }),
        ),
      );
      expect((await store.ratings.find(ana.id, id))?.stars).toBe(20);
    });

    it('goes on after an act that failed', async () => {
      const failing = Array.from({ length: 5 }, () =>
        store.atomically(async () => {
          throw new Error('no');
        }),
      );
      const results = await Promise.allSettled([...failing, addUser(store, 'ana')]);
      expect(results.map(({ status }) => status)).toEqual([
        ...failing.map(() => 'rejected'),
        'fulfilled',
      ]);
      expect(await handles()).toEqual(['ana']);
    });

    it('has one secret, made with it and not easily guessed', async () => {
      const secrets = await Promise.all([store.secret(), store.secret(), store.secret()]);
      expect(new Set(secrets).size).toBe(1);
      expect(Buffer.from(secrets[0]!, 'base64url')).toHaveLength(32);
    });

    it('has another secret than another store', async () => {
      const secret = await store.secret();
      await store.close();
      store = await open();
      expect(await store.secret()).not.toBe(secret);
    });

    it('numbers changes above all that were given out before, each time it begins anew', async () => {
      expect(await store.feed.origin()).toBe(0);
      await store.feed.beginAnew(NOW);
      const first = await store.feed.origin();
      expect(first).toBeGreaterThan(1_000_000_000_000);
      // Clocks go back, too.
      await store.feed.beginAnew(NOW - 60_000);
      const second = await store.feed.origin();
      expect(second).toBeGreaterThan(first);
      expect(Number.isSafeInteger(second + 1_000_000)).toBe(true);
      expect(await store.secret()).toHaveLength(43);
    });

    it('answers a check', async () => {
      expect(await store.check()).toBeUndefined();
    });
  });
}
