import type { MovieId } from '../movies/movie.js';
import type { Ratings } from '../ratings/ports.js';
import type { Tally } from '../ratings/tally.js';
import type { Scores } from './ports.js';
import { METHOD, PRIOR_RATINGS, priorOf, score } from './shrunk-mean.js';

type Needs = { ratings: Pick<Ratings, 'tallyOf'>; scores: Pick<Scores, 'all'> };

export type ExplainedScore = {
  stars: number | null;
  low: number | null;
  high: number | null;
  tally: Tally;
  method: { version: string; formula: string; priorRatings: number; priorMean: number };
};

/** A movie's score worked out from its exact tally, with all that goes into the formula. */
export async function explainScore(
  { ratings, scores }: Needs,
  movieId: MovieId,
): Promise<ExplainedScore> {
  const [tally, all] = await Promise.all([ratings.tallyOf(movieId), scores.all()]);
  const prior = priorOf(all);
  const { stars = null, low = null, high = null } = score(tally, prior) ?? {};
  return {
    stars,
    low,
    high,
    tally,
    method: {
      version: METHOD,
      formula: '(count × mean + k × μ) / (count + k)',
      priorRatings: PRIOR_RATINGS,
      priorMean: prior.mean,
    },
  };
}
