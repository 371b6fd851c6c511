const SWEEPS = 30;
const SMALL = 1e-24;

/**
 * Eigenvalues of a symmetric matrix, greatest first, and its eigenvectors as columns: Jacobi's rotations, cyclic by row
 * (Golub and Van Loan, Matrix Computations, 8.5). Each vector's largest element is positive.
 */
export function eigen(
  matrix: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const a = matrix.slice();
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a, size) > SMALL * total(a); sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
    }
  }
  const order = [...Array(size).keys()].sort((i, j) => a[j * size + j]! - a[i * size + i]!);
  const values = Float64Array.from(order, (i) => a[i * size + i]!);
  const vectors = new Float64Array(size * size);
  for (const [column, from] of order.entries()) {
    let largest = 0;
    for (let row = 0; row < size; row++) {
      const value = v[row * size + from]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    for (let row = 0; row < size; row++) {
      vectors[row * size + column] = Math.sign(largest) * v[row * size + from]!;
    }
  }
  return { values, vectors };
}

/** Makes element (p, q) 0. */
function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const off = a[p * size + q]!;
  if (off === 0) return;
  const tau = (a[q * size + q]! - a[p * size + p]!) / (2 * off);
  const t = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + t * t);
  const sine = t * cosine;
  for (let k = 0; k < size; k++) {
    const [x, y] = [a[k * size + p]!, a[k * size + q]!];
    a[k * size + p] = cosine * x - sine * y;
    a[k * size + q] = sine * x + cosine * y;
  }
  for (let k = 0; k < size; k++) {
    const [x, y] = [a[p * size + k]!, a[q * size + k]!];
    a[p * size + k] = cosine * x - sine * y;
    a[q * size + k] = sine * x + cosine * y;
  }
  for (let k = 0; k < size; k++) {
    const [x, y] = [v[k * size + p]!, v[k * size + q]!];
    v[k * size + p] = cosine * x - sine * y;
    v[k * size + q] = sine * x + cosine * y;
  }
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) sum += a[i * size + j]! ** 2;
  }
  return sum;
}

function total(a: Float64Array): number {
  return a.reduce((sum, value) => sum + value * value, 0);
}
