import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import { NOW } from '../support/some.js';

const FOR_MS = 3000;

export function leasesContract(open: () => Promise<Store>): void {
  describe('a lease', () => {
    let store: Store;

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    const take = (holder: string, after = 0, name = 'scores') =>
      store.leases.take(name, holder, NOW + after, FOR_MS);

    it('is of whoever takes it first, until its time is over', async () => {
      expect(await take('one')).toBe(true);
      expect(await take('other')).toBe(false);
      expect(await take('other', FOR_MS - 1)).toBe(false);
      expect(await take('other', FOR_MS)).toBe(true);
      expect(await take('one', FOR_MS)).toBe(false);
    });

    it('is prolonged by who takes it again once half of its time is over', async () => {
      await take('one');
      expect(await take('one', 2000)).toBe(true);
      expect(await take('other', 4999)).toBe(false);
      expect(await take('other', 5000)).toBe(true);
    });

    it('is not prolonged before', async () => {
      await take('one');
      expect(await take('one', 1000)).toBe(true);
      expect(await take('other', FOR_MS)).toBe(true);
    });

    it('is let go by its holder alone', async () => {
      await take('one');
      await store.leases.release('scores', 'other');
      expect(await take('other')).toBe(false);
      await store.leases.release('scores', 'one');
      expect(await take('other')).toBe(true);
    });

    it('may be let go by who has none', async () => {
      await store.leases.release('scores', 'one');
      expect(await take('one')).toBe(true);
    });

    it('says nothing of others', async () => {
      await take('one');
      expect(await take('other', 0, 'prune')).toBe(true);
      await store.leases.release('prune', 'other');
      expect(await take('other')).toBe(false);
    });

    it('is of exactly one of those who take it at once, when it is new and when it is over', async () => {
      const holders = Array.from({ length: 12 }, (_, i) => `holder ${i}`);
      for (const after of [0, FOR_MS, 2 * FOR_MS]) {
        const taken = await Promise.all(holders.map((holder) => take(holder, after)));
        expect(taken.filter(Boolean)).toEqual([true]);
        expect(await take(holders[taken.indexOf(true)]!, after + 1)).toBe(true);
      }
    });
  });
}
