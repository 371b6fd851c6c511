import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_HABIT } from './habit.js';
import { NO_MODEL } from './model.js';
import { voteOf } from './vote.js';

const grown = { ...NO_MODEL, mean: 3, noise: 0.8, isYoung: false };

describe('a vote', () => {
  it('of nobody known is what they gave, with little weight', () => {
    const vote = voteOf(4, NO_HABIT, 0, grown);
    expect(vote).toMatchObject({ stars: 4, isNewcomer: true, steadiness: 1 });
    expect(vote.experience).toBeCloseTo(1 / 11, 12);
    expect(vote.weight).toBeCloseTo(1 / 11, 12);
  });

  it('counts newcomers for more while the service is young', () => {
    const vote = voteOf(4, NO_HABIT, 0, { ...grown, isYoung: true });
    expect(vote.isNewcomer).toBe(false);
    expect(vote.experience).toBeCloseTo(3 / 5, 12);
  });

  it('is of a newcomer below five ratings', () => {
    expect(voteOf(4, { ...NO_HABIT, ratings: 4 }, 0, grown).isNewcomer).toBe(true);
    expect(voteOf(4, { ...NO_HABIT, ratings: 5 }, 0, grown).isNewcomer).toBe(false);
  });

  it('is corrected by its rater’s bias, and stays on the scale', () => {
    const generous = { ratings: 20, bias: 1, squares: 0 };
    expect(voteOf(4, generous, 0, grown).stars).toBe(3);
    expect(voteOf(0.5, generous, 0, grown).stars).toBe(0);
    expect(voteOf(5, { ...generous, bias: -1 }, 0, grown).stars).toBe(5);
  });

  it('of the erratic weighs less, without what they think of this film', () => {
    // Others: 20.25 − (4.5 − 3 − 0 − 1)² = 20; (8 + 20)/(10 + 10) = 1.4, and 0.8/1.4.
    const erratic = { ratings: 11, bias: 0, squares: 20.25 };
    expect(voteOf(4.5, erratic, 1, grown).steadiness).toBeCloseTo(0.8 / 1.4, 12);
    // Who disagrees only here is not erratic.
    expect(voteOf(0, { ratings: 11, bias: 0, squares: 9 }, 0, grown).steadiness).toBe(1);
  });

  it('weighs more than nothing and at most one, and loses what it weighs less', () => {
    const habits = fc.record({
      ratings: fc.nat(10_000),
      bias: fc.double({ min: -5, max: 5, noNaN: true }),
      squares: fc.double({ min: 0, max: 1e5, noNaN: true }),
    });
    const stars = fc.double({ min: 0, max: 5, noNaN: true });
    fc.assert(
      fc.property(stars, habits, fc.boolean(), (given, habit, isYoung) => {
        const vote = voteOf(given, habit, 0.5, { ...grown, isYoung });
        expect(vote.stars).toBeGreaterThanOrEqual(0);
        expect(vote.stars).toBeLessThanOrEqual(5);
        expect(vote.weight).toBeGreaterThan(0);
        expect(vote.weight).toBeLessThanOrEqual(1);
        expect(vote.weight).toBe(vote.experience * vote.steadiness);
      }),
    );
  });
});
