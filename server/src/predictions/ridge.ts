import { countAt } from './observations.js';
import type { Side } from './side.js';
import { factorise, rowStart, solveFactorised, triangleSize } from './triangle.js';

const RIDGE = 8;

/**
 * Finds W, or W⁰ with the `width` first features alone: ridge regression of the means of all rated rows on their features.
 * (FᵀF + 8·I)·W = FᵀA. `gram` is FᵀF + 8·I, factorised, which is the same in each sweep.
 */
export function fitWeights(
  side: Side,
  width: number,
  gram: Float64Array,
  weights: Float64Array,
): void {
  const { rows, features, beliefs } = side;
  const { size, means } = beliefs;
  const right = new Float64Array(width * size);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    if (countAt(rows, row) === 0) continue;
    for (let f = 0; f < width; f++) {
      const feature = features[row * side.width + f]!;
      if (feature === 0) continue;
      for (let d = 0; d < size; d++) right[f * size + d]! += feature * means[row * size + d]!;
    }
  }
  const column = new Float64Array(width);
  for (let d = 0; d < size; d++) {
    for (let f = 0; f < width; f++) column[f] = right[f * size + d]!;
    solveFactorised(gram, width, column);
    for (let f = 0; f < width; f++) weights[f * size + d] = column[f]!;
  }
}

export function gramOf(side: Side, width: number): Float64Array {
  const gram = new Float64Array(triangleSize(width));
  for (let row = 0; row + 1 < side.rows.starts.length; row++) {
    if (countAt(side.rows, row) === 0) continue;
    const at = row * side.width;
    for (let i = 0; i < width; i++) {
      const feature = side.features[at + i]!;
      if (feature === 0) continue;
      for (let j = 0; j <= i; j++) gram[rowStart(i) + j]! += feature * side.features[at + j]!;
    }
  }
  for (let i = 0; i < width; i++) gram[rowStart(i) + i]! += RIDGE;
  factorise(gram, width);
  return gram;
}
