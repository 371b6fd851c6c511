import type { MovieId } from '../../src/movies/movie.js';
import type { Store } from '../../src/ports.js';
import { countVotes } from '../../src/scores/count-votes.js';
import type { NewFlag } from '../../src/scores/flag.js';
import { scoreMovie } from '../../src/scores/score-movie.js';
import type { UserId } from '../../src/users/user.js';
import { ALL_SCORES } from './publish.js';
import { NOW, rate } from './some.js';

const MANY = 10_000;

/** What nobody found: a day on which a movie was given its lowest stars. */
export function aFlag(found: Partial<NewFlag> = {}): NewFlag {
  const seenAt = found.seenAt ?? NOW;
  return {
    fromAt: seenAt - 24 * 60 * 60_000,
    seenAt,
    votes: 12,
    mean: 0.5,
    meanBefore: 3.75,
    z: -9.25,
    pace: 11,
    oddness: 1e-9,
    ...found,
  };
}

/**
 * Rates a movie, and has it flagged when the score of that is published, in one transaction: nobody else publishes it.
 * Answers the flag's id. There must have been an estimation.
 */
export function rateAndFlag(
  store: Store,
  userId: UserId,
  movieId: MovieId,
  { stars = 3, ...found }: Partial<NewFlag> & { stars?: number } = {},
): Promise<number> {
  return store.atomically(async (tx) => {
    const raised = aFlag(found);
    const { seenAt: now } = raised;
    await rate(tx, userId, movieId, { stars, now });
    await tx.scores.count(MANY, countVotes);
    await tx.scores.publish(ALL_SCORES, now, (movies, epoch) =>
      movies.map((movie) => ({
        ...scoreMovie(movie, epoch, now),
        ...(movie.movieId === movieId && { raised, continued: null }),
      })),
    );
    const { items } = await tx.flags.list({}, { limit: 1, after: null });
    const [flag] = items;
    if (flag?.movie.id !== movieId) throw new Error(`movie ${movieId} was not flagged`);
    return flag.id;
  });
}
