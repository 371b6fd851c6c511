import { nightOf } from '../scores/estimation-due.js';
import type { KeptModel } from './ports.js';

/**
 * What a model of today is made by, which server/src/http/methods/predictions-1.md describes; one of another is of no use
 * to us. A change of formula gets another.
 */
export const PREDICTION_METHOD = 'predictions-1';

/** Growing by this share each time, all trainings together cost a few times what the last one does. */
const GROWTH = 0.1;
/** With fewer, a single rating would be a tenth. */
const FEWEST_MORE = 20;
/** Of fewer ratings nothing is to be learnt. */
const FEWEST_RATINGS = 3;

/** Whether to train: a first time, by a new method, when there are many more or fewer ratings, and once a night. */
export function isTrainingDue(
  model: Pick<KeptModel, 'method' | 'ratings' | 'at'> | null,
  ratings: number,
  now: number,
): boolean {
  if (ratings < FEWEST_RATINGS) return false;
  if (model === null || model.method !== PREDICTION_METHOD) return true;
  const change = Math.abs(ratings - model.ratings);
  if (change > Math.max(FEWEST_MORE, GROWTH * model.ratings)) return true;
  return nightOf(now) > nightOf(model.at);
}
