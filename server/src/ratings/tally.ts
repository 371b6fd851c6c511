import { MOST_STEPS, STEPS_PER_STAR, type Stars } from './stars.js';

/** Exact, at once: how many ratings, the sum of their steps, and how many fall in each half star. */
export type Tally = { count: number; sum: number; histogram: number[] };

const STEPS_PER_BUCKET = STEPS_PER_STAR / 2;

/** 0, 0.5 … 5 stars. */
const BUCKETS = MOST_STEPS / STEPS_PER_BUCKET + 1;

export function emptyTally(): Tally {
  return { count: 0, sum: 0, histogram: new Array<number>(BUCKETS).fill(0) };
}

/** The nearest half star, as an index into the histogram; ties go up. */
export function bucketOf(stars: Stars): number {
  return Math.floor((stars + STEPS_PER_BUCKET / 2) / STEPS_PER_BUCKET);
}

/** In stars; null when nobody has rated. */
export function meanOf({ count, sum }: Pick<Tally, 'count' | 'sum'>): number | null {
  // Rounded once, so that the mean of thirds is as near as a number can be.
  return count === 0 ? null : sum / (count * STEPS_PER_STAR);
}
