import { expect, it } from 'vitest';
import { shiftOf } from './movie-shift.js';

it('moves a movie by what its ratings are above what was predicted, eight holding it back', () => {
  expect(shiftOf(0, 0)).toBe(0);
  expect(shiftOf(2, 2)).toBe(0.2);
  expect(shiftOf(-8, 8)).toBe(-0.5);
});
