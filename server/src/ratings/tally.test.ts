import { describe, expect, it } from 'vitest';
import { MOST_STEPS, parseStars, STEPS_PER_STAR } from './stars.js';
import { bucketOf, emptyTally, meanOf } from './tally.js';

describe('the bucket', () => {
  it.each([
    [0, 0],
    [0.2, 0],
    [0.25, 1],
    [0.7, 1],
    [0.75, 2],
    [2.25, 5],
    [2.7, 5],
    [4.7, 9],
    [4.75, 10],
    [5, 10],
  ])('of %f stars is %i: the nearest half star, ties go up', (stars, bucket) => {
    expect(bucketOf(parseStars(stars))).toBe(bucket);
  });

  it('is never further from the stars than a quarter', () => {
    for (let steps = 0; steps <= MOST_STEPS; steps++) {
      const stars = steps / STEPS_PER_STAR;
      const bucket = bucketOf(parseStars(stars));
      expect(Math.abs(bucket / 2 - stars)).toBeLessThanOrEqual(0.25);
      expect(bucket).toBeLessThan(11);
    }
  });
});

describe('a tally', () => {
  it('begins with nothing in eleven buckets, and is nobody else’s', () => {
    const tally = emptyTally();
    expect(tally).toEqual({ count: 0, sum: 0, histogram: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] });
    tally.histogram[3] = 1;
    expect(emptyTally().histogram[3]).toBe(0);
  });

  it.each([
    [0, 0, null],
    [1, 0, 0],
    [1, 71, 3.55],
    [2, 171, 4.275],
    [3, 260, 13 / 3],
    [7, 100, 5 / 7],
    [3, 1, 1 / 60],
  ])('of %i ratings of %i steps has the mean %d', (count, sum, mean) => {
    expect(meanOf({ count, sum })).toBe(mean);
  });
});
