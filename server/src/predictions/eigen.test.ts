import { expect, it } from 'vitest';
import { normalDraws } from './draws.js';
import { eigen } from './eigen.js';

it('finds the axes of a symmetric matrix, the longest first', () => {
  const size = 12;
  const draw = normalDraws(5);
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = draw();
  }
  const { values, vectors } = eigen(matrix, size);
  expect([...values]).toEqual([...values].sort((a, b) => b - a));
  for (let c = 0; c < size; c++) {
    for (let row = 0; row < size; row++) {
      let product = 0;
      for (let k = 0; k < size; k++) product += matrix[row * size + k]! * vectors[k * size + c]!;
      expect(product).toBeCloseTo(values[c]! * vectors[row * size + c]!, 9);
    }
    for (let other = 0; other <= c; other++) {
      let product = 0;
      for (let k = 0; k < size; k++) product += vectors[k * size + c]! * vectors[k * size + other]!;
      expect(product).toBeCloseTo(c === other ? 1 : 0, 9);
    }
  }
});

it('knows what is worked out by hand, and nothing at all', () => {
  // (x + y)²: along the diagonal 2, across it 0.
  const { values, vectors } = eigen(Float64Array.of(1, 1, 1, 1), 2);
  expect(values[0]).toBeCloseTo(2, 12);
  expect(values[1]).toBeCloseTo(0, 12);
  expect(vectors[0]).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors[2]).toBeCloseTo(Math.SQRT1_2, 12);
  expect(eigen(new Float64Array(0), 0).values).toHaveLength(0);
  expect([...eigen(new Float64Array(4), 2).values]).toEqual([0, 0]);
});
