import { expect, it } from 'vitest';
import { driftsOf, shiftOf } from './movie-shift.js';

it('moves a movie by what its ratings are above what was predicted, eight holding it back', () => {
  expect(shiftOf(0, 0)).toBe(0);
  expect(shiftOf(2, 2)).toBe(0.2);
  expect(shiftOf(-8, 8)).toBe(-0.5);
});

it('adds up what came of each movie', () => {
  const came = (movieId: number, stars: number, predicted: number) =>
    ({ movieId, stars: 20 * stars, predicted }) as Parameters<typeof driftsOf>[0][0];
  expect(driftsOf([came(1, 4, 3500), came(2, 1, 2250), came(1, 3, 4500)])).toEqual([
    { movieId: 1, above: -1, count: 2 },
    { movieId: 2, above: -1.25, count: 1 },
  ]);
});
