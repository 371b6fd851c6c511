import type { Beliefs } from './beliefs.js';
import type { Rows } from './observations.js';

/**
 * What is expected of a row before its ratings are seen: P = g·(f·W) + (1 − g)·(f⁰·W⁰), g = n/(n + 3), with the precision
 * Λ of each number around it. f are the row's features, and the first of them, f⁰, are those that do not depend on its
 * ratings. W and W⁰ have a row of `size` numbers for each feature.
 */
export type Expectation = {
  plain: number;
  width: number;
  weights: Float64Array;
  plainWeights: Float64Array;
  precision: Float64Array;
};

/**
 * Users, or movies: their ratings, what is known of them (and the factorised triangle of FᵀF + 8·I, see ridge.ts), what is
 * believed, its moments (see beliefs.ts), and Σ (e² + var) of each one's ratings.
 */
export type Side = Expectation & {
  rows: Rows;
  features: Float32Array;
  gram: Float64Array;
  beliefs: Beliefs;
  moments: Float32Array;
  errors: Float64Array;
};

/** With so many ratings, half of what is expected is by how many and which they are. */
const GATE = 3;

function gate(count: number): number {
  return count / (count + GATE);
}

/** P of a row whose features begin at `at`, into `prior`. */
export function expect(
  { plain, width, weights, plainWeights }: Expectation,
  features: Float32Array,
  at: number,
  count: number,
  prior: Float64Array,
): void {
  const size = prior.length;
  const g = gate(count);
  prior.fill(0);
  for (let f = 0; f < width; f++) {
    const known = g * features[at + f]!;
    if (known === 0) continue;
    for (let d = 0; d < size; d++) prior[d]! += known * weights[f * size + d]!;
  }
  for (let f = 0; f < plain; f++) {
    const known = (1 - g) * features[at + f]!;
    if (known === 0) continue;
    for (let d = 0; d < size; d++) prior[d]! += known * plainWeights[f * size + d]!;
  }
}
