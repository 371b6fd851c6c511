import { STEPS_PER_STAR } from '../ratings/stars.js';
import { momentsOf } from './beliefs.js';
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

/**
 * What is expected of one row and what its ratings add up to, which a step makes its belief of: mean, and the covariance's
 * triangle. Used again for each row, as memory is dear.
 */
export type Step = {
  prior: Float64Array;
  mean: Float64Array;
  covariance: Float64Array;
  z: Float64Array;
  h: Float64Array;
  squares: number;
};

export function noStep(size: number): Step {
  const numbers = () => new Float64Array(size);
  const covariance = new Float64Array(triangleSize(size));
  return { prior: numbers(), mean: numbers(), covariance, z: numbers(), h: numbers(), squares: 0 };
}

export function copyOf({ prior, mean, covariance, z, h, squares }: Step): Step {
  return {
    prior: prior.slice(),
    mean: mean.slice(),
    covariance: covariance.slice(),
    z: z.slice(),
    h: h.slice(),
    squares,
  };
}

/**
 * Steps of variational Bayes for the rows from `from` to `to` of one side, given the other: what is believed of each row
 * is replaced. Rows are independent, so that threads may share them out; the result is the same.
 */
export function stepRows(own: Side, other: Side, level: Level, from: number, to: number): void {
  const { rows, beliefs } = own;
  const { size, means, covariances } = beliefs;
  const step = noStep(size);
  const triangle = step.covariance.length;
  for (let row = from; row < to; row++) {
    expect(own, own.features, row * own.width, countAt(rows, row), step.prior);
    beginStep(step);
    for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++) {
      const at = rows.others[k]!;
      const residual =
        rows.steps[k]! / STEPS_PER_STAR - level.mean - other.beliefs.means[at * size]!;
      addRating(step, residual, other.beliefs.means, at * size, other.moments, at * triangle);
    }
    own.errors[row] = endStep(step, own.precision, level.noise);
    means.set(step.mean, row * size);
    covariances.set(step.covariance, row * triangle);
    momentsOf(beliefs, row, own.moments, row * triangle);
  }
}

function beginStep(step: Step): void {
  step.mean.fill(0);
  step.covariance.fill(0);
  step.z.fill(0);
  step.squares = 0;
}

/** Adds a rating that is so many stars above μ + b_i, of the movie (or user) with that mean and those moments. */
export function addRating(
  step: Step,
  residual: number,
  means: Float32Array,
  atMean: number,
  moments: Float32Array,
  atMoments: number,
): void {
  const { mean, covariance, z } = step;
  step.squares += residual * residual;
  mean[0]! += residual;
  z[0]! += 1;
  for (let d = 1; d < z.length; d++) {
    const v = means[atMean + d]!;
    mean[d]! += residual * v;
    z[d]! += v;
  }
  for (let p = 0; p < covariance.length; p++) covariance[p]! += moments[atMoments + p]!;
}

/**
 * Of a user, with z_i = (1, v_i) and S_i the covariance of (b_i, v_i):
 * A = diag(Λ) + 1/σ² Σ (z·zᵀ + [0 0; 0 S_i^vv]), h = Λ·P + 1/σ² Σ ((r − μ − b_i)·z − [0; S_i^vb]),
 * mean a = A⁻¹·h, covariance S = A⁻¹. Of a movie, the same with the sides swapped.
 *
 * Returns Σ (e² + var) over the row's ratings, var being the prediction's variance. By A, h and a alone, that is
 * Σ ((r − μ − b_i)² + S_i^bb) + σ²·(aᵀ·(2Λ·P − h − Λ·a) + size − Σ_d Λ_d·S_dd).
 */
export function endStep(step: Step, precision: Float64Array, noise: number): number {
  const { prior, mean, covariance, z, h } = step;
  const size = mean.length;
  const squares = step.squares + covariance[0]!;
  // Where moments have S_i^bb and S_i^vb, A has z.
  for (let d = 0; d < size; d++) {
    if (d > 0) mean[d]! -= covariance[rowStart(d)]!;
    covariance[rowStart(d)] = z[d]!;
  }
  for (let p = 0; p < covariance.length; p++) covariance[p]! /= noise;
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
