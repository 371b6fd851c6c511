import { expect, it } from 'vitest';
import type { MovieId } from '../movies/movie.js';
import { emptyTally } from '../ratings/tally.js';
import { hourOf } from './count-votes.js';
import type { BurstFlag } from './flag.js';
import { noticeBurst } from './notice-burst.js';

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const NOW = Date.UTC(2026, 2, 1, 12, 30);
const MODEL = { noise: 0.8 };

type Vote = { at: number; stars: number };

/** Thirty votes of four stars over the last year, but for the last fortnight. */
const USUAL: Vote[] = Array.from({ length: 30 }, (_, i) => ({
  at: NOW - (14 + i * 12) * DAY_MS,
  stars: 4,
}));
/** In the last hour. */
const votes = (n: number, stars: number, at = NOW): Vote[] =>
  Array.from({ length: n }, () => ({ at, stars }));

/** `tallied`: those that the tally has, where it is ahead of the hours. */
function look(all: Vote[], flags: BurstFlag[] = [], now = NOW, tallied = all) {
  const { histogram } = emptyTally();
  for (const { stars } of tallied) {
    const bucket = Math.round(stars * 2);
    histogram[bucket] = (histogram[bucket] ?? 0) + 1;
  }
  const hours = new Map<number, ReturnType<typeof emptyHour>>();
  for (const { at, stars } of all) {
    const hour = hours.get(hourOf(at)) ?? emptyHour(hourOf(at));
    hour.votes++;
    hour.stars += stars;
    if (stars === 0) hour.lowest++;
    if (stars === 5) hour.highest++;
    hours.set(hour.hour, hour);
  }
  const sum = tallied.reduce((total, { stars }) => total + stars * 20, 0);
  const tally = { count: tallied.length, sum, histogram };
  const firstHour = Math.min(...hours.keys());
  return noticeBurst({ tally, hours: [...hours.values()], firstHour, flags }, MODEL, now);
}

const emptyHour = (hour: number) => ({ hour, votes: 0, stars: 0, lowest: 0, highest: 0 });

function flag(some: Partial<BurstFlag>): BurstFlag {
  return {
    id: 7,
    movieId: 1 as MovieId,
    fromAt: NOW - 2 * HOUR_MS,
    toAt: null,
    seenAt: NOW - HOUR_MS,
    votes: 20,
    mean: 0,
    meanBefore: 4,
    z: -20,
    pace: 20,
    oddness: 0,
    decision: null,
    note: null,
    decidedBy: null,
    decidedAt: null,
    ...some,
  };
}

it('raises a flag for many votes unlike those before, of the last day', () => {
  const { raised, continued } = look([...USUAL, ...votes(20, 0)]);
  expect(continued).toBeNull();
  expect(raised).toMatchObject({ seenAt: NOW, votes: 20, mean: 0, meanBefore: 4 });
  // The hour it is now, and the 23 before.
  expect(raised?.fromAt).toBe((hourOf(NOW) - 23) * HOUR_MS);
});

it('lets a premiere be: many votes like those before, or few that differ', () => {
  expect(look([...USUAL, ...votes(200, 4)])).toEqual({ raised: null, continued: null });
  expect(look([...USUAL, ...votes(3, 0)])).toEqual({ raised: null, continued: null });
});

it.each([0, 5])('takes no vote of %d stars that was just taken back for an oddity', (stars) => {
  const busy = [...USUAL, ...votes(8, 4)];
  const withOne = [...busy, ...votes(1, stars)];
  expect(look(withOne, [], NOW, busy).raised).toBeNull();
});

it('looks at the week where no day tells', () => {
  const slow = [1, 2, 3, 4, 5, 6].flatMap((day) => votes(3, 0, NOW - day * DAY_MS));
  const { raised } = look([...USUAL, ...slow]);
  expect(raised?.votes).toBe(18);
  expect(raised?.fromAt).toBe((hourOf(NOW) - 7 * 24 + 1) * HOUR_MS);
});

it('goes on with a flag as long as days are unusual', () => {
  const all = [...USUAL, ...votes(20, 0)];
  expect(look(all, [flag({})])).toEqual({
    raised: null,
    continued: { id: 7, seenAt: NOW, toAt: null },
  });
  // Of the week that is unusual still, no day is.
  const later = NOW + 3 * DAY_MS;
  expect(look(all, [flag({})], later)).toEqual({ raised: null, continued: null });
});

it('ends a flag after a week without anything unusual', () => {
  const old = flag({ fromAt: NOW - 9 * DAY_MS, seenAt: NOW - 8 * DAY_MS });
  expect(look(USUAL, [old])).toEqual({
    raised: null,
    continued: { id: 7, seenAt: old.seenAt, toAt: old.seenAt },
  });
});

it('asks no more about what someone decided', () => {
  const all = [...USUAL, ...votes(20, 0)];
  const decided = { toAt: NOW, decidedAt: NOW };
  expect(look(all, [flag({ ...decided, decision: 'genuine' })]).raised).toBeNull();
  expect(look(all, [flag({ ...decided, decision: 'attack' })]).raised).toBeNull();
});

it('measures a new attack against what was usual, not against the last one', () => {
  const before = NOW - 10 * DAY_MS;
  const attack = flag({
    decision: 'attack',
    fromAt: before - HOUR_MS,
    toAt: before + HOUR_MS,
    seenAt: before,
  });
  const all = [...USUAL, ...votes(100, 0, before), ...votes(20, 0)];
  expect(look(all, [attack]).raised).toMatchObject({ votes: 20, meanBefore: 4 });
});
