import { METHOD } from './method.js';
import type { Epoch } from './ports.js';

const DAY_MS = 24 * 60 * 60_000;
/** Three in the night, UTC: the hour when fewest people rate. */
const NIGHT_MS = 3 * 60 * 60_000;
/** Growing by this share each time, all estimations together cost a few times what the ratings do, however many come. */
const GROWTH = 0.1;

/**
 * Whether to estimate anew how people rate: before anything else, by a new method, when there are many more or fewer
 * ratings than last time, and once a night.
 */
export function isEstimationDue(
  epoch: Pick<Epoch, 'method' | 'model' | 'at'> | null,
  ratings: number,
  now: number,
): boolean {
  if (epoch === null || epoch.method !== METHOD) return true;
  if (Math.abs(ratings - epoch.model.ratings) > GROWTH * epoch.model.ratings) return true;
  return ratings > 0 && nightOf(now) > nightOf(epoch.at);
}

/** Which night, of all nights, a time belongs to. */
export function nightOf(at: number): number {
  return Math.floor((at - NIGHT_MS) / DAY_MS);
}
