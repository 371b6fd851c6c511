import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { popularity } from './popularity.js';

describe('popularity', () => {
  it.each([
    [0, 0, 0],
    [0, 1, 69],
    [0, 9, 230],
    [0, 99, 461],
    [500, 0, 500],
    [1000, 0, 1000],
    // Of 22,026 ratings' worth of renown, as many again make twice as many: a hundred times ln 2 more.
    [1000, 22_026, 1069],
  ])('of renown %i and %i ratings is %i', (renown, ratings, points) => {
    expect(popularity(renown, ratings)).toBe(points);
  });

  it('is a whole number, and never falls as renown and ratings grow', () => {
    const renown = fc.integer({ min: 0, max: 999 });
    fc.assert(
      fc.property(renown, fc.nat(1_000_000), (known, ratings) => {
        const points = popularity(known, ratings);
        expect(Number.isInteger(points)).toBe(true);
        expect(popularity(known + 1, ratings)).toBeGreaterThanOrEqual(points);
        expect(popularity(known, ratings + 1)).toBeGreaterThanOrEqual(points);
      }),
    );
  });
});
