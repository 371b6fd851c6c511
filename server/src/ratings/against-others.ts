import { STEPS_PER_STAR } from './stars.js';
import type { Comparison } from './statistics.js';

/** So near are stars that agree. */
const NEAR_STEPS = STEPS_PER_STAR / 2;
const FEWEST_CORRELATED = 3;
const MOST_APART = 5;

/**
 * A user's ratings beside everyone else's. Differences are in stars, the user's less the mean of the others;
 * `agreement` is the share within half a star of that mean, 0 to 1. All is null where nothing can be compared.
 */
export type AgainstOthers = {
  compared: number;
  meanDifference: number | null;
  meanDistance: number | null;
  correlation: number | null;
  agreement: number | null;
};

export function againstOthers(comparisons: readonly Comparison[]): AgainstOthers {
  const differences = comparisons.map(differenceOf);
  return {
    compared: comparisons.length,
    meanDifference: mean(differences),
    meanDistance: mean(differences.map(Math.abs)),
    correlation: correlationOf(comparisons.map(({ stars, count, sum }) => [stars, sum / count])),
    agreement: mean(comparisons.map((comparison) => (agrees(comparison) ? 1 : 0))),
  };
}

/** The movies that a user likes most above the others, and most below. Ties: where more others rated comes first. */
export function furthestApart(comparisons: readonly Comparison[]) {
  const apart = comparisons.map((comparison) => ({
    comparison,
    difference: differenceOf(comparison),
  }));
  const furthest = (sign: 1 | -1) =>
    apart
      .filter(({ difference }) => difference * sign > 0)
      .sort(
        (a, b) =>
          (b.difference - a.difference) * sign ||
          b.comparison.count - a.comparison.count ||
          a.comparison.movieId - b.comparison.movieId,
      )
      .slice(0, MOST_APART)
      .map(({ comparison }) => comparison);
  return { higher: furthest(1), lower: furthest(-1) };
}

/**
 * Pearson's product-moment correlation, Σ(x − x̄)(y − ȳ) ÷ √(Σ(x − x̄)² Σ(y − ȳ)²), from −1 to 1 (K. Pearson, Notes on
 * regression and inheritance in the case of two parents, 1895). Null for fewer than three pairs, and where all x or
 * all y are the same.
 */
export function correlationOf(pairs: readonly (readonly [number, number])[]): number | null {
  const [firstX, firstY] = pairs[0] ?? [0, 0];
  const isFlat = pairs.every(([x]) => x === firstX) || pairs.every(([, y]) => y === firstY);
  if (pairs.length < FEWEST_CORRELATED || isFlat) return null;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / pairs.length;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / pairs.length;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  // Rounding may lead a hair beyond.
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** In stars. */
export function meanOfOthers({ count, sum }: Comparison): number {
  return sum / (count * STEPS_PER_STAR);
}

function differenceOf({ stars, count, sum }: Comparison): number {
  return (stars * count - sum) / (count * STEPS_PER_STAR);
}

/** In whole numbers: half a star is half a star, whatever the mean. */
function agrees({ stars, count, sum }: Comparison): boolean {
  return Math.abs(stars * count - sum) <= NEAR_STEPS * count;
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
