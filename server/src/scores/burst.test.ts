import { describe, expect, it } from 'vitest';
import { burstOf } from './burst.js';

/** That many votes of the same stars, and how many of the lowest and the highest half star there are among them. */
function counts(votes: number, stars: number) {
  return {
    votes,
    stars: votes * stars,
    lowest: stars < 0.25 ? votes : 0,
    highest: stars >= 4.75 ? votes : 0,
  };
}
const before = { ...counts(60, 3.5), lowest: 2, highest: 10, days: 90 };

describe('a burst', () => {
  it('is as worked out by hand', () => {
    const burst = burstOf(counts(8, 5), { ...before, days: 30 }, 0.8);
    // 1.5/√(0.8(1/8 + 1/62)); ρ = 2, (8 − 2)/√3; (10.8/64)^8.
    expect(burst.z).toBeCloseTo(1.5 / Math.sqrt(0.8 * (1 / 8 + 1 / 62)), 12);
    expect(burst.pace).toBeCloseTo(6 / Math.sqrt(3), 12);
    expect(burst.oddness).toBeCloseTo((10.8 / 64) ** 8, 15);
    expect(burst.isUnusual).toBe(true);
  });

  it.each([
    ['ten who give nothing', counts(10, 0), true],
    ['ten who give everything', counts(10, 5), true],
    ['ten who agree with those before', counts(10, 3.5), false],
    ['many who agree with those before', counts(500, 3.6), false],
    ['three, too few to tell', counts(3, 0), false],
  ])('%s in a day', (_, inside, isUnusual) => {
    expect(burstOf(inside, before, 0.8).isUnusual).toBe(isUnusual);
  });

  it('is no burst at the usual pace, however unlike', () => {
    const burst = burstOf(counts(10, 0), { ...before, days: 6 }, 0.8);
    expect(Math.abs(burst.z)).toBeGreaterThan(4.5);
    expect(burst.isUnusual).toBe(false);
  });

  it('needs something before to be unlike', () => {
    const nothing = { ...counts(2, 3), days: 5 };
    expect(burstOf(counts(50, 0), nothing, 0.8)).toEqual({
      z: 0,
      pace: 0,
      oddness: 1,
      isUnusual: false,
    });
  });

  it('takes what came before to have taken one window at least', () => {
    expect(burstOf(counts(10, 0), { ...before, days: 0 }, 0.8)).toEqual(
      burstOf(counts(10, 0), { ...before, days: 1 }, 0.8),
    );
  });
});
