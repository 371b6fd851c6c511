import { expect, it } from 'vitest';
import type { UserId } from '../users/user.js';
import type { ScoreParts } from './ports.js';
import { publishScores } from './publish-scores.js';

const MOST_EVENTS = 250;

/** Movies that are owed by votes not yet counted, and those that are counted and not published. */
function owing(votes: number, perVote = 1, passesOver = false) {
  const steps: string[] = [];
  const left = { votes, movies: 0 };
  const count = (limit: number) => {
    const counted = limit === 0 ? 0 : Math.min(left.votes, MOST_EVENTS);
    left.votes -= counted;
    left.movies += counted * perVote;
    const next = left.votes > 0 && !passesOver ? (1 as UserId) : null;
    const isWhole = limit === 0 || !passesOver || left.votes === 0;
    return {
      raters: Math.min(1, counted),
      next: limit === 0 ? null : next,
      isWhole,
      ratings: counted,
    };
  };
  const parts: Pick<ScoreParts, 'count' | 'all'> = {
    async count(limit) {
      steps.push('count');
      return count(limit);
    },
    async all({ limit, most }) {
      steps.push(limit === 0 ? 'publish' : 'both');
      const counted = count(limit);
      const published = Math.min(left.movies, most.fresh);
      left.movies -= published;
      return { ...counted, recounted: null, published, fresh: published };
    },
  };
  const rest = (name: string) => async () => void steps.push(name);
  const needs = {
    scores: { inARow: <T>(work: (all: ScoreParts) => Promise<T>) => work(parts as ScoreParts) },
    now: () => 0,
    breath: async () => {},
    pause: rest('pause'),
  };
  return { needs, steps, left };
}

it('counts and publishes few in one step', async () => {
  const { needs, steps, left } = owing(20);
  await expect(publishScores(needs)).resolves.toBe('settled');
  expect(steps).toEqual(['both', 'pause', 'both']);
  expect(left).toEqual({ votes: 0, movies: 0 });
});

it('counts all of many before it publishes any but the first, and is then as with few', async () => {
  const { needs, steps, left } = owing(700);
  const counted: number[] = [];
  const onCount = (ratings: number) => void counted.push(ratings);
  await expect(publishScores({ ...needs, onCount })).resolves.toBe('settled');
  const publish = Array<string>(4).fill('publish');
  expect(steps).toEqual([
    ...['both', 'count', 'count', ...publish, 'pause'],
    ...['count', 'publish', 'pause', 'both'],
  ]);
  expect(counted.reduce((sum, ratings) => sum + ratings)).toBe(700);
  expect(left).toEqual({ votes: 0, movies: 0 });
});

it('publishes now and then while one person’s thousands are counted', async () => {
  const { needs, steps, left } = owing(10_000, 0.001);
  await publishScores(needs);
  expect(longestRun(steps, 'count')).toBe(20);
  expect(left.votes).toBe(0);
});

it('counts now and then while thousands of films are published', async () => {
  const { needs, steps, left } = owing(2000, 5);
  await publishScores(needs);
  expect(longestRun(steps, 'publish')).toBe(20);
  expect(left).toEqual({ votes: 0, movies: 0 });
});

function longestRun(steps: readonly string[], of: string): number {
  let [longest, run] = [0, 0];
  for (const step of steps) {
    run = step === of ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

it('goes on only as long as it may, and says whether what was owed at the beginning is published', async () => {
  const cut = owing(700);
  let steps = 0;
  const mayGoOn = async () => steps++ < 5;
  await expect(publishScores({ ...cut.needs, mayGoOn })).resolves.toBe('cut');
  expect(cut.left.movies).toBeGreaterThan(0);

  const paid = owing(700);
  const untilPaid = async (isPaid: boolean) => !isPaid;
  await expect(publishScores({ ...paid.needs, mayGoOn: untilPaid })).resolves.toBe('paid');
  expect(paid.left).toEqual({ votes: 0, movies: 0 });
});

it('does not rest, nor take it for paid, while someone was passed over who has more', async () => {
  const { needs, steps, left } = owing(700, 1, true);
  const mayGoOn = async (isPaid: boolean) => !isPaid;
  await expect(publishScores({ ...needs, mayGoOn })).resolves.toBe('paid');
  expect(left).toEqual({ votes: 0, movies: 0 });
  expect(steps.indexOf('pause')).toBe(steps.length - 1);
});
