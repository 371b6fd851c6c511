import { countAt } from './observations.js';
import type { Side } from './side.js';
import { factorise, rowStart, solveFactorised } from './triangle.js';

const RIDGE = 8;

/**
 * Finds W, and W⁰ by the plain features alone: ridge regression of the means of all rated rows on their features.
 * (FᵀF + 8·I)·W = FᵀA.
 */
export function fitWeights(side: Side): void {
  const { rows, width, plain, features, gram, beliefs, weights, plainWeights } = side;
  const { size, means } = beliefs;
  const right = new Float64Array(width * size);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    if (countAt(rows, row) === 0) continue;
    for (let f = 0; f < width; f++) {
      const feature = features[row * width + f]!;
      if (feature === 0) continue;
      for (let d = 0; d < size; d++) right[f * size + d]! += feature * means[row * size + d]!;
    }
  }
  solveColumns(gram, width, right, size, weights);
  // Plain features come first, and what is factorised of them is how the whole begins.
  solveColumns(gram, plain, right, size, plainWeights);
}

function solveColumns(
  gram: Float64Array,
  width: number,
  right: Float64Array,
  size: number,
  weights: Float64Array,
): void {
  const column = new Float64Array(width);
  for (let d = 0; d < size; d++) {
    for (let f = 0; f < width; f++) column[f] = right[f * size + d]!;
    solveFactorised(gram, width, column);
    for (let f = 0; f < width; f++) weights[f * size + d] = column[f]!;
  }
}

/** FᵀF + 8·I, factorised: once, as features are the same in each sweep. */
export function sumFeatures({ rows, width, features, gram }: Side): void {
  gram.fill(0);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    if (countAt(rows, row) === 0) continue;
    const at = row * width;
    for (let i = 0, atI = 0; i < width; i++, atI += i) {
      const feature = features[at + i]!;
      if (feature === 0) continue;
      for (let j = 0; j <= i; j++) gram[atI + j]! += feature * features[at + j]!;
    }
  }
  for (let i = 0; i < width; i++) gram[rowStart(i) + i]! += RIDGE;
  factorise(gram, width);
}
