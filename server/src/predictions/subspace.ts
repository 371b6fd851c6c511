import { normalDraws } from './draws.js';
import { eigen } from './eigen.js';
import { countAt, type Rows } from './observations.js';
import { sharedFloats } from './shared-arrays.js';

/**
 * Who has rated what, whatever the stars: the matrix of 1/√(n_u·n_i) where user u has rated movie i. `users` and
 * `movies` have `columns` numbers a row: what the matrix makes of each other.
 */
export type Subspace = {
  byUser: Rows;
  byMovie: Rows;
  columns: number;
  users: Float32Array;
  movies: Float32Array;
};

/** More than are asked for, so that those converge. */
const SPARE = 8;
const ITERATIONS = 8;
/** A column that is, to so small a part, of those before it is taken to be nothing else. */
const DEPENDENT = 1e-9;

export function noSubspace(byUser: Rows, byMovie: Rows, rank: number): Subspace {
  const [users, movies] = [byUser.starts.length - 1, byMovie.starts.length - 1];
  const columns = Math.min(rank + 1 + SPARE, users, movies);
  return {
    byUser,
    byMovie,
    columns,
    users: sharedFloats(users * columns),
    movies: sharedFloats(movies * columns),
  };
}

/** Users' numbers by movies': rows from `from` to `to`. */
export function spreadRows(
  { byUser, byMovie, movies, users, columns }: Subspace,
  from: number,
  to: number,
): void {
  multiplyRows(byUser, byMovie, movies, users, columns, from, to);
}

/** Movies' numbers by users'. */
export function gatherRows(
  { byUser, byMovie, movies, users, columns }: Subspace,
  from: number,
  to: number,
): void {
  multiplyRows(byMovie, byUser, users, movies, columns, from, to);
}

function multiplyRows(
  rows: Rows,
  others: Rows,
  input: Float32Array,
  output: Float32Array,
  columns: number,
  from: number,
  to: number,
): void {
  const sum = new Float64Array(columns);
  for (let row = from; row < to; row++) {
    sum.fill(0);
    for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++) {
      const other = rows.others[k]!;
      const weight = 1 / Math.sqrt(countAt(others, other));
      const at = other * columns;
      for (let q = 0; q < columns; q++) sum[q]! += weight * input[at + q]!;
    }
    const weight = 1 / Math.sqrt(Math.max(1, countAt(rows, row)));
    for (let q = 0; q < columns; q++) output[row * columns + q] = weight * sum[q]!;
  }
}

/**
 * The matrix's right singular vectors 2 to `rank` + 1, by movie, and their singular values: subspace iteration, then
 * Rayleigh and Ritz. The first vector is √n, popularity alone, and is left out. Fewer than asked for are followed by 0.
 * `spread` makes `users` of `movies`, `gather` the other way round.
 */
export async function singularVectors(
  { byMovie, columns, users, movies }: Subspace,
  rank: number,
  { spread, gather }: { spread: () => Promise<void>; gather: () => Promise<void> },
  seed: number,
): Promise<{ vectors: Float32Array; values: Float64Array }> {
  const draw = normalDraws(seed);
  for (let k = 0; k < movies.length; k++) movies[k] = draw();
  orthonormalise(movies, columns);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    await spread();
    await gather();
    orthonormalise(movies, columns);
  }
  await spread();
  const { values: squares, vectors: turns } = eigen(products(users, columns), columns);
  const values = new Float64Array(rank);
  const count = byMovie.starts.length - 1;
  const vectors = new Float32Array(count * rank);
  for (let q = 0; q < Math.min(rank, columns - 1); q++) {
    values[q] = Math.sqrt(Math.max(0, squares[q + 1]!));
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let c = 0; c < columns; c++) {
        sum += movies[row * columns + c]! * turns[c * columns + q + 1]!;
      }
      vectors[row * rank + q] = sum;
    }
  }
  return { vectors, values };
}

/** Xᵀ·X of X row after row, whole. */
function products(rows: Float32Array, columns: number): Float64Array {
  const product = new Float64Array(columns * columns);
  const row = new Float64Array(columns);
  for (let at = 0; at < rows.length; at += columns) {
    for (let i = 0; i < columns; i++) row[i] = rows[at + i]!;
    for (let i = 0; i < columns; i++) {
      const value = row[i]!;
      for (let j = 0; j <= i; j++) product[i * columns + j]! += value * row[j]!;
    }
  }
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < i; j++) product[j * columns + i] = product[i * columns + j]!;
  }
  return product;
}

/** X becomes X·L⁻ᵀ where Xᵀ·X = L·Lᵀ. A column that depends on those before it becomes 0. */
function orthonormalise(rows: Float32Array, columns: number): void {
  const lower = products(rows, columns);
  for (let i = 0; i < columns; i++) {
    const whole = lower[i * columns + i]!;
    for (let j = 0; j <= i; j++) {
      let rest = lower[i * columns + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * columns + k]! * lower[j * columns + k]!;
      const pivot = lower[j * columns + j]!;
      if (i === j) lower[i * columns + i] = rest > DEPENDENT * whole ? Math.sqrt(rest) : 0;
      else lower[i * columns + j] = pivot > 0 ? rest / pivot : 0;
    }
  }
  for (let at = 0; at < rows.length; at += columns) {
    for (let i = 0; i < columns; i++) {
      const pivot = lower[i * columns + i]!;
      let rest = rows[at + i]!;
      for (let k = 0; k < i; k++) rest -= lower[i * columns + k]! * rows[at + k]!;
      rows[at + i] = pivot > 0 ? rest / pivot : 0;
    }
  }
}
