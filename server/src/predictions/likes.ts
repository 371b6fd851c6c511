import { countAt, type Rows } from './observations.js';
import { sharedDoubles, sharedFloats } from './shared-arrays.js';
import { factorise, rowStart, solveFactorised, triangleSize } from './triangle.js';

/** From 4 stars on, in steps, a rating is a like. */
export const LIKED_STEPS = 80;

/** Numbers of a user, or of a movie, by which it is told what is liked next. */
export const LIKE_RANK = 32;
const ALPHA = 0.1;
const LAMBDA = 0.02;

/** Numbers of each row of a side, and the triangle of Σ x·xᵀ over its rows. */
export type LikeSide = { rows: Rows; factors: Float32Array; gram: Float64Array };

export function noLikeSide(rows: Rows): LikeSide {
  const factors = sharedFloats((rows.starts.length - 1) * LIKE_RANK);
  return { rows, factors, gram: sharedDoubles(triangleSize(LIKE_RANK)) };
}

/**
 * Implicit alternating least squares, of rows from `from` to `to`, given the other side:
 * x = (α·YᵀY + Σ y·yᵀ + λ(n + α·N)·I)⁻¹ Σ y, over what is liked; N is the number of rows of the other side. It minimises
 * Σ_liked (1 − x·y)² + α Σ_all (x·y)² + λ Σ (n + α·N)|x|² (Rendle et al., Revisiting iALS, 2021).
 */
export function stepLikes(own: LikeSide, other: LikeSide, from: number, to: number): void {
  const scratch = noLikeStep();
  for (let row = from; row < to; row++) {
    const [start, end] = [own.rows.starts[row]!, own.rows.starts[row + 1]!];
    stepLike(own.rows.others.subarray(start, end), other, scratch);
    own.factors.set(scratch.x, row * LIKE_RANK);
  }
}

/** Of one row; used again for each. `some` are the numbers of a few of the other side, in double precision. */
export type LikeStep = { x: Float64Array; matrix: Float64Array; some: Float64Array };

/** Sums are read and written once for so many. */
const AT_ONCE = 4;

export function noLikeStep(): LikeStep {
  return {
    x: new Float64Array(LIKE_RANK),
    matrix: new Float64Array(triangleSize(LIKE_RANK)),
    some: new Float64Array(AT_ONCE * LIKE_RANK),
  };
}

/** Of one who likes those rows of the other side, into `x`. */
export function stepLike(
  liked: Int32Array,
  { factors, gram }: Pick<LikeSide, 'factors' | 'gram'>,
  step: LikeStep,
): void {
  const { x, matrix } = step;
  const all = factors.length / LIKE_RANK;
  x.fill(0);
  if (liked.length === 0) return;
  for (let p = 0; p < matrix.length; p++) matrix[p] = ALPHA * gram[p]!;
  const ridge = LAMBDA * (liked.length + ALPHA * all);
  for (let d = 0; d < LIKE_RANK; d++) matrix[rowStart(d) + d]! += ridge;
  for (let k = 0; k < liked.length; k += AT_ONCE) addSome(liked, k, factors, step);
  factorise(matrix, LIKE_RANK);
  solveFactorised(matrix, LIKE_RANK, x);
}

/** Adds y and y·yᵀ of four that are liked, from the `from`th on, or of those that there still are. */
function addSome(
  liked: Int32Array,
  from: number,
  factors: Float32Array,
  { x, matrix, some }: LikeStep,
): void {
  some.fill(0);
  for (let k = 0; k < AT_ONCE && from + k < liked.length; k++) {
    const at = liked[from + k]! * LIKE_RANK;
    for (let d = 0; d < LIKE_RANK; d++) some[k * LIKE_RANK + d] = factors[at + d]!;
  }
  for (let d = 0, p = 0; d < LIKE_RANK; d++) {
    const a = some[d]!;
    const b = some[LIKE_RANK + d]!;
    const c = some[2 * LIKE_RANK + d]!;
    const g = some[3 * LIKE_RANK + d]!;
    x[d]! += a + b + c + g;
    for (let e = 0; e <= d; e++, p++) {
      matrix[p]! +=
        a * some[e]! +
        b * some[LIKE_RANK + e]! +
        c * some[2 * LIKE_RANK + e]! +
        g * some[3 * LIKE_RANK + e]!;
    }
  }
}

/** Σ x·xᵀ over all rows, before the other side is stepped. */
export function sumSquares({ rows, factors, gram }: LikeSide): void {
  gram.fill(0);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    if (countAt(rows, row) === 0) continue;
    const at = row * LIKE_RANK;
    for (let d = 0, p = 0; d < LIKE_RANK; d++) {
      const y = factors[at + d]!;
      for (let e = 0; e <= d; e++, p++) gram[p]! += y * factors[at + e]!;
    }
  }
}
