/**
 * Symmetric matrices as their lower triangles, row after row: element (i, j ≤ i) lies at i(i + 1)/2 + j. All that is
 * solved here is positive definite.
 */
export type Triangle = Float64Array;

export function triangleSize(size: number): number {
  return (size * (size + 1)) / 2;
}

/** Where row `row` begins. */
export function rowStart(row: number): number {
  return (row * (row + 1)) / 2;
}

/** Cholesky, in place: A becomes L with A = L·Lᵀ. */
export function factorise(matrix: Triangle, size: number): void {
  for (let i = 0; i < size; i++) {
    const atI = rowStart(i);
    for (let j = 0; j <= i; j++) {
      const atJ = rowStart(j);
      let rest = matrix[atI + j]!;
      for (let k = 0; k < j; k++) rest -= matrix[atI + k]! * matrix[atJ + k]!;
      matrix[atI + j] = i === j ? Math.sqrt(rest) : rest / matrix[atJ + j]!;
    }
  }
}

/** Solves L·Lᵀ·x = b, in place: b becomes x. */
export function solveFactorised(lower: Triangle, size: number, right: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let rest = right[i]!;
    for (let k = 0; k < i; k++) rest -= lower[rowStart(i) + k]! * right[k]!;
    right[i] = rest / lower[rowStart(i) + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const x = right[i]! / lower[rowStart(i) + i]!;
    right[i] = x;
    for (let k = 0; k < i; k++) right[k]! -= lower[rowStart(i) + k]! * x;
  }
}

/** L becomes (L·Lᵀ)⁻¹, in place: first L⁻¹, then L⁻ᵀ·L⁻¹. */
export function invertFactorised(lower: Triangle, size: number): void {
  for (let i = 0; i < size; i++) {
    const atI = rowStart(i);
    const diagonal = 1 / lower[atI + i]!;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum += lower[atI + k]! * lower[rowStart(k) + j]!;
      lower[atI + j] = -sum * diagonal;
    }
    lower[atI + i] = diagonal;
  }
  // Row i of the product needs rows i and below of L⁻¹, so that each may be written over when it is done.
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < size; k++) sum += lower[rowStart(k) + i]! * lower[rowStart(k) + j]!;
      lower[rowStart(i) + j] = sum;
    }
  }
}

/** xᵀ·A·y of a triangle. */
export function form(matrix: Float64Array, x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0, p = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++, p++) sum += matrix[p]! * (x[i]! * y[j]! + x[j]! * y[i]!);
    sum += matrix[p++]! * x[i]! * y[i]!;
  }
  return sum;
}
