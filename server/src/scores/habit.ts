import type { Model } from './model.js';
import { effectOf } from './shrinkage.js';

/**
 * How someone rates, as of when it was last looked at. `ratings`: how many; `bias`: stars above what others give the
 * same films (b_u); `squares`: the sum of e² over their ratings, e = stars − μ − b_u − b_i, in squared stars.
 */
export type Habit = { ratings: number; bias: number; squares: number };

/** Of whom nothing is known yet. */
export const NO_HABIT: Habit = { ratings: 0, bias: 0, squares: 0 };

/** Until then each rating changes much of what is known of someone. */
const FEW = 10;
/** Looked at each time there are twice as many, or half, a habit costs as much per rating however many there are. */
const GROWTH = 2;
/**
 * From so many on, more of them tell nothing of someone that the next estimation does not, and to move all their votes at
 * once would hold up everyone else.
 */
const MANY = 500;

/**
 * Someone's habit from their ratings alone, each as its deviation from what a movie gets of anyone, stars − μ − b_i:
 * b_u = v/σ² · Σ deviations, v = 1/(1/τ_u² + n/σ²).
 */
export function habitOf(deviations: readonly number[], model: Model): Habit {
  const ratings = deviations.length;
  const sum = deviations.reduce((all, deviation) => all + deviation, 0);
  const bias = effectOf(sum, ratings, model.raterSpread, model.noise);
  const squares = deviations.reduce((all, deviation) => all + (deviation - bias) ** 2, 0);
  return { ratings, bias, squares };
}

/** Whether someone who has that many ratings now should be looked at again. */
export function isDue(ratings: number, known: Habit): boolean {
  const change = Math.abs(ratings - known.ratings);
  if (change === 0 || Math.min(ratings, known.ratings) >= MANY) return false;
  return ratings <= FEW || ratings >= GROWTH * known.ratings || known.ratings >= GROWTH * ratings;
}
