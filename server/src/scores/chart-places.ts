import type { Tally } from '../ratings/tally.js';
import { hourOf } from './count-votes.js';
import { isWithin } from './flag.js';
import type { Charts, Listing, OwedScore } from './ports.js';
import type { Posterior } from './posterior.js';
import { trendOf } from './trend.js';

const DAYS = 30;
const HOURS_A_DAY = 24;

export const UNLISTED: Charts = { best: null, divisive: null, gem: null, rising: null };

/**
 * What a movie is ordered by in each chart, null where it is not on it: too few votes to tell, or votes that someone
 * should look at first.
 */
export function chartPlaces(
  { tally, hours, flags }: Pick<OwedScore, 'tally' | 'hours' | 'flags'>,
  { stars, weight, rank }: Posterior,
  { least, gemVotes }: Listing,
  now: number,
): Charts {
  const isInQuestion = flags.some(({ decision, toAt }) => decision === null && toAt === null);
  if (weight < least || isInQuestion) return UNLISTED;
  const since = hourOf(now) - DAYS * HOURS_A_DAY + 1;
  const inQuestion = flags.filter(({ decision }) => decision !== 'genuine');
  const recent = { weight: 0, stars: 0 };
  for (const hour of hours) {
    if (hour.hour < since || inQuestion.some((flag) => isWithin(hour, flag))) continue;
    recent.weight += hour.votes;
    recent.stars += hour.stars;
  }
  return {
    best: rank,
    divisive: inQuestion.length > 0 ? null : spreadOf(tally),
    gem: tally.count <= gemVotes ? rank : null,
    rising: recent.weight > 0 && recent.weight >= least / 4 ? trendOf(recent, stars) : null,
  };
}

/** The standard deviation of the ratings in stars, by half stars. */
function spreadOf({ count, histogram }: Tally): number {
  const mean = histogram.reduce((sum, n, bucket) => sum + (n * bucket) / 2, 0) / count;
  const squares = histogram.reduce((sum, n, bucket) => sum + n * (bucket / 2 - mean) ** 2, 0);
  return Math.sqrt(squares / count);
}
