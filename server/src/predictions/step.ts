import { STEPS_PER_STAR } from '../ratings/stars.js';
import type { Beliefs } from './beliefs.js';
import type { Rows } from './observations.js';
import { countAt } from './observations.js';
import { expect, type Side } from './side.js';
import {
  factorise,
  invertFactorised,
  rowStart,
  solveFactorised,
  triangleSize,
} from './triangle.js';

/** μ, the mean of all ratings, and σ², what is left of a rating when user and movie are known; in stars and their squares. */
export type Level = { mean: number; noise: number };

/** Belief of one row: mean, then the covariance's triangle. Used again for each row, as memory is dear. */
export type Step = {
  prior: Float64Array;
  mean: Float64Array;
  covariance: Float64Array;
  z: Float64Array;
  h: Float64Array;
};

export function noStep(size: number): Step {
  const numbers = () => new Float64Array(size);
  const covariance = new Float64Array(triangleSize(size));
  return { prior: numbers(), mean: numbers(), covariance, z: numbers(), h: numbers() };
}

/**
 * Steps of variational Bayes for the rows from `from` to `to` of one side, given the other: what is believed of each row
 * is replaced. Rows are independent, so that threads may share them out; the result is the same.
 */
export function stepRows(own: Side, other: Beliefs, level: Level, from: number, to: number): void {
  const { size, means, covariances } = own.beliefs;
  const step = noStep(size);
  for (let row = from; row < to; row++) {
    expect(own, own.features, row * own.width, countAt(own.rows, row), step.prior);
    own.errors[row] = stepRow(own.rows, row, own.precision, other, level, step);
    means.set(step.mean, row * size);
    covariances.set(step.covariance, row * step.covariance.length);
  }
}

/**
 * Of a user, with z_i = (1, v_i) and S_i the covariance of (b_i, v_i):
 * A = diag(Λ) + 1/σ² Σ (z·zᵀ + [0 0; 0 S_i^vv]), h = Λ·P + 1/σ² Σ ((r − μ − b_i)·z − [0; S_i^vb]),
 * mean a = A⁻¹·h, covariance S = A⁻¹. Of a movie, the same with the sides swapped.
 *
 * Returns Σ (e² + var) over the row's ratings, var being the prediction's variance. By A, h and a alone, that is
 * Σ ((r − μ − b_i)² + S_i^bb) + σ²·(aᵀ·(2Λ·P − h − Λ·a) + size − Σ_d Λ_d·S_dd).
 */
export function stepRow(
  { starts, others, steps }: Rows,
  row: number,
  precision: Float64Array,
  { size, means, covariances }: Beliefs,
  { mean: mu, noise }: Level,
  { prior, mean, covariance, z, h }: Step,
): number {
  const triangle = covariance.length;
  let squares = 0;
  covariance.fill(0);
  mean.fill(0);
  z[0] = 1;
  for (let k = starts[row]!; k < starts[row + 1]!; k++) {
    const at = others[k]! * size;
    const atCovariance = others[k]! * triangle;
    const residual = steps[k]! / STEPS_PER_STAR - mu - means[at]!;
    for (let d = 1; d < size; d++) z[d] = means[at + d]!;
    covariance[0]! += 1;
    mean[0]! += residual;
    squares += residual * residual + covariances[atCovariance]!;
    for (let d = 1, p = 1; d < size; d++) {
      const zd = z[d]!;
      mean[d]! += residual * zd - covariances[atCovariance + p]!;
      covariance[p++]! += zd;
      for (let e = 1; e <= d; e++, p++) {
        covariance[p]! += zd * z[e]! + covariances[atCovariance + p]!;
      }
    }
  }
  for (let p = 0; p < triangle; p++) covariance[p]! /= noise;
  for (let d = 0; d < size; d++) {
    covariance[rowStart(d) + d]! += precision[d]!;
    mean[d] = mean[d]! / noise + precision[d]! * prior[d]!;
    h[d] = mean[d]!;
  }
  factorise(covariance, size);
  solveFactorised(covariance, size, mean);
  invertFactorised(covariance, size);
  let form = size;
  for (let d = 0; d < size; d++) {
    const [a, lambda] = [mean[d]!, precision[d]!];
    form +=
      a * (2 * lambda * prior[d]! - h[d]! - lambda * a) - lambda * covariance[rowStart(d) + d]!;
  }
  return Math.max(0, squares + noise * form);
}
