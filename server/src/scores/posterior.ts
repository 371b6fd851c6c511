import type { Model } from './model.js';
import type { Sums } from './sums.js';

/**
 * What a movie's votes say of it, in stars. `low` to `high` holds what it would get of everyone nine times of ten;
 * `deviation` is its standard deviation; `weight` how many full votes there are (W); `rank` what charts go by;
 * `newcomerFactor` and `heldFactor` what newcomers' and held votes were scaled down by; `trust` how many full votes the `prior` is worth (λ).
 */
export type Posterior = {
  stars: number;
  low: number;
  high: number;
  deviation: number;
  weight: number;
  rank: number;
  newcomerFactor: number;
  heldFactor: number;
  prior: number;
  trust: number;
};

/** Of votes held until somebody has looked at what happened: enough to be seen, too little to matter. */
export const HELD_FACTOR = 0.05;

/** Newcomers have at most a tenth of all weight: a ninth of what the others have. */
const NEWCOMER_SHARE = 1 / 9;
/** Where hardly anyone else has voted, newcomers count as beside this many full votes. */
const LEAST_REGULAR_WEIGHT = 2;

/** Two-sided 90 % of the normal distribution. */
const Z90 = 1.645;
/** In standard deviations. A stricter bound puts what few have seen behind what many found mediocre. */
const CAUTION = 0.5;

/**
 * S = (λm + Σwy)/(λ + W), the mean of a normal posterior with deviation √(σ²/(λ + W)); its 90 % interval is cut to
 * 0 to 5. Null without a vote.
 */
export function posterior(sums: Sums, prior: number, model: Model): Posterior | null {
  const { regular, newcomers, held } = sums;
  if (regular.votes + newcomers.votes + held.votes === 0) return null;

  const room = Math.max(regular.weight, LEAST_REGULAR_WEIGHT) * NEWCOMER_SHARE;
  const isCapped = !model.isYoung && newcomers.weight > room;
  const newcomerFactor = isCapped ? room / newcomers.weight : 1;

  const { trust } = model;
  // However many: held votes are to weigh no more than newcomers do.
  const heldFactor = Math.min(HELD_FACTOR, held.weight > 0 ? room / held.weight : HELD_FACTOR);
  const weight = regular.weight + newcomerFactor * newcomers.weight + heldFactor * held.weight;
  const given = regular.stars + newcomerFactor * newcomers.stars + heldFactor * held.stars;
  const stars = (trust * prior + given) / (trust + weight);
  const deviation = Math.sqrt(model.noise / (trust + weight));
  const reach = Z90 * deviation;
  return {
    stars,
    low: Math.max(0, stars - reach),
    high: Math.min(5, stars + reach),
    deviation,
    weight,
    rank: stars - CAUTION * deviation,
    newcomerFactor,
    heldFactor,
    prior,
    trust,
  };
}
