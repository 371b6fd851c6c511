import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MovieId } from '../movies/movie.js';
import { againstOthers, correlationOf, furthestApart } from './against-others.js';
import { parseStars } from './stars.js';
import type { Comparison } from './statistics.js';

/** Movies 1, 2, 3 … : my stars, and those of each of the others. */
function compare(...movies: [mine: number, ...others: number[]][]): Comparison[] {
  return movies.map(([mine, ...others], n) => ({
    movieId: (n + 1) as MovieId,
    stars: parseStars(mine),
    count: others.length,
    sum: others.reduce((sum, stars) => sum + parseStars(stars), 0),
  }));
}

describe('a user against the others', () => {
  it('is nothing where nothing can be compared', () => {
    expect(againstOthers([])).toEqual({
      compared: 0,
      meanDifference: null,
      meanDistance: null,
      correlation: null,
      agreement: null,
    });
  });

  it('differs by the mean of the differences, and is as far away as they are large', () => {
    const against = againstOthers(compare([5, 4], [1, 2, 3], [3, 3]));
    expect(against).toMatchObject({ compared: 3, meanDifference: -0.5 / 3 });
    expect(against.meanDistance).toBeCloseTo(2.5 / 3, 12);
  });

  it('agrees within half a star, which counts as near', () => {
    expect(againstOthers(compare([3, 3.5], [3, 2.5], [3, 3.55], [3, 2.45])).agreement).toBe(0.5);
    // 9.9 ÷ 3 is a hair more than 3.3.
    expect(againstOthers(compare([3.8, 3, 3, 3.9])).agreement).toBe(1);
    expect(againstOthers(compare([3.85, 3, 3, 3.95])).agreement).toBe(0);
  });

  it('correlates with their means', () => {
    expect(againstOthers(compare([1, 0.5, 1.5], [2, 2], [3, 3])).correlation).toBeCloseTo(1, 12);
    expect(againstOthers(compare([5, 1], [4, 2], [3, 3])).correlation).toBeCloseTo(-1, 12);
    expect(againstOthers(compare([5, 1], [4, 2])).correlation).toBeNull();
  });
});

describe('the correlation', () => {
  it('is that of the textbook', () => {
    // Anscombe’s first set (1973): 0.816.
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const pairs = x.map((value, n) => [value, y[n] as number] as const);
    expect(correlationOf(pairs)).toBeCloseTo(0.81642051634484, 12);
  });

  it.each<[string, [number, number][]]>([
    ['nothing', []],
    ['two', [1, 2].map((x) => [x, x])],
    ['one side always the same', [1, 2, 3].map((x) => [x, 200 / 3])],
    ['the other side always the same', [1, 2, 3].map((y) => [70, y])],
  ])('is none of %s', (_, pairs) => {
    expect(correlationOf(pairs)).toBeNull();
  });

  it('stays between -1 and 1, and is the same whichever side comes first', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
        const correlation = correlationOf(pairs);
        const turned = correlationOf(pairs.map(([x, y]) => [y, x]));
        expect(turned === null).toBe(correlation === null);
        expect(Math.abs(correlation ?? 0)).toBeLessThanOrEqual(1);
        expect(turned ?? 0).toBeCloseTo(correlation ?? 0, 12);
      }),
    );
  });
});

describe('the movies furthest apart', () => {
  const ids = (comparisons: Comparison[]) => {
    const { higher, lower } = furthestApart(comparisons);
    return [higher, lower].map((list) => list.map(({ movieId }) => Number(movieId)));
  };

  it('are five each way, the furthest first, without those seen alike', () => {
    const movies = compare(
      ...[5, 4.5, 4, 3.5, 3, 2.5].map((mine): [number, number] => [mine, 1]),
      [2, 2],
      ...[0, 1, 2].map((mine): [number, number] => [mine, 5]),
    );
    expect(ids(movies)).toEqual([
      [1, 2, 3, 4, 5],
      [8, 9, 10],
    ]);
  });

  it('are in order of how many others there are, then of their ids, where they are as far', () => {
    const movies = compare([3, 2], [3, 1, 3], [3, 2], [2, 3], [2, 3, 3]);
    expect(ids(movies)).toEqual([
      [2, 1, 3],
      [5, 4],
    ]);
  });

  it('are none where all is seen alike', () => {
    expect(ids(compare([3, 3], [2, 1, 3]))).toEqual([[], []]);
  });
});
