import type { UserId } from '../users/user.js';
import { countVotes } from './count-votes.js';
import type { ScoreParts, Scores } from './ports.js';
import { recountVotes } from './recount-votes.js';
import { scoreMovie } from './score-movie.js';

/** The parts of publishing, by the rules of this room. */
export function scoreParts(scores: Pick<Scores, 'count' | 'recount' | 'publish'>): ScoreParts {
  const parts: Omit<ScoreParts, 'all'> = {
    count: (limit, after = 0 as UserId) => scores.count(limit, countVotes, after),
    recount: () => scores.recount(recountVotes),
    publish: (most, at) =>
      scores.publish(most, at, (movies, epoch) =>
        movies.map((movie) => scoreMovie(movie, epoch, at)),
      ),
  };
  return {
    ...parts,
    all: async ({ limit, after, most, at }) => ({
      ...(await parts.count(limit, after)),
      recounted: await parts.recount(),
      ...(await parts.publish(most, at)),
    }),
  };
}
