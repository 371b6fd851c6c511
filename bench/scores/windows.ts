import { type Burst, burstOf, type Counts } from '../../server/src/scores/burst.js';

export type TimedVote = { time: number; stars: number };

/** A window as it was when its last vote came: the votes from `from` to `to` are inside, those before `from` before. */
export type Window = { from: number; to: number; burst: Burst };

const SECONDS_PER_HOUR = 3600;

/**
 * One movie's votes, oldest first, looked at whenever one comes, in a window of whole hours up to and with the present
 * one, as the service does. `ends`: which stars count as the lowest and the highest half star; MovieLens has no 0.
 */
export function* windows(
  votes: readonly TimedVote[],
  hours: number,
  ends: { lowest: number; highest: number },
  noise: number,
): Generator<Window> {
  const before = emptyCounts();
  const upTo = emptyCounts();
  const first = hourOf(votes[0]);
  let from = 0;
  for (const [to, vote] of votes.entries()) {
    add(upTo, vote, ends);
    const start = hourOf(vote) - hours + 1;
    for (; hourOf(votes[from]) < start; from++) add(before, votes[from]!, ends);
    const inside = {
      votes: upTo.votes - before.votes,
      stars: upTo.stars - before.stars,
      lowest: upTo.lowest - before.lowest,
      highest: upTo.highest - before.highest,
    };
    const days = (start - first) / hours;
    yield { from, to, burst: burstOf(inside, { ...before, days }, noise) };
  }
}

function add(counts: Counts, { stars }: TimedVote, ends: { lowest: number; highest: number }) {
  counts.votes += 1;
  counts.stars += stars;
  if (stars <= ends.lowest) counts.lowest += 1;
  if (stars >= ends.highest) counts.highest += 1;
}

function emptyCounts(): Counts {
  return { votes: 0, stars: 0, lowest: 0, highest: 0 };
}

function hourOf(vote: TimedVote | undefined): number {
  return Math.floor((vote?.time ?? 0) / SECONDS_PER_HOUR);
}
