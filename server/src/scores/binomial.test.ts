import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from './binomial.js';

describe('the tail of a binomial', () => {
  // Sums of C(n, k)·p^k·(1 − p)^(n − k), worked out by hand.
  it.each([
    [1, 0.5, 1, 0.5],
    [4, 0.5, 3, 5 / 16],
    [3, 0.25, 2, 10 / 64],
    [5, 0.2, 5, 0.00032],
    [2, 0.9, 1, 0.99],
  ])('of %i trials with chance %d, at least %i, is %d', (trials, chance, least, tail) => {
    expect(binomialTail(trials, chance, least)).toBeCloseTo(tail, 12);
  });

  it('is certain for none, and impossible for more than there are', () => {
    expect(binomialTail(5, 0.3, 0)).toBe(1);
    expect(binomialTail(5, 0.3, 6)).toBe(0);
    expect(binomialTail(5, 0, 1)).toBe(0);
    expect(binomialTail(5, 1, 5)).toBe(1);
  });

  it('is the sum of its terms, each from the one before', () => {
    const cases = fc.record({
      trials: fc.integer({ min: 1, max: 200 }),
      chance: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      least: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(cases, ({ trials, chance, least }) => {
        let term = (1 - chance) ** trials;
        let sum = 0;
        for (let k = 0; k <= trials; k++) {
          if (k >= least) sum += term;
          term *= ((trials - k) / (k + 1)) * (chance / (1 - chance));
        }
        // (1 − chance) to that power may be too small for a number.
        fc.pre((1 - chance) ** trials > 1e-300);
        expect(binomialTail(trials, chance, least)).toBeCloseTo(sum, 9);
      }),
    );
  });

  it('takes no longer for a million trials', () => {
    expect(binomialTail(1_000_000, 0.5, 500_001)).toBeCloseTo(0.4996, 3);
    expect(binomialTail(1_000_000, 1e-6, 1)).toBeCloseTo(1 - Math.exp(-1), 6);
    expect(binomialTail(1_000_000, 0.1, 900_000)).toBe(0);
  });
});
