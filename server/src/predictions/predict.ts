import type { KnownMovie, TasteModel } from './model.js';
import type { Taste } from './taste.js';
import { rowStart } from './triangle.js';

/** In stars and squared stars: how good a movie is expected to be for someone, and how far that may be off. */
export type Expected = { stars: number; variance: number };

/** Not held to the scale: that is up to those who show it. */
export function pointOf(
  { level }: TasteModel,
  { mean }: Taste,
  { table, row, shift }: KnownMovie,
): number {
  const { size, means } = table.beliefs;
  const at = row * size;
  let stars = level.mean + mean[0]! + means[at]! + shift;
  for (let d = 1; d < size; d++) stars += mean[d]! * means[at + d]!;
  return stars;
}

/**
 * μ + β_u + b_i + u·v, and its variance without the noise of a single rating:
 * S_u,00 + S_i,00 + 2(S_u,0v·v + S_i,0v·u) + vᵀS_u v + uᵀS_i u + tr(S_u S_i), the last three over tastes alone.
 */
export function expected(model: TasteModel, taste: Taste, movie: KnownMovie): Expected {
  const { table, row } = movie;
  const { size, means, covariances } = table.beliefs;
  const { mean: u, covariance: su } = taste;
  const at = row * size;
  const atS = row * rowStart(size);
  let variance = su[0]! + covariances[atS]!;
  for (let d = 1, p = 1; d < size; d++) {
    const [ud, vd] = [u[d]!, means[at + d]!];
    variance += 2 * (su[p]! * vd + covariances[atS + p]! * ud);
    p++;
    for (let e = 1; e <= d; e++, p++) {
      const [s, t] = [su[p]!, covariances[atS + p]!];
      const term = s * vd * means[at + e]! + t * ud * u[e]! + s * t;
      variance += e === d ? term : 2 * term;
    }
  }
  return { stars: pointOf(model, taste, movie), variance };
}
