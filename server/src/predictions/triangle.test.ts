import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  factorise,
  invertFactorised,
  rowStart,
  solveFactorised,
  triangleSize,
} from './triangle.js';

/** B·Bᵀ + I of any B: positive definite. */
const matrices = fc.integer({ min: 1, max: 7 }).chain((size) => {
  const element = fc.double({ min: -3, max: 3, noNaN: true });
  const rows = fc.array(fc.array(element, { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  });
  return fc.record({ rows, right: fc.array(element, { minLength: size, maxLength: size }) });
});

function whole(rows: number[][]): number[][] {
  return rows.map((row, i) =>
    rows.map((other, j) => row.reduce((sum, x, k) => sum + x * other[k]!, i === j ? 1 : 0)),
  );
}

function factorised(matrix: number[][]): Float64Array {
  const size = matrix.length;
  const lower = new Float64Array(triangleSize(size));
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) lower[rowStart(i) + j] = matrix[i]![j]!;
  }
  factorise(lower, size);
  return lower;
}

it('solves what it was given', () => {
  fc.assert(
    fc.property(matrices, ({ rows, right }) => {
      const matrix = whole(rows);
      const solution = Float64Array.from(right);
      solveFactorised(factorised(matrix), matrix.length, solution);
      for (const [i, row] of matrix.entries()) {
        expect(row.reduce((sum, x, k) => sum + x * solution[k]!, 0)).toBeCloseTo(right[i]!, 6);
      }
    }),
  );
});

it('inverts what it was given', () => {
  fc.assert(
    fc.property(matrices, ({ rows }) => {
      const matrix = whole(rows);
      const size = matrix.length;
      const inverse = factorised(matrix);
      invertFactorised(inverse, size);
      const at = (i: number, j: number) => inverse[rowStart(Math.max(i, j)) + Math.min(i, j)]!;
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < size; j++) {
          const product = matrix[i]!.reduce((sum, x, k) => sum + x * at(k, j), 0);
          expect(product).toBeCloseTo(i === j ? 1 : 0, 6);
        }
      }
    }),
  );
});
