import { type Stars, writeStars } from '../ratings/stars.js';
import { standingOf } from './flag.js';
import type { Habit } from './habit.js';
import type { Model } from './model.js';
import type { CountedVote, MovieVotes } from './ports.js';
import { addVote, type Sums } from './sums.js';
import { type Vote, voteOf } from './vote.js';

/** Adds a vote to what a movie's votes come to, or takes it out again with the same habit, movie and model. */
export function castVote(
  sums: Sums,
  { stars, at }: CountedVote,
  habit: Habit,
  { effect, windows }: Pick<MovieVotes, 'effect' | 'windows'>,
  model: Model,
  sign: 1 | -1,
): Sums {
  const standing = standingOf(at, windows);
  // What was found to be an attack is in the tally, and nowhere else.
  if (standing === 'aside') return sums;
  const vote = weigh(stars, habit, effect, model);
  const group = standing === 'held' ? 'held' : vote.isNewcomer ? 'newcomers' : 'regular';
  return addVote(sums, group, vote, sign);
}

function weigh(stars: Stars, habit: Habit, effect: number, model: Model): Vote {
  return voteOf(writeStars(stars), habit, effect, model);
}
