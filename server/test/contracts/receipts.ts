import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import { addMovie, NOW } from '../support/some.js';

export function receiptsContract(open: () => Promise<Store>): void {
  describe('receipts', () => {
    let store: Store;
    const key = { scope: '1 POST /api/v1/movies', key: 'k' };
    const receipt = { fingerprint: 'f', answer: 'sealed' };

    beforeEach(async () => {
      store = await open();
    });
    afterEach(() => store.close());

    it('are found by scope and key together', async () => {
      await store.receipts.add(key, receipt, NOW);
      expect(await store.receipts.find(key, 0)).toEqual(receipt);
      expect(await store.receipts.find({ ...key, scope: '2 POST /api/v1/movies' }, 0)).toBeNull();
      expect(await store.receipts.find({ ...key, key: 'K' }, 0)).toBeNull();
    });

    it('are found while they are young enough', async () => {
      await store.receipts.add(key, receipt, NOW);
      expect(await store.receipts.find(key, NOW)).toEqual(receipt);
      expect(await store.receipts.find(key, NOW + 1)).toBeNull();
    });

    it('replace an older one of the same key', async () => {
      await store.receipts.add(key, receipt, NOW);
      const newer = { fingerprint: 'g', answer: 'other' };
      await store.receipts.add(key, newer, NOW + 1);
      expect(await store.receipts.find(key, NOW + 1)).toEqual(newer);
      expect(await store.receipts.prune(NOW + 2)).toBe(1);
    });

    it('are pruned when they are too old', async () => {
      await store.receipts.add(key, receipt, NOW - 1);
      await store.receipts.add({ ...key, key: 'young' }, receipt, NOW);
      expect(await store.receipts.prune(NOW)).toBe(1);
      expect(await store.receipts.find(key, 0)).toBeNull();
      expect(await store.receipts.find({ ...key, key: 'young' }, 0)).toEqual(receipt);
      expect(await store.receipts.prune(NOW)).toBe(0);
    });

    it('are claimed once, and again when they are too old', async () => {
      const claim = (since: number, now: number) =>
        store.atomically((tx) => tx.receipts.claim(key, since, now));
      expect(await claim(0, NOW)).toBe(true);
      expect(await claim(NOW, NOW + 1)).toBe(false);
      expect(await claim(NOW + 1, NOW + 2)).toBe(true);
      expect(await claim(NOW + 1, NOW + 3)).toBe(false);
    });

    it('may be claimed again when what was to be done once has failed', async () => {
      const failing = store.atomically(async (tx) => {
        expect(await tx.receipts.claim(key, 0, NOW)).toBe(true);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await store.atomically((tx) => tx.receipts.claim(key, 0, NOW))).toBe(true);
    });

    it('claimed by many at once have one effect, and the others find its answer', async () => {
      const done = await Promise.all(
        Array.from({ length: 8 }, () =>
          store.atomically(async (tx) => {
            if (!(await tx.receipts.claim(key, 0, NOW))) return tx.receipts.find(key, 0);
            const { id } = await addMovie(tx);
            await tx.receipts.add(key, { fingerprint: 'f', answer: `movie ${id}` }, NOW);
            return id;
          }),
        ),
      );
      const ids = done.filter((one) => typeof one === 'number');
      expect(ids).toHaveLength(1);
      expect(await store.catalogue.count()).toBe(1);
      const kept = { fingerprint: 'f', answer: `movie ${ids[0]}` };
      expect(done.filter((one) => typeof one !== 'number')).toEqual(Array(7).fill(kept));
    });

    it('go with the transaction that wrote them', async () => {
      const failing = store.atomically(async (tx) => {
        await tx.receipts.add(key, receipt, NOW);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(await store.receipts.find(key, 0)).toBeNull();
    });
  });
}
