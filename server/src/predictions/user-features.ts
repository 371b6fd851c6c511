import { WATCH_RANK } from './method.js';
import type { Rows } from './observations.js';

/** √N_U, and the mean of ln(1 + n) over users. */
export type Among = { scale: number; meanLog: number };

/**
 * f of a user, from `at` on: 1, ln(1 + n) − mean, and √N_U/√n Σ V_iq/√n_i over the movies that are rated. `watched` has
 * V_iq/√n_i for each movie.
 */
export function userFeatures(
  { starts, others }: Rows,
  row: number,
  watched: Float32Array,
  { scale, meanLog }: Among,
  features: Float32Array,
  at: number,
): void {
  const [from, to] = [starts[row]!, starts[row + 1]!];
  features[at] = 1;
  features[at + 1] = Math.log1p(to - from) - meanLog;
  const sum = new Float64Array(WATCH_RANK);
  for (let k = from; k < to; k++) {
    const movie = others[k]! * WATCH_RANK;
    for (let q = 0; q < WATCH_RANK; q++) sum[q]! += watched[movie + q]!;
  }
  const factor = scale / Math.sqrt(Math.max(1, to - from));
  for (let q = 0; q < WATCH_RANK; q++) features[at + 2 + q] = factor * sum[q]!;
}
