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

/**
 * Cholesky, in place: A becomes L with A = L·Lᵀ, but for the diagonal, which becomes that of 1/L: whatever is done with
 * L divides by it.
 */
export function factorise(matrix: Triangle, size: number): void {
  for (let i = 0, atI = 0; i < size; i++, atI += i) {
    let squares = 0;
    for (let j = 0, atJ = 0; j < i; j++, atJ += j) {
      let rest = matrix[atI + j]!;
      for (let k = 0; k < j; k++) rest -= matrix[atI + k]! * matrix[atJ + k]!;
      rest *= matrix[atJ + j]!;
      matrix[atI + j] = rest;
      squares += rest * rest;
    }
    matrix[atI + i] = 1 / Math.sqrt(matrix[atI + i]! - squares);
  }
}

/** Solves L·Lᵀ·x = b of what is factorised, in place: b becomes x. */
export function solveFactorised(lower: Triangle, size: number, right: Float64Array): void {
  for (let i = 0, atI = 0; i < size; i++, atI += i) {
    let rest = right[i]!;
    for (let k = 0; k < i; k++) rest -= lower[atI + k]! * right[k]!;
    right[i] = rest * lower[atI + i]!;
  }
  for (let i = size - 1, atI = rowStart(i); i >= 0; atI -= i, i--) {
    const x = right[i]! * lower[atI + i]!;
    right[i] = x;
    for (let k = 0; k < i; k++) right[k]! -= lower[atI + k]! * x;
  }
}

/** What is factorised becomes (L·Lᵀ)⁻¹, in place: first L⁻¹, then L⁻ᵀ·L⁻¹. Each adds up rows, which lie in a piece. */
export function invertFactorised(lower: Triangle, size: number): void {
  for (let i = 0, atI = 0; i < size; i++, atI += i) {
    const diagonal = lower[atI + i]!;
    for (let k = 0, atK = 0; k < i; k++, atK += k) {
      const factor = -diagonal * lower[atI + k]!;
      lower[atI + k] = 0;
      for (let j = 0; j <= k; j++) lower[atI + j]! += factor * lower[atK + j]!;
    }
  }
  // Row k is done with once it is added to the rows before it and takes its own place.
  for (let k = 0, atK = 0; k < size; k++, atK += k) {
    for (let i = 0, atI = 0; i < k; i++, atI += i) {
      const factor = lower[atK + i]!;
      for (let j = 0; j <= i; j++) lower[atI + j]! += factor * lower[atK + j]!;
    }
    const pivot = lower[atK + k]!;
    for (let j = 0; j <= k; j++) lower[atK + j]! *= pivot;
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
