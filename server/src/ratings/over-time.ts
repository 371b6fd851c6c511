import { STEPS_PER_STAR } from './stars.js';
import type { RatedDay } from './statistics.js';
import { meanOf } from './tally.js';

const DAY_MS = 24 * 60 * 60_000;
const MONTHS = 24;

/** `mean` is in stars. */
export type RatedYear = { year: number; count: number; mean: number };

/** `month` is `2026-03`; `mean`, in stars, is null in a month without ratings. */
export type RatedMonth = { month: string; count: number; mean: number | null };

/** By the year in UTC, the oldest first; years without a rating are left out. */
export function byYear(days: readonly RatedDay[]): RatedYear[] {
  const years = addUp(days, (date) => date.slice(0, 4));
  return [...years].map(([year, { count, sum }]) => ({
    year: Number(year),
    count,
    mean: sum / (count * STEPS_PER_STAR),
  }));
}

/** The month of `now` and the 23 before it, in UTC, the oldest first. */
export function lastMonths(days: readonly RatedDay[], now: number): RatedMonth[] {
  const months = addUp(days, (date) => date.slice(0, 7));
  const today = new Date(now);
  return Array.from({ length: MONTHS }, (_, n) => {
    const back = MONTHS - 1 - n;
    const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 1);
    const month = new Date(first).toISOString().slice(0, 7);
    const sums = months.get(month) ?? { count: 0, sum: 0 };
    return { month, count: sums.count, mean: meanOf(sums) };
  });
}

/** In the order of the days. */
function addUp(days: readonly RatedDay[], nameOf: (date: string) => string) {
  const sums = new Map<string, { count: number; sum: number }>();
  for (const { day, count, sum } of days) {
    const name = nameOf(new Date(day * DAY_MS).toISOString());
    const before = sums.get(name) ?? { count: 0, sum: 0 };
    sums.set(name, { count: before.count + count, sum: before.sum + sum });
  }
  return sums;
}
