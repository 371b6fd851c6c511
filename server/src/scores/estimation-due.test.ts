import { expect, it } from 'vitest';
import { isEstimationDue } from './estimation-due.js';
import { METHOD } from './method.js';
import { NO_MODEL } from './model.js';

const NOON = Date.UTC(2026, 2, 1, 12);
const HOUR_MS = 60 * 60_000;
const epoch = { method: METHOD, at: NOON, model: { ...NO_MODEL, ratings: 1000 } };

it('is due before anything else, and by a new method', () => {
  expect(isEstimationDue(null, 0, NOON)).toBe(true);
  expect(isEstimationDue({ ...epoch, method: 'older-1' }, 1000, NOON)).toBe(true);
  expect(isEstimationDue(epoch, 1000, NOON)).toBe(false);
});

it('is due when there are a tenth more or fewer ratings', () => {
  const due = [899, 900, 1100, 1101].map((ratings) => isEstimationDue(epoch, ratings, NOON));
  expect(due).toEqual([true, false, false, true]);
});

it('is due once a night, at three, when there is anything to estimate', () => {
  const dueAt = (hours: number, ratings = 1000) =>
    isEstimationDue(epoch, ratings, NOON + hours * HOUR_MS);
  expect([dueAt(14.9), dueAt(15)]).toEqual([false, true]);
  const none = { ...epoch, model: NO_MODEL };
  expect(isEstimationDue(none, 0, NOON + 100 * HOUR_MS)).toBe(false);
  const tonight = { ...epoch, at: NOON + 15 * HOUR_MS };
  expect(isEstimationDue(tonight, 1000, NOON + 38 * HOUR_MS)).toBe(false);
});
