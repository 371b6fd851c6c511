/**
 * The variance, in squared stars, that is left of a rater's or a movie's effect after `ratings` ratings:
 * v = 1/(1/τ² + n/σ²). Effects are normal with variance τ² (`spread`), ratings around them with σ² (`noise`).
 */
export function varianceLeft(ratings: number, spread: number, noise: number): number {
  return 1 / (1 / spread + ratings / noise);
}

/** The mean of that effect, given the sum of the ratings' deviations: v/σ² · Σ deviations. */
export function effectOf(sum: number, ratings: number, spread: number, noise: number): number {
  return (varianceLeft(ratings, spread, noise) / noise) * sum;
}
