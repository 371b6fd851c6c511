import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addVote, emptySums, type Sums } from './sums.js';
import type { Vote } from './vote.js';

const share = fc.double({ min: 0.01, max: 1, noNaN: true });
const votes = fc
  .record({
    stars: fc.double({ min: 0, max: 5, noNaN: true }),
    experience: share,
    steadiness: share,
  })
  .map(
    (vote): Vote => ({
      ...vote,
      weight: vote.experience * vote.steadiness,
      isNewcomer: false,
    }),
  );
const group = fc.constantFrom<keyof Sums>('regular', 'newcomers', 'held');

it('adds a vote to one group and changes nothing it was given', () => {
  const before = emptySums();
  const vote = { stars: 4, weight: 0.4, experience: 0.8, steadiness: 0.5, isNewcomer: false };
  const { regular, newcomers, held } = addVote(before, 'regular', vote, 1);
  expect(regular.votes).toBe(1);
  expect(regular.weight).toBe(0.4);
  expect(regular.stars).toBeCloseTo(1.6, 12);
  expect(regular.experience).toBeCloseTo(0.2, 12);
  expect(regular.steadiness).toBeCloseTo(0.4, 12);
  expect([newcomers, held]).toEqual([emptySums().newcomers, emptySums().held]);
  expect(before).toEqual(emptySums());
});

it('is exactly nothing again when all that was added is taken away, in any order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(group, votes)), fc.nat(), (all, from) => {
      let sums = emptySums();
      for (const [to, vote] of all) sums = addVote(sums, to, vote, 1);
      const at = from % (all.length + 1);
      for (const [to, vote] of [...all.slice(at), ...all.slice(0, at)]) {
        sums = addVote(sums, to, vote, -1);
      }
      expect(sums).toEqual(emptySums());
    }),
  );
});

it('accounts for every vote: what it weighs and what it lost', () => {
  fc.assert(
    fc.property(fc.array(votes), (all) => {
      const { regular } = all.reduce(
        (sums, vote) => addVote(sums, 'regular', vote, 1),
        emptySums(),
      );
      const { weight, experience, steadiness } = regular;
      expect(weight + experience + steadiness).toBeCloseTo(regular.votes, 9);
    }),
  );
});
