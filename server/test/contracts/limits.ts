import { describe, expect, it } from 'vitest';
import type { Limits } from '../../src/users/ports.js';

/** `open` makes limits of their own: nothing counts from one to the next. */
export function limitsContract(open: (most: number, seconds: number) => Promise<Limits>): void {
  describe('limits', () => {
    const takeMany = async (limits: Limits, times: number, key = 'ana') => {
      const allowed: boolean[] = [];
      for (let i = 0; i < times; i++) allowed.push((await limits.take(key)).allowed);
      return allowed.filter(Boolean).length;
    };

    it('allow so many, and no more', async () => {
      const limits = await open(3, 60);
      const taken = [];
      for (let i = 0; i < 5; i++) taken.push(await limits.take('ana'));
      expect(taken.map(({ allowed, left }) => [allowed, left])).toEqual([
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
        [false, 0],
      ]);
    });

    it('say when there will be more, in whole seconds', async () => {
      const limits = await open(1, 60);
      for (let i = 0; i < 3; i++) {
        const { resetSeconds } = await limits.take('ana');
        expect(Number.isInteger(resetSeconds)).toBe(true);
        expect(resetSeconds).toBeGreaterThanOrEqual(1);
        expect(resetSeconds).toBeLessThanOrEqual(60);
      }
    });

    it('count each key for itself', async () => {
      const limits = await open(2, 60);
      expect(await takeMany(limits, 5, 'ana')).toBe(2);
      expect(await takeMany(limits, 5, 'ANA')).toBe(2);
      expect(await takeMany(limits, 5, '')).toBe(2);
      expect(await takeMany(limits, 5, '千 と:{千}')).toBe(2);
    });

    it('allow exactly so many of a hundred at once', async () => {
      const limits = await open(10, 60);
      const all = await Promise.all(Array.from({ length: 100 }, () => limits.take('ana')));
      expect(all.filter(({ allowed }) => allowed)).toHaveLength(10);
    });

    it('allow again what was given back', async () => {
      const limits = await open(2, 60);
      await takeMany(limits, 2);
      await limits.giveBack('ana');
      expect(await takeMany(limits, 5)).toBe(1);
    });

    it('take nothing when they refuse', async () => {
      const limits = await open(1, 60);
      expect(await takeMany(limits, 50)).toBe(1);
      await limits.giveBack('ana');
      expect(await takeMany(limits, 50)).toBe(1);
    });

    it('never allow more because more was given back than taken', async () => {
      const limits = await open(2, 60);
      await limits.giveBack('ana');
      await limits.take('ana');
      for (let i = 0; i < 5; i++) await limits.giveBack('ana');
      expect(await takeMany(limits, 10)).toBe(2);
    });

    it('of none at all allow everything', async () => {
      const limits = await open(0, 60);
      expect(await takeMany(limits, 200)).toBe(200);
      await limits.giveBack('ana');
      expect(await limits.take('ana')).toMatchObject({ allowed: true });
    });
  });
}
