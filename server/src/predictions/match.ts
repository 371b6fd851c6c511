import type { Crowd } from './crowd.js';
import type { Taste } from './taste.js';
import { form, rowStart } from './triangle.js';

/**
 * `rho`: from −1 to 1, the correlation of the stars that two people are expected to give, beyond what everyone would;
 * `percentile`: from 0 to 100, of how many pairs of people it is more; `reliability`: from 0 to 1, how much of what it rests
 * on is known rather than guessed.
 */
export type Match = { rho: number; percentile: number; reliability: number };

/** Who has rated less has no taste that could be told from others'. */
export const FEWEST_FOR_MATCH = 10;

export function matchOf({ crowd }: { crowd: Crowd }, one: Taste, other: Taste): Match {
  const rho = rhoOf(crowd, one, other);
  const reliability = Math.sqrt(reliabilityOf(crowd, one) * reliabilityOf(crowd, other));
  return { rho, percentile: percentileOf(crowd.quantiles, rho), reliability };
}

/** What of a user's belief a match is made of. */
export type Believed = Pick<Taste, 'mean' | 'covariance' | 'noise'>;

/**
 * ρ = uᵀCv/√((uᵀCu + tr(C·S_u) + s_u²)(vᵀCv + tr(C·S_v) + s_v²)), u and v from the centre. Without the noise, two who
 * hardly differ from everyone would match or clash by what little they do.
 */
export function rhoOf(crowd: Omit<Crowd, 'quantiles'>, one: Believed, other: Believed): number {
  const [u, v] = [fromCentre(crowd, one), fromCentre(crowd, other)];
  const varianceOf = (taste: Believed, from: Float64Array) =>
    form(crowd.spread, from, from) + trace(crowd.spread, taste.covariance) + taste.noise;
  const whole = varianceOf(one, u) * varianceOf(other, v);
  return whole > 0 ? form(crowd.spread, u, v) / Math.sqrt(whole) : 0;
}

/**
 * By about how many stars two people will differ over a movie: the root of
 * d² = (β_u − β_v + (u − v)·v̄)² + (u − v)ᵀC(u − v) + tr(C·S_u) + tr(C·S_v).
 */
export function differBy({ crowd }: { crowd: Crowd }, one: Taste, other: Taste): number {
  const apart = one.mean.map((value, d) => value - other.mean[d]!);
  const level = apart.reduce((sum, value, d) => sum + value * crowd.movie[d]!, 0);
  const unsure = trace(crowd.spread, one.covariance) + trace(crowd.spread, other.covariance);
  return Math.sqrt(level * level + form(crowd.spread, apart, apart) + unsure);
}

/** The share of what is believed of a taste that is not uncertainty. */
function reliabilityOf(crowd: Crowd, taste: Believed): number {
  const u = fromCentre(crowd, taste);
  const known = form(crowd.spread, u, u);
  const whole = known + trace(crowd.spread, taste.covariance);
  return whole > 0 ? known / whole : 0;
}

/** Between two quantiles, in proportion: of two matches, the closer one has the higher percentile. */
function percentileOf(quantiles: Float64Array, rho: number): number {
  const last = quantiles.length - 1;
  if (last < 1) return 50;
  const above = quantiles.findIndex((quantile) => quantile >= rho);
  if (above < 0) return 100;
  if (above === 0) return 0;
  const [low, high] = [quantiles[above - 1]!, quantiles[above]!];
  return (100 * (above - 1 + (rho - low) / (high - low))) / last;
}

function fromCentre({ centre }: Pick<Crowd, 'centre'>, { mean }: Believed): Float64Array {
  return mean.map((value, d) => value - centre[d]!);
}

/** tr(A·B) of two triangles. */
function trace(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let p = 0; p < a.length; p++) sum += 2 * a[p]! * b[p]!;
  for (let i = 0; rowStart(i) + i < a.length; i++) {
    sum -= a[rowStart(i) + i]! * b[rowStart(i) + i]!;
  }
  return sum;
}
