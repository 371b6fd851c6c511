import type { Vote } from './vote.js';

/**
 * Some of a movie's votes together. `stars` is Σ weight · stars; `experience` the weight lost because raters have rated
 * little, Σ(1 − h), and `steadiness` what was then lost because they are erratic, Σ h(1 − p): with `weight` they add up
 * to `votes`.
 */
export type Sum = {
  votes: number;
  weight: number;
  stars: number;
  experience: number;
  steadiness: number;
};

/** A movie's votes by how they count. Additive, so that one vote moves them in constant time. */
export type Sums = { regular: Sum; newcomers: Sum; held: Sum };

const NOTHING: Sum = { votes: 0, weight: 0, stars: 0, experience: 0, steadiness: 0 };

export function emptySums(): Sums {
  return { regular: { ...NOTHING }, newcomers: { ...NOTHING }, held: { ...NOTHING } };
}

/** Adds a vote to a group, or takes away one that was added to it, as it was added. */
export function addVote(sums: Sums, group: keyof Sums, vote: Vote, sign: 1 | -1): Sums {
  const { votes, weight, stars, experience, steadiness } = sums[group];
  // Exactly nothing, so that what numbers are rounded by does not outlive the votes.
  if (votes + sign === 0) return { ...sums, [group]: { ...NOTHING } };
  return {
    ...sums,
    [group]: {
      votes: votes + sign,
      weight: weight + sign * vote.weight,
      stars: stars + sign * vote.weight * vote.stars,
      experience: experience + sign * (1 - vote.experience),
      steadiness: steadiness + sign * vote.experience * (1 - vote.steadiness),
    },
  };
}
