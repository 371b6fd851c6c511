import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chance } from '../../test/support/chance.js';
import { type AllRatings, type Estimate, estimate } from './estimate.js';
import { habitOf } from './habit.js';
import { NO_MODEL } from './model.js';

type Rating = [rater: number, movie: number, stars: number];

function all(ratings: Rating[]): AllRatings {
  const most = (of: 0 | 1) =>
    ratings.reduce((highest, rating) => Math.max(highest, rating[of]), -1);
  return {
    raters: Int32Array.from(ratings, ([rater]) => rater),
    movies: Int32Array.from(ratings, ([, movie]) => movie),
    stars: Float32Array.from(ratings, ([, , stars]) => stars),
    raterCount: most(0) + 1,
    movieCount: most(1) + 2,
    facts: (movie) => ({ genres: [movie % 2 ? 'Drama' : 'Horror'], year: 1980 }),
  };
}

/** And how often it let others go on. */
function run(ratings: AllRatings): Estimate & { pauses: number } {
  const steps = estimate(ratings);
  for (let pauses = 0; ; pauses++) {
    const step = steps.next();
    if (step.done) return { ...step.value, pauses };
  }
}

describe('estimation', () => {
  it('of nothing is what is believed anyway', () => {
    const { model, effects } = run(all([]));
    expect(model).toEqual(NO_MODEL);
    expect([...effects]).toEqual([0]);
  });

  it.each<[string, Rating[]]>([
    ['one rating', [[0, 0, 5]]],
    [
      'two ratings',
      [
        [0, 0, 5],
        [1, 1, 0],
      ],
    ],
    ['one rater', Array.from({ length: 50 }, (_, i): Rating => [0, i, i % 6])],
    ['one movie', Array.from({ length: 50 }, (_, i): Rating => [i, 0, i % 6])],
    ['all the same', Array.from({ length: 5000 }, (_, i): Rating => [i % 50, i % 99, 5])],
  ])('of %s stays within reason', (_, ratings) => {
    const { model, habits, effects } = run(all(ratings));
    const { noise, raterSpread, movieSpread, trust } = model;
    expect(model.ratings).toBe(ratings.length);
    expect(model.mean).toBeGreaterThan(0);
    expect(model.mean).toBeLessThan(5);
    for (const variance of [noise, raterSpread, movieSpread]) {
      expect(variance).toBeGreaterThan(0.01);
      expect(variance).toBeLessThan(4);
    }
    expect(trust).toBeGreaterThan(0.5);
    expect(trust).toBeLessThan(41);
    for (const value of [...habits.bias, ...effects]) expect(Math.abs(value)).toBeLessThan(5);
    for (const square of habits.squares) expect(square).toBeGreaterThanOrEqual(0);
  });

  it('finds what ratings were made of', () => {
    const { below } = chance(7);
    const bell = () => (below(1000) + below(1000) + below(1000) + below(1000) - 1998) / 577;
    const bias = Array.from({ length: 200 }, () => 0.4 * bell());
    const effect = Array.from({ length: 150 }, (_, i) => (i % 2 ? 0.3 : -0.3) + 0.4 * bell());
    const ratings = bias.flatMap((b, rater) =>
      effect.flatMap((e, movie): Rating[] =>
        below(2) === 0 ? [] : [[rater, movie, 2.5 + b + e + 0.5 * bell()]],
      ),
    );
    const { model, habits, effects } = run(all(ratings));
    expect(model.noise).toBeCloseTo(0.25, 1);
    expect(model.raterSpread).toBeCloseTo(0.16, 1);
    expect(model.prior.genres.Drama! - model.prior.genres.Horror!).toBeCloseTo(0.6, 0);
    // σ²/τ_d², which is 0.25/0.16.
    expect(model.trust).toBeGreaterThan(1);
    expect(model.trust).toBeLessThan(2.5);
    expect(model.isYoung).toBe(false);
    const off = bias.map((b, rater) => Math.abs(habits.bias[rater]! - b));
    expect(off.reduce((sum, d) => sum + d, 0) / off.length).toBeLessThan(0.12);
    // 0 is the average rater's bias.
    expect(habits.bias.reduce((sum, b) => sum + b, 0) / bias.length).toBeCloseTo(0, 2);
    // A movie nobody has rated has what its prior says.
    expect(effects.at(-1)).toBeCloseTo(
      model.prior.base + model.prior.genres[effect.length % 2 ? 'Drama' : 'Horror']! - model.mean,
      12,
    );
  });

  it('finds the habit that someone’s ratings alone say', () => {
    const some = fc.array(
      fc.tuple(
        fc.nat(9),
        fc.nat(9),
        fc.integer({ min: 0, max: 100 }).map((steps) => steps / 20),
      ),
      { minLength: 1, maxLength: 100 },
    );
    fc.assert(
      fc.property(some, (ratings) => {
        const { model, habits, effects } = run(all(ratings));
        for (let rater = 0; rater < habits.bias.length; rater++) {
          const deviations = ratings
            .filter(([by]) => by === rater)
            .map(([, movie, stars]) => stars - model.mean - effects[movie]!);
          const habit = habitOf(deviations, model);
          expect(habits.ratings[rater]).toBe(habit.ratings);
          // Stars are kept in 32 bits.
          expect(habits.bias[rater]).toBeCloseTo(habit.bias, 5);
          expect(habits.squares[rater]).toBeCloseTo(habit.squares, 4);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('lets others go on', () => {
    const ratings = Array.from({ length: 120_000 }, (_, i): Rating => [i % 500, i % 700, i % 6]);
    // Twice per pass, of which there are 43.
    expect(run(all(ratings)).pauses).toBeGreaterThanOrEqual(80);
  });
});

describe('a young service', () => {
  const raters = (count: number, each: number, from = 0) =>
    Array.from({ length: count * each }, (_, i): Rating => [from + (i % count), i % 40, 3]);

  it('is one most of whose raters have rated little', () => {
    expect(run(all(raters(9, 9))).model.isYoung).toBe(true);
    expect(run(all(raters(9, 10))).model.isYoung).toBe(false);
    expect(run(all([...raters(4, 20), ...raters(5, 2, 4)])).model.isYoung).toBe(true);
  });

  it('is none, whatever army comes, once a hundred are experienced', () => {
    expect(run(all([...raters(99, 20), ...raters(300, 1, 99)])).model.isYoung).toBe(true);
    expect(run(all([...raters(100, 20), ...raters(300, 1, 100)])).model.isYoung).toBe(false);
  });
});
