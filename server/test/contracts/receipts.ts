import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import { NOW } from '../support/some.js';

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
