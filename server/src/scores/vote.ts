import type { Habit } from './habit.js';
import type { Model } from './model.js';

/** Why a vote weighs less than 1: its rater has rated little, or erratically. */
export type Loss = 'experience' | 'steadiness';

/**
 * What becomes of a rating in its movie's score. `stars`: without the rater's bias, y = clamp(r − b_u, 0, 5);
 * `weight`: experience × steadiness, each above 0 and at most 1.
 */
export type Vote = { stars: number; weight: number; isNewcomer: boolean } & Record<Loss, number>;

/** As many ratings are worth half a vote. */
export const HALF_EXPERIENCE = 10;
/** Everyone is taken for as steady as others are for as many ratings. */
const ORDINARY_RATINGS = 10;
const NEWCOMER_BELOW = 5;

/**
 * The vote of someone with this habit, in which this rating counts. `effect`: the movie's b_i; of a movie never
 * estimated, its prior − μ.
 *
 * Experience is h = n/(n + 10), or (n + 2)/(n + 4) while the service is young. Steadiness is
 * p = min(1, σ²/((10σ² + Σe²)/(10 + n))) over the rater's other ratings: who disagrees with one crowd is not erratic.
 */
export function voteOf(stars: number, habit: Habit, effect: number, model: Model): Vote {
  const ratings = Math.max(1, habit.ratings);
  const own = stars - model.mean - habit.bias - effect;
  const others = Math.max(0, habit.squares - own * own);
  const noise = (ORDINARY_RATINGS * model.noise + others) / (ORDINARY_RATINGS + ratings - 1);
  const steadiness = Math.min(1, model.noise / noise);
  const experience = model.isYoung
    ? (ratings + 2) / (ratings + 4)
    : ratings / (ratings + HALF_EXPERIENCE);
  return {
    // Clamped, or who gives everything 5 stars could give one film −3.
    stars: Math.min(5, Math.max(0, stars - habit.bias)),
    weight: experience * steadiness,
    isNewcomer: ratings < NEWCOMER_BELOW && !model.isYoung,
    experience,
    steadiness,
  };
}
