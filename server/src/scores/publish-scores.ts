import { popularity } from '../movies/popularity.js';
import type { OwedScore, Scores } from './ports.js';
import { type Prior, priorOf, score } from './shrunk-mean.js';

type Needs = { scores: Scores; now: () => number };

const AT_A_TIME = 500;
/** A prior that moved less than this, in stars, moves no score by what anyone can see. */
const SAME_PRIOR = 0.0005;

/**
 * Publishes the scores that are owed. When the mean of all ratings has moved since `published`, every rated
 * movie's score leans on it and is published anew. Returns the prior that the scores now lean on.
 */
export async function publishScores(needs: Needs, published: Prior | null): Promise<Prior | null> {
  let owed = await needs.scores.owed(AT_A_TIME);
  if (owed.length === 0 && published !== null) return published;
  const prior = priorOf(await needs.scores.all());
  if (published === null || Math.abs(prior.mean - published.mean) > SAME_PRIOR) {
    await publishAll(needs, prior);
    return prior;
  }
  while (owed.length > 0) {
    await publish(needs, owed, published);
    owed = await needs.scores.owed(AT_A_TIME);
  }
  return published;
}

async function publishAll(needs: Needs, prior: Prior): Promise<void> {
  // First those no longer rated at all: they are owed, but not among the rated.
  const owed = await needs.scores.owed(AT_A_TIME);
  await publish(needs, owed, prior);
  let after = 0;
  for (;;) {
    const rated = await needs.scores.rated(after, AT_A_TIME);
    if (rated.length === 0) return;
    await publish(needs, rated, prior);
    after = rated.at(-1)?.movieId ?? after;
  }
}

async function publish({ scores, now }: Needs, owed: OwedScore[], prior: Prior): Promise<void> {
  if (owed.length === 0) return;
  await scores.publish(
    owed.map(({ movieId, moves, renown, tally }) => ({
      movieId,
      moves,
      score: score(tally, prior),
      popularity: popularity(renown, tally.count),
    })),
    now(),
  );
}
