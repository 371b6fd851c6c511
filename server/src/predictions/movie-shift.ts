import type { MovieId } from '../movies/movie.js';
import { STEPS_PER_STAR } from '../ratings/stars.js';
import type { Outcome } from './outcomes.js';
import type { Drift } from './ports.js';

/** Ratings that a movie's bias is held back by. */
const HELD = 8;

/**
 * By how much a movie's bias moves until the next training: Σ (r − what was predicted)/(n + 8) over the ratings that came
 * since the last, in stars.
 */
export function shiftOf(sum: number, count: number): number {
  return sum / (count + HELD);
}

/** How far a rating was above what had been predicted, in stars. */
export function aboveOf({ stars, predicted }: Pick<Outcome, 'stars' | 'predicted'>): number {
  return stars / STEPS_PER_STAR - predicted / 1000;
}

/** What outcomes move their movies by. */
export function driftsOf(
  outcomes: readonly Pick<Outcome, 'movieId' | 'stars' | 'predicted'>[],
): Drift[] {
  const drifts = new Map<MovieId, Drift>();
  for (const outcome of outcomes) {
    const { movieId } = outcome;
    const { above, count } = drifts.get(movieId) ?? { above: 0, count: 0 };
    drifts.set(movieId, { movieId, above: above + aboveOf(outcome), count: count + 1 });
  }
  return [...drifts.values()];
}
