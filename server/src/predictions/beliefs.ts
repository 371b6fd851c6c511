import { sharedFloats } from './shared-arrays.js';
import { rowStart, triangleSize } from './triangle.js';

/**
 * What is believed of each row's `size` numbers: normal, with a mean and a covariance (its lower triangle). Of a user,
 * a_u = (β_u, u): the bias and the taste; of a movie, c_i = (b_i, v).
 */
export type Beliefs = { size: number; means: Float32Array; covariances: Float32Array };

export function noBeliefs(rows: number, size: number): Beliefs {
  const covariances = sharedFloats(rows * triangleSize(size));
  return { size, means: sharedFloats(rows * size), covariances };
}

/**
 * What the other side's steps add up of a row, into `moments` from `at` on: the covariance's triangle with v·vᵀ added to
 * all but its first column. Made once for each row, and not for each of its ratings.
 */
export function momentsOf(
  { size, means, covariances }: Beliefs,
  row: number,
  moments: Float32Array,
  at: number,
): void {
  const atMean = row * size;
  const atCovariance = row * rowStart(size);
  moments[at] = covariances[atCovariance]!;
  for (let d = 1, p = 1; d < size; d++) {
    const v = means[atMean + d]!;
    moments[at + p] = covariances[atCovariance + p]!;
    p++;
    for (let e = 1; e <= d; e++, p++) {
      moments[at + p] = covariances[atCovariance + p]! + v * means[atMean + e]!;
    }
  }
}
