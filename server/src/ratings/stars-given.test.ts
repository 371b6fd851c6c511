import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_STEPS, parseStars, type Stars, writeStars } from './stars.js';
import { medianOf, percentilesOf, tallyOfGiven } from './stars-given.js';

/** Each number of stars once, the lowest first. */
function given(...stars: number[]) {
  const counts = new Map<number, number>();
  for (const value of stars.sort((a, b) => a - b)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ stars: parseStars(value), count }));
}

const manyStars = fc
  .array(fc.integer({ min: 0, max: MOST_STEPS }), { minLength: 1, maxLength: 60 })
  .map((steps) => steps.map((step) => writeStars(step as Stars)));

describe('the tally of stars given', () => {
  it('counts each as often as it was given', () => {
    expect(tallyOfGiven(given(0.25, 5, 5, 4.75))).toEqual({
      count: 4,
      sum: 300,
      histogram: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 3],
    });
  });
});

describe('the median', () => {
  it.each([
    [[3.55], 3.55],
    [[1, 5], 3],
    [[1, 1, 5], 1],
    [[0, 0.05], 0.025],
    [[0, 2, 2, 5], 2],
    [[1, 2, 3, 4, 5, 5], 3.5],
  ])('of %j is %d', (stars, median) => {
    expect(medianOf(given(...stars))).toBe(median);
  });

  it('is none of nothing', () => {
    expect(medianOf([])).toBeNull();
  });

  it('has as many above it as below it', () => {
    fc.assert(
      fc.property(manyStars, (stars) => {
        const median = medianOf(given(...stars)) as number;
        const half = stars.length / 2;
        expect(stars.filter((value) => value < median).length).toBeLessThanOrEqual(half);
        expect(stars.filter((value) => value > median).length).toBeLessThanOrEqual(half);
      }),
    );
  });
});

describe('the percentile', () => {
  it.each<[string, number[], [number, number, number][]]>([
    ['one rating', [4], [[4, 1, 50]]],
    ['always the same', [3, 3, 3], [[3, 3, 50]]],
    [
      'one of each',
      [1, 2, 3, 4],
      [
        [1, 1, 12],
        [2, 1, 37],
        [3, 1, 62],
        [4, 1, 87],
      ],
    ],
    [
      'thirds, cut off',
      [0, 2.5, 5],
      [
        [0, 1, 16],
        [2.5, 1, 50],
        [5, 1, 83],
      ],
    ],
    [
      'one far below many',
      [0.5, ...new Array<number>(99).fill(5)],
      [
        [0.5, 1, 0],
        [5, 99, 50],
      ],
    ],
  ])('of %s', (_, stars, expected) => {
    expect(percentilesOf(given(...stars))).toEqual(
      expected.map(([value, count, percentile]) => ({
        stars: parseStars(value),
        count,
        percentile,
      })),
    );
  });

  it('is a whole number where the share is one, whatever fractions do', () => {
    // (28 + 1 / 2) / 50 is 0.57, which times 100 is a hair less than 57.
    const stars = [...new Array<number>(28).fill(1), 2, ...new Array<number>(21).fill(3)];
    expect(percentilesOf(given(...stars))[1]?.percentile).toBe(57);
  });

  it('of nothing is an empty list', () => {
    expect(percentilesOf([])).toEqual([]);
  });

  it('rises with the stars, and stays between 0 and 99', () => {
    fc.assert(
      fc.property(manyStars, (stars) => {
        const all = percentilesOf(given(...stars)).map(({ percentile }) => percentile);
        expect(all).toEqual([...all].sort((a, b) => a - b));
        expect(all[0]).toBeGreaterThanOrEqual(0);
        expect(all.at(-1)).toBeLessThanOrEqual(99);
      }),
    );
  });
});
