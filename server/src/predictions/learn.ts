import { withUsual } from '../scores/sweep.js';
import { countAt } from './observations.js';
import { fitWeights } from './ridge.js';
import { expect, type Side } from './side.js';
import { rowStart } from './triangle.js';

/** Where everyone always gives the same, the next may still differ by a fifth of a star. */
const LEAST_NOISE = 0.05;
const USUAL_NOISE = 0.85;
const USUAL_RATINGS = 10;
const LEAST_SPREAD = 0.1;

/** What is expected of a side's rows, by what is believed of them: W, W⁰ and Λ. */
export function learnExpectation(side: Side): void {
  fitWeights(side);
  learnPrecision(side);
}

/** Λ_d = (N + 1)/(.1 + Σ (a − P)_d² + S_dd), over the rows that have ratings. */
function learnPrecision(side: Side): void {
  const { size, means, covariances } = side.beliefs;
  const triangle = rowStart(size);
  const prior = new Float64Array(size);
  const spread = new Float64Array(size).fill(LEAST_SPREAD);
  let rated = 0;
  for (let row = 0; row + 1 < side.rows.starts.length; row++) {
    const count = countAt(side.rows, row);
    if (count === 0) continue;
    rated += 1;
    expect(side, side.features, row * side.width, count, prior);
    for (let d = 0; d < size; d++) {
      spread[d]! += (means[row * size + d]! - prior[d]!) ** 2;
      spread[d]! += covariances[row * triangle + rowStart(d) + d]!;
    }
  }
  for (let d = 0; d < size; d++) side.precision[d] = (rated + 1) / spread[d]!;
}

/** σ² = mean(e² + var) over all ratings. */
export function noiseOf({ errors, rows }: Side): number {
  let sum = 0;
  for (const error of errors) sum += error;
  return Math.max(LEAST_NOISE, withUsual(sum, rows.others.length, USUAL_NOISE, USUAL_RATINGS));
}
