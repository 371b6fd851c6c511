import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStars } from '../ratings/stars.js';
import { bucketOf, emptyTally, meanOf, type Tally } from '../ratings/tally.js';
import { PRIOR_RATINGS, priorOf, score } from './shrunk-mean.js';

function tallyOf(...all: number[]): Tally {
  const tally = emptyTally();
  for (const number of all) {
    const stars = parseStars(number);
    tally.count += 1;
    tally.sum += stars;
    tally.histogram[bucketOf(stars)]! += 1;
  }
  return tally;
}

describe('a score', () => {
  it('is null without a rating', () => {
    expect(score(emptyTally(), { mean: 3, variance: 1 })).toBeNull();
  });

  // Each worked out by hand: stars = (sum + 4μ) / (n + 4), spread = (n·variance + 4·prior variance) / (n + 4),
  // and 1.6449 · √(spread / (n + 4)) to either side.
  it.each([
    // (9 + 12) / 6, and √(0.75 / 6)
    ['two ratings', [5, 4], { mean: 3, variance: 1 }, 3.5, 2.91844, 4.08156],
    // (0 + 2) / 5, and √(3.2 / 5); the interval ends at nought
    ['one of nothing', [0], { mean: 0.5, variance: 4 }, 0.4, 0, 1.71592],
    // (5 + 18) / 5, and √(3.2 / 5); the interval ends at five
    ['one of everything', [5], { mean: 4.5, variance: 4 }, 4.6, 3.28408, 5],
    // (13 + 10) / 7; the variance of 5, 4, 4 is 2/9, so spread (2/3 + 4) / 7 = 2/3, and √(2/21)
    ['thirds', [5, 4, 4], { mean: 2.5, variance: 1 }, 23 / 7, 2.778087, 3.793341],
    // (96·4 + 12) / 100; everyone agrees, and so does everyone elsewhere
    ['many who agree', Array<number>(96).fill(4), { mean: 3, variance: 0 }, 3.96, 3.96, 3.96],
  ])('of %s is as worked out by hand', (_, all, prior, stars, low, high) => {
    const published = score(tallyOf(...all), prior);
    expect(published).toMatchObject({ count: all.length, mean: meanOf(tallyOf(...all)) });
    expect(published?.stars).toBeCloseTo(stars, 10);
    expect(published?.low).toBeCloseTo(low, 5);
    expect(published?.high).toBeCloseTo(high, 5);
  });

  const ratings = fc
    .array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 60 })
    .map((all) => all.map((steps) => steps / 20));
  const priors = fc.record({
    mean: fc.double({ min: 0, max: 5, noNaN: true }),
    variance: fc.double({ min: 0, max: 6.25, noNaN: true }),
  });

  it('lies between its mean and that of all, within its interval, within 0 to 5', () => {
    fc.assert(
      fc.property(ratings, priors, (all, prior) => {
        const { stars, mean, low, high } = score(tallyOf(...all), prior)!;
        const slack = 1e-9;
        expect(stars).toBeGreaterThanOrEqual(Math.min(mean, prior.mean) - slack);
        expect(stars).toBeLessThanOrEqual(Math.max(mean, prior.mean) + slack);
        expect(low).toBeLessThanOrEqual(stars + slack);
        expect(high).toBeGreaterThanOrEqual(stars - slack);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('comes nearer to its mean, and is surer, the more rate the same', () => {
    fc.assert(
      fc.property(ratings, priors, (all, prior) => {
        const [few, many] = [
          score(tallyOf(...all), prior)!,
          score(tallyOf(...all, ...all), prior)!,
        ];
        const slack = 1e-9;
        expect(Math.abs(many.stars - many.mean)).toBeLessThanOrEqual(
          Math.abs(few.stars - few.mean) + slack,
        );
        const variance = priorOf(tallyOf(...all)).variance;
        if (variance <= prior.variance && few.low > 0 && few.high < 5) {
          expect(many.high - many.low).toBeLessThanOrEqual(few.high - few.low + slack);
        }
      }),
    );
  });

  it('never falls when someone gives more', () => {
    fc.assert(
      fc.property(ratings, priors, fc.nat(), (all, prior, at) => {
        const i = at % all.length;
        const more = all.with(i, Math.min(5, (Math.round(all[i]! * 20) + 1) / 20));
        expect(score(tallyOf(...more), prior)!.stars).toBeGreaterThanOrEqual(
          score(tallyOf(...all), prior)!.stars,
        );
      }),
    );
  });
});

describe('what every movie starts with', () => {
  it('is the middle where nobody has rated', () => {
    expect(priorOf(emptyTally())).toMatchObject({ mean: 2.5 });
  });

  it('is mean and variance of all ratings', () => {
    // Halves, so that the histogram has them exactly: the variance of 1, 3, 5 is 8/3.
    const { mean, variance } = priorOf(tallyOf(1, 3, 5));
    expect(mean).toBe(3);
    expect(variance).toBeCloseTo(8 / 3, 12);
    expect(PRIOR_RATINGS).toBe(4);
  });

  it('has no variance where everyone agrees', () => {
    expect(priorOf(tallyOf(4, 4, 4)).variance).toBe(0);
  });
});
