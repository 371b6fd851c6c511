import { meanOf, type Tally } from '../ratings/tally.js';
import type { PublishedScore } from './score.js';

/** How many ratings' worth of "a movie like any other" every movie starts with. */
export const PRIOR_RATINGS = 4;

/** The name of this way to compute a score; a change of formula gets another. */
export const METHOD = 'shrunk-mean-1';

/** Two-sided 90 % of the normal distribution. */
const Z90 = 1.6449;

/** Mean and variance, in stars, of all ratings of all movies. */
export type Prior = { mean: number; variance: number };

/** The mean shrunk towards the mean of all ratings, `(n·mean + k·μ)/(n + k)`; null without a rating. */
export function score(tally: Tally, prior: Prior): PublishedScore | null {
  const mean = meanOf(tally);
  if (mean === null) return null;
  const weight = tally.count + PRIOR_RATINGS;
  const stars = (tally.count * mean + PRIOR_RATINGS * prior.mean) / weight;
  const spread = (tally.count * varianceOf(tally) + PRIOR_RATINGS * prior.variance) / weight;
  const reach = Z90 * Math.sqrt(spread / weight);
  return {
    stars,
    count: tally.count,
    mean,
    low: Math.max(0, stars - reach),
    high: Math.min(5, stars + reach),
  };
}

/** Of a tally of all ratings. */
export function priorOf(all: Tally): Prior {
  return { mean: meanOf(all) ?? 2.5, variance: varianceOf(all) };
}

/** In squared stars, from the histogram: half stars are fine enough for the width of an interval. */
function varianceOf({ count, histogram }: Tally): number {
  if (count === 0) return 0;
  const centre = histogram.reduce((sum, n, bucket) => sum + (n * bucket) / 2, 0) / count;
  return histogram.reduce((sum, n, bucket) => sum + n * (bucket / 2 - centre) ** 2, 0) / count;
}
