import { expect, it } from 'vitest';
import type { MovieId } from '../movies/movie.js';
import { emptyTally } from '../ratings/tally.js';
import { chartPlaces, UNLISTED } from './chart-places.js';
import { hourOf } from './count-votes.js';
import type { BurstFlag, Decision } from './flag.js';
import type { Posterior } from './posterior.js';

const HOUR_MS = 60 * 60_000;
const NOW = Date.UTC(2026, 2, 1, 12, 30);
const LISTING = { least: 10, gemVotes: 50 };
const FOUND = { stars: 4, weight: 20, rank: 3.9 } as Posterior;

/** Half of them no stars, half of them five. */
const TALLY = {
  count: 40,
  sum: 20 * 100,
  histogram: emptyTally().histogram.map((_, bucket) => (bucket === 0 || bucket === 10 ? 20 : 0)),
};

const hour = (before: number, votes: number, each: number) => ({
  hour: hourOf(NOW) - before,
  votes,
  stars: votes * each,
  lowest: 0,
  highest: 0,
});

const flag = (decision: Decision | null, from: number, to: number | null): BurstFlag => ({
  id: 1,
  movieId: 1 as MovieId,
  fromAt: NOW - from * HOUR_MS,
  toAt: to === null ? null : NOW - to * HOUR_MS,
  seenAt: NOW,
  votes: 5,
  mean: 5,
  meanBefore: 3,
  z: 5,
  pace: 5,
  oddness: 0,
  decision,
  note: null,
  decidedBy: null,
  decidedAt: null,
});

const movie = { tally: TALLY, hours: [hour(5, 10, 5)], flags: [] };

it('orders by caution, by spread and by what came of late', () => {
  const { best, divisive, gem, rising } = chartPlaces(movie, FOUND, LISTING, NOW);
  expect([best, divisive, gem]).toEqual([3.9, 2.5, 3.9]);
  // Ten votes of five against ten that speak for its score of four.
  expect(rising).toBe(4.5);
});

it('lists nothing with too few votes, or with votes that wait to be looked at', () => {
  expect(chartPlaces(movie, { ...FOUND, weight: 9.9 }, LISTING, NOW)).toEqual(UNLISTED);
  const open = { ...movie, flags: [flag(null, 8, null)] };
  expect(chartPlaces(open, FOUND, LISTING, NOW)).toEqual(UNLISTED);
});

it('hides no gem that everyone knows', () => {
  expect(chartPlaces(movie, FOUND, { ...LISTING, gemVotes: 40 }, NOW).gem).toBe(3.9);
  expect(chartPlaces(movie, FOUND, { ...LISTING, gemVotes: 39 }, NOW).gem).toBeNull();
});

it('rises by the last thirty days alone, and by enough votes', () => {
  const rising = (...hours: ReturnType<typeof hour>[]) =>
    chartPlaces({ ...movie, hours }, FOUND, LISTING, NOW).rising;
  expect(rising(hour(30 * 24 - 1, 10, 5))).toBe(4.5);
  expect(rising(hour(30 * 24, 10, 5))).toBeNull();
  expect(rising(hour(1, 2, 5))).toBeNull();
  expect(rising(hour(1, 3, 5))).not.toBeNull();
});

it('neither rises by an attack nor is divisive for it', () => {
  const attacked = (decision: Decision) =>
    chartPlaces({ ...movie, flags: [flag(decision, 8, 3)] }, FOUND, LISTING, NOW);
  expect(attacked('attack')).toEqual({ best: 3.9, divisive: null, gem: 3.9, rising: null });
  expect(attacked('genuine')).toEqual({ best: 3.9, divisive: 2.5, gem: 3.9, rising: 4.5 });
});
