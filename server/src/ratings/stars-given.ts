import { STEPS_PER_STAR } from './stars.js';
import type { StarsGiven } from './statistics.js';
import { bucketOf, emptyTally, type Tally } from './tally.js';

export type Percentile = StarsGiven & { percentile: number };

/** The tally of all of a user's ratings. */
export function tallyOfGiven(given: readonly StarsGiven[]): Tally {
  const tally = emptyTally();
  for (const { stars, count } of given) {
    const bucket = bucketOf(stars);
    tally.count += count;
    tally.sum += stars * count;
    tally.histogram[bucket] = (tally.histogram[bucket] ?? 0) + count;
  }
  return tally;
}

/** In stars: the one in the middle, or half-way between the two there; null when nothing is rated. `given` ascends. */
export function medianOf(given: readonly StarsGiven[]): number | null {
  const { count } = tallyOfGiven(given);
  if (count === 0) return null;
  const steps = stepsAt(given, Math.ceil(count / 2)) + stepsAt(given, Math.floor(count / 2) + 1);
  return steps / (2 * STEPS_PER_STAR);
}

/** The `nth` lowest, from 1. */
function stepsAt(given: readonly StarsGiven[], nth: number): number {
  let seen = 0;
  for (const { stars, count } of given) {
    seen += count;
    if (seen >= nth) return stars;
  }
  throw new RangeError(`of ${seen} ratings there is no ${nth}th`);
}

/**
 * What each number of stars means from this user: ⌊(lower + same ÷ 2) ÷ n × 100⌋, the share of their n ratings that
 * it stands above, 0 to 99. As Criticker defines it (criticker.com/explain). `given` ascends.
 */
export function percentilesOf(given: readonly StarsGiven[]): Percentile[] {
  const n = given.reduce((sum, { count }) => sum + count, 0);
  let lower = 0;
  return given.map(({ stars, count }) => {
    // Divided once, so that nothing is lost before it is cut off.
    const percentile = Math.floor(((2 * lower + count) * 50) / n);
    lower += count;
    return { stars, count, percentile };
  });
}
