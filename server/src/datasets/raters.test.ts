import { describe, expect, it } from 'vitest';
import type { MovieId } from '../movies/movie.js';
import type { DataSet } from './data-set.js';
import { ratersOf } from './raters.js';

type Told = [person: number, film: number, stars: number, ratedAt: number];

const aSet = (ratings: Told[]): DataSet => ({
  people: [],
  films: [],
  person: Int32Array.from(ratings.map(([person]) => person)),
  film: Int32Array.from(ratings.map(([, film]) => film)),
  stars: Uint8Array.from(ratings.map(([, , stars]) => stars)),
  ratedAt: Float64Array.from(ratings.map(([, , , ratedAt]) => ratedAt)),
});
const MOVIES = [11, 12, null, 11].map((id) => id as MovieId | null);
const read = (ratings: Told[]) =>
  [...ratersOf(aSet(ratings), ['a', 'b', 'c'], MOVIES)].map(({ handle, ratings }) => [
    handle,
    ratings.map(({ movieId, stars, ratedAt }) => [movieId, stars, ratedAt]),
  ]);

describe('the people of a data set', () => {
  it('have their ratings in the order of time, in whatever order those are written', () => {
    expect(
      read([
        [2, 0, 10, 300],
        [0, 1, 20, 200],
        [2, 1, 30, 100],
        [0, 0, 40, 100],
      ]),
    ).toEqual([
      [
        'a',
        [
          [11, 40, 100],
          [12, 20, 200],
        ],
      ],
      ['b', []],
      [
        'c',
        [
          [12, 30, 100],
          [11, 10, 300],
        ],
      ],
    ]);
  });

  it('have rated what is one movie of ours as they did last', () => {
    const [first] = read([
      [0, 3, 60, 200],
      [0, 0, 40, 100],
    ]);
    expect(first).toEqual(['a', [[11, 60, 200]]]);
    const [again] = read([
      [0, 0, 40, 100],
      [0, 3, 60, 100],
    ]);
    expect(again).toEqual(['a', [[11, 60, 100]]]);
  });

  it('have not rated what is left out', () => {
    expect(read([[1, 2, 60, 200]])[1]).toEqual(['b', []]);
  });
});
