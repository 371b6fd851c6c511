import { popularity } from '../movies/popularity.js';
import type { OwedScore, Scores } from './ports.js';
import { type Prior, priorOf, score } from './shrunk-mean.js';

type Needs = { scores: Scores; now: () => number };

const AT_A_TIME = 500;
/** What moved less than this, in stars, moves no score by what anyone can see. */
const SAME_STARS = 0.0005;

/**
 * Publishes the scores that are owed. When the mean of all ratings, or how far they are apart, has moved since
 * `published`, every rated movie's score leans on it and is published anew. Returns what the scores now lean on.
 */
export async function publishScores(needs: Needs, published: Prior | null): Promise<Prior> {
  if (published !== null && (await needs.scores.owed(1)).length === 0) return published;
  let leaning = published;
  // Looks again after each step: what is rated meanwhile moves the mean as well.
  for (;;) {
    const prior = priorOf(await needs.scores.all());
    if (leaning === null || !isSame(leaning, prior)) {
      await publishAll(needs, prior);
      leaning = prior;
      continue;
    }
    const owed = await needs.scores.owed(AT_A_TIME);
    if (owed.length === 0) return leaning;
    await publish(needs, owed, leaning);
  }
}

function isSame(one: Prior, other: Prior): boolean {
  const spreads = [one, other].map(({ variance }) => Math.sqrt(variance)) as [number, number];
  return (
    Math.abs(one.mean - other.mean) <= SAME_STARS && Math.abs(spreads[0] - spreads[1]) <= SAME_STARS
  );
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
