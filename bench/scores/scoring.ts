import { type AllRatings, type Estimate, estimate } from '../../server/src/scores/estimate.js';
import type { Habit } from '../../server/src/scores/habit.js';
import { type Posterior, posterior } from '../../server/src/scores/posterior.js';
import { priorOf } from '../../server/src/scores/prior.js';
import { addVote, emptySums } from '../../server/src/scores/sums.js';
import { voteOf } from '../../server/src/scores/vote.js';

/** All of `estimate` at once. */
export function estimateOf(all: AllRatings): Estimate {
  const steps = estimate(all);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** A movie's score, by the service's own functions, from its ratings and which of them are held. */
export function scoreOf(
  all: AllRatings,
  { model, habits, effects }: Estimate,
  movie: number,
  ratings: readonly number[],
  isHeld: (rating: number) => boolean = () => false,
): Posterior {
  let sums = emptySums();
  for (const rating of ratings) {
    const rater = all.raters[rating]!;
    const habit: Habit = {
      ratings: habits.ratings[rater]!,
      bias: habits.bias[rater]!,
      squares: habits.squares[rater]!,
    };
    const vote = voteOf(all.stars[rating]!, habit, effects[movie]!, model);
    const group = isHeld(rating) ? 'held' : vote.isNewcomer ? 'newcomers' : 'regular';
    sums = addVote(sums, group, vote, 1);
  }
  return posterior(sums, priorOf(all.facts(movie), model), model)!;
}

/** The indexes of the ratings of each of these movies. */
export function ratingsOf(all: AllRatings, movies: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>(movies.map((movie) => [movie, []]));
  for (let k = 0; k < all.movies.length; k++) found.get(all.movies[k]!)?.push(k);
  return found;
}
