import { expect, it } from 'vitest';
import { solve } from './cholesky.js';

it('solves what is positive definite, reading its lower triangle', () => {
  // 4x + 2y = 10, 2x + 3y = 9: x = 1.5, y = 2.
  const solution = solve(Float64Array.of(4, Number.NaN, 2, 3), Float64Array.of(10, 9));
  expect(solution[0]).toBeCloseTo(1.5, 12);
  expect(solution[1]).toBeCloseTo(2, 12);
});

it('leaves what it was given as it was', () => {
  const [matrix, right] = [Float64Array.of(4), Float64Array.of(8)];
  expect([...solve(matrix, right)]).toEqual([2]);
  expect([matrix[0], right[0]]).toEqual([4, 8]);
});
