import { castVote } from './cast-vote.js';
import type { Model } from './model.js';
import type { Ballot, MovieVotes } from './ports.js';
import { type MovieFacts, priorOf } from './prior.js';
import { emptySums, type Sums } from './sums.js';

/** A movie that nobody had voted for when its votes were last estimated. */
export function newMovieVotes(facts: MovieFacts, model: Model): Omit<MovieVotes, 'windows'> {
  const prior = priorOf(facts, model);
  return { prior, effect: prior - model.mean, sums: emptySums() };
}

/** Counts the votes for a movie from none, by its facts as they are now. */
export function recountVotes(
  { effect, windows }: Pick<MovieVotes, 'effect' | 'windows'>,
  model: Model,
  facts: MovieFacts,
) {
  let sums: Sums = emptySums();
  return {
    prior: priorOf(facts, model),
    add(ballots: readonly Ballot[]) {
      for (const { habit, vote } of ballots) {
        sums = castVote(sums, vote, habit, { effect, windows }, model, 1);
      }
    },
    sums: () => sums,
  };
}
