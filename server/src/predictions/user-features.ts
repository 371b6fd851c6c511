import { WATCH_RANK } from './method.js';

/** √N_U, and the mean of ln(1 + n) over users. */
export type Among = { scale: number; meanLog: number };

/** Adds V_iq/√n_i of one movie, a row of `watched`, to the sum over all that a user has rated. */
export function addWatched(sum: Float64Array, watched: Float32Array, row: number): void {
  const at = row * WATCH_RANK;
  for (let q = 0; q < WATCH_RANK; q++) sum[q]! += watched[at + q]!;
}

/** f of a user, from `at` on: 1, ln(1 + n) − mean, and √N_U/√n Σ V_iq/√n_i over the n movies that are rated. */
export function userFeatures(
  sum: Float64Array,
  count: number,
  { scale, meanLog }: Among,
  features: Float32Array,
  at: number,
): void {
  features[at] = 1;
  features[at + 1] = Math.log1p(count) - meanLog;
  const factor = scale / Math.sqrt(Math.max(1, count));
  for (let q = 0; q < WATCH_RANK; q++) features[at + 2 + q] = factor * sum[q]!;
}
