import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { habitOf, isDue, NO_HABIT } from './habit.js';
import { NO_MODEL } from './model.js';

const model = { ...NO_MODEL, noise: 0.8, raterSpread: 0.2 };

describe('a habit', () => {
  it('is none without a rating', () => {
    expect(habitOf([], model)).toEqual(NO_HABIT);
  });

  it('is as worked out by hand', () => {
    // v = 1/(1/0.2 + 2/0.8) = 2/15, b = v/0.8 · 1.5 = 0.25; e = 0.75 and 0.25, squares 0.625.
    const habit = habitOf([1, 0.5], model);
    expect(habit.ratings).toBe(2);
    expect(habit.bias).toBeCloseTo(0.25, 12);
    expect(habit.squares).toBeCloseTo(0.625, 12);
  });

  it('lies between nothing and the mean, nearer to it the more there are', () => {
    const deviations = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(deviations, (some) => {
        const mean = some.reduce((sum, d) => sum + d, 0) / some.length;
        const [once, twice] = [habitOf(some, model).bias, habitOf([...some, ...some], model).bias];
        const slack = 1e-9;
        expect(Math.abs(once)).toBeLessThanOrEqual(Math.abs(twice) + slack);
        expect(Math.abs(twice)).toBeLessThanOrEqual(Math.abs(mean) + slack);
        expect(once * mean).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('looking at someone again', () => {
  const known = (ratings: number) => ({ ...NO_HABIT, ratings });

  it.each([
    [0, 0, false],
    [1, 0, true],
    [10, 9, true],
    [9, 10, true],
    [0, 1, true],
    [11, 10, false],
    [12, 10, false],
    [20, 10, true],
    [199, 100, false],
    [200, 100, true],
    [51, 100, false],
    [50, 100, true],
    [11, 0, true],
    [100, 100, false],
    [998, 499, true],
    [1000, 500, false],
    [499, 998, true],
    [500, 1000, false],
  ])('with %i ratings, last at %i: %s', (ratings, before, due) => {
    expect(isDue(ratings, known(before))).toBe(due);
  });

  it('costs a bounded number of ratings read per rating given', () => {
    let [last, read] = [0, 0];
    for (let ratings = 1; ratings <= 10_000; ratings++) {
      if (!isDue(ratings, known(last))) continue;
      read += ratings;
      last = ratings;
    }
    expect(read / 10_000).toBeLessThan(6);
  });
});
