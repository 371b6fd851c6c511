import { expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { differBy, matchOf } from './match.js';
import { movieAt } from './model.js';
import { nextToAsk } from './onboarding.js';
import { pointOf } from './predict.js';
import { foldIn } from './taste.js';
import { worthTogether } from './together.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

const MOVIES = 60;
const people = somePeople({ users: 120, movies: MOVIES, share: 0.5 });
const training = prepareTraining(people, someFacts(MOVIES));
const model = await train(training, alone(training), { seed: 1 });
const { byUser } = people;
const tastes = [...people.userIds.keys()].map((user) => {
  const [start, end] = [byUser.starts[user]!, byUser.starts[user + 1]!];
  const rated = [...byUser.others.subarray(start, end)];
  return foldIn(
    model,
    rated.map((row, k) => ({ movie: movieAt(model, row), steps: byUser.steps[start + k]! })),
  );
});

it('is the same both ways, between −1 and 1, and with oneself more than with most', () => {
  const [one, other] = [tastes[3]!, tastes[8]!];
  expect(matchOf(model, one, other).rho).toBeCloseTo(matchOf(model, other, one).rho, 12);
  for (const taste of tastes) expect(Math.abs(matchOf(model, one, taste).rho)).toBeLessThan(1);
  expect(matchOf(model, one, one).percentile).toBeGreaterThan(75);
});

it('is a percentile of pairs: over all of them, one half is below', () => {
  const all = tastes.flatMap((one, k) =>
    tastes.slice(k + 1).map((other) => matchOf(model, one, other)),
  );
  const mean = all.reduce((sum, { percentile }) => sum + percentile, 0) / all.length;
  expect(mean).toBeGreaterThan(45);
  expect(mean).toBeLessThan(55);
});

it('is near 0, and known to be a guess, of those who have hardly rated', () => {
  const new1 = foldIn(model, []);
  const [sure, unsure] = [matchOf(model, tastes[0]!, tastes[1]!), matchOf(model, new1, tastes[1]!)];
  expect(unsure.reliability).toBeLessThan(sure.reliability);
});

it('tells closer matches apart, however few pairs are between them', () => {
  const quantiles = Float64Array.from([-0.9, -0.8, 0.8, 0.9]);
  const matches = tastes.slice(1).map((other) => {
    const crowd = { ...model.crowd, quantiles };
    return matchOf({ crowd }, tastes[0]!, other);
  });
  matches.sort((one, other) => one.rho - other.rho);
  for (const [k, { percentile }] of matches.entries()) {
    if (k > 0) expect(percentile).toBeGreaterThan(matches[k - 1]!.percentile);
  }
});

it('is nearer to 0 when one of them rates more erratically', () => {
  const [one, other] = [tastes[3]!, tastes[8]!];
  const erratic = { ...one, noise: 4 * one.noise };
  const [steady, less] = [matchOf(model, one, other).rho, matchOf(model, erratic, other).rho];
  expect(Math.sign(less)).toBe(Math.sign(steady));
  expect(Math.abs(less)).toBeLessThan(0.9 * Math.abs(steady));
});

it('tells by about how much two will differ', () => {
  const [one, other] = [tastes[3]!, tastes[8]!];
  let [squares, all] = [0, 0];
  for (let row = 0; row < MOVIES; row++) {
    const apart =
      pointOf(model, one, movieAt(model, row)) - pointOf(model, other, movieAt(model, row));
    squares += model.movies.counts[row]! * apart ** 2;
    all += model.movies.counts[row]!;
  }
  // What is not sure of both comes on top.
  expect(differBy(model, one, other)).toBeGreaterThan(Math.sqrt(squares / all) - 1e-6);
  expect(differBy(model, one, other)).toBeLessThan(2);
});

it('asks for what most people know first, then for what is likely known and tells most', () => {
  const none = foldIn(model, []);
  const first = nextToAsk(model, none, [], 5);
  const counts = [...model.movies.counts].sort((a, b) => b - a);
  expect(first.map((row) => model.movies.counts[row])).toEqual(counts.slice(0, 5));
  const answers = first.map((row, k) => ({ row, isKnown: k < 2 }));
  const taste = foldIn(
    model,
    first.slice(0, 2).map((row) => ({ movie: movieAt(model, row), steps: 80 })),
  );
  const next = nextToAsk(model, taste, answers, 100);
  expect(next).toHaveLength(MOVIES - 5);
  expect(next.filter((row) => first.includes(row))).toEqual([]);
});

it('watches together what all like over what one loves and another hates', () => {
  expect(worthTogether([4, 4])).toBeGreaterThan(worthTogether([5, 3]));
  expect(worthTogether([3.5])).toBe(3.5);
});
