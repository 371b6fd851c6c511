import { sharedFloats } from './shared-arrays.js';
import { triangleSize } from './triangle.js';

/**
 * What is believed of each row's `size` numbers: normal, with a mean and a covariance (its lower triangle). Of a user,
 * a_u = (β_u, u): the bias and the taste; of a movie, c_i = (b_i, v).
 */
export type Beliefs = { size: number; means: Float32Array; covariances: Float32Array };

export function noBeliefs(rows: number, size: number): Beliefs {
  const covariances = sharedFloats(rows * triangleSize(size));
  return { size, means: sharedFloats(rows * size), covariances };
}
