import { STEPS_PER_STAR } from '../ratings/stars.js';
import { averageEffect, type KnownMovie, type Model } from './model.js';
import { isByTaste } from './prediction.js';
import type { RatedMovie, Taste } from './taste.js';
import { rowStart } from './triangle.js';

/**
 * Where predicted stars come from, before they are held to the scale: `movie`, what it gets from everyone (μ + b_i);
 * `habit`, what is expected of anyone who has rated those movies, before the stars are looked at; and by how much each
 * rating moved it, in the order of the taste's ratings. All sum to the prediction.
 */
export type Explanation = { movie: number; habit: number; ratings: Float64Array };

/**
 * c_j = 1/σ² z_iᵀ·S_u·(z_j·(r_j − μ − b_j − z_j·P) − S_j^vv·P − S_j^vb). The latter two are what is not sure of movie j;
 * with them the sum is exact.
 */
export function explain(model: Model, taste: Taste, movie: KnownMovie): Explanation {
  if (!isByTaste(taste)) return explainAverage(model, taste, movie);
  const { size, means } = movie.table.beliefs;
  const at = movie.row * size;
  const z = Float64Array.from({ length: size }, (_, d) => (d === 0 ? 1 : means[at + d]!));
  const pull = times(taste.covariance, z);
  const { mean, noise } = model.level;
  return {
    movie: mean + means[at]! + movie.shift,
    habit: z.reduce((sum, value, d) => sum + value * taste.prior[d]!, 0),
    ratings: Float64Array.from(
      taste.ratings,
      (rating) => surprise(rating, taste.prior, pull, mean) / noise,
    ),
  };
}

/** pullᵀ·(z·(r − μ − b − z·P) − S^vv·P − S^vb). */
function surprise(
  { movie: { table, row }, steps }: RatedMovie,
  prior: Float64Array,
  pull: Float64Array,
  mean: number,
): number {
  const { size, means, covariances } = table.beliefs;
  const at = row * size;
  const atS = row * rowStart(size);
  let rest = steps / STEPS_PER_STAR - mean - means[at]! - prior[0]!;
  let pulled = pull[0]!;
  let unsure = 0;
  for (let d = 1; d < size; d++) {
    rest -= means[at + d]! * prior[d]!;
    pulled += means[at + d]! * pull[d]!;
    unsure += covariances[atS + rowStart(d)]! * pull[d]!;
    for (let e = 1; e < size; e++) {
      const s = covariances[atS + rowStart(Math.max(d, e)) + Math.min(d, e)]!;
      unsure += s * prior[e]! * pull[d]!;
    }
  }
  return pulled * rest - unsure;
}

/** Of fewer ratings than tell a taste: each moves how generous one is taken to be. */
function explainAverage(model: Model, { ratings, average }: Taste, movie: KnownMovie): Explanation {
  const { mean, noise } = model.averages;
  return {
    movie: mean + averageEffect(movie),
    habit: 0,
    ratings: Float64Array.from(ratings, ({ movie: { table, row }, steps }) => {
      const above = steps / STEPS_PER_STAR - mean - table.averages.movies[row]!;
      return (average.variance / noise) * above;
    }),
  };
}

/** S·z of a triangle. */
function times(matrix: Float64Array, z: Float64Array): Float64Array {
  return z.map((_, i) =>
    z.reduce(
      (sum, value, j) => sum + matrix[rowStart(Math.max(i, j)) + Math.min(i, j)]! * value,
      0,
    ),
  );
}
