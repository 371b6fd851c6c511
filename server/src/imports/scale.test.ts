import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeStars } from '../ratings/stars.js';
import { scalesFor, starsOfScore } from './scale.js';

describe('stars of a score', () => {
  it.each([
    [3.5, 5, 3.5],
    [0.5, 5, 0.5],
    [7, 10, 3.5],
    [8.7, 10, 4.35],
    [87, 100, 4.35],
    [92, 100, 4.6],
    [0, 10, 0],
    [10, 10, 5],
    [13, 20, 3.25],
  ])('of %f on a scale to %i are %f', (score, most, stars) => {
    const given = starsOfScore(score, { least: 0, most });
    expect(writeStars(given.stars)).toBe(stars);
    expect(given.exact).toBe(true);
  });

  it('go to the nearest step between two, ties up, and say so', () => {
    expect(starsOfScore(92.5, { least: 0, most: 100 })).toEqual({ stars: 93, exact: false });
    expect(starsOfScore(6.66, { least: 0, most: 10 })).toEqual({ stars: 67, exact: false });
    expect(starsOfScore(1 / 3, { least: 0, most: 1 })).toEqual({ stars: 33, exact: false });
  });

  it('are exact for every score of every scale that stars can hold', () => {
    const scales = fc.constantFrom([5, 0.05], [10, 0.1], [20, 0.2], [100, 1]);
    fc.assert(
      fc.property(scales, fc.nat(100), ([most = 5, step = 1], n) => {
        const written = Number((n * step).toFixed(2));
        expect(starsOfScore(written, { least: 0, most })).toEqual({ stars: n, exact: true });
      }),
    );
  });

  it.each([-1, 10.5, Number.NaN])('are none of %f on a scale to 10', (score) => {
    expect(() => starsOfScore(score, { least: 0, most: 10 })).toThrow(RangeError);
  });
});

describe('the scales of a file', () => {
  it('are one where the service has one', () => {
    expect(scalesFor('imdb', 8)).toEqual([{ least: 1, most: 10 }]);
  });

  it('are those that can hold its highest score where everyone has a scale of their own', () => {
    expect(scalesFor('criticker', 10).map(({ most }) => most)).toEqual([10, 20, 100]);
    expect(scalesFor('criticker', 34).map(({ most }) => most)).toEqual([100]);
  });
});
