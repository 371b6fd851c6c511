import { popularity } from '../movies/popularity.js';
import { meanOf } from '../ratings/tally.js';
import { chartPlaces, UNLISTED } from './chart-places.js';
import { endedBurst, noticeBurst } from './notice-burst.js';
import type { Epoch, OwedScore, ScoreToPublish } from './ports.js';
import { posterior } from './posterior.js';

/** What is published of a movie, from what its votes come to and its exact tally. */
export function scoreMovie(owed: OwedScore, epoch: Epoch, now: number): ScoreToPublish {
  const { movieId, votes, tally, renown, isFresh } = owed;
  // Another estimation makes no votes unusual; but weeks go by without any.
  const noticed = isFresh
    ? noticeBurst(owed, epoch.model, now)
    : { raised: null, continued: endedBurst(owed.flags, now) };
  const { histogram } = tally;
  const common = { movieId, histogram, popularity: popularity(renown, tally.count), ...noticed };
  const found = posterior(votes.sums, votes.prior, epoch.model);
  const mean = meanOf(tally);
  if (found === null || mean === null) return { ...common, score: null, charts: UNLISTED };
  const { stars, low, high } = found;
  return {
    ...common,
    score: { stars, low, high, mean, count: tally.count },
    charts: noticed.raised === null ? chartPlaces(owed, found, epoch.listing, now) : UNLISTED,
  };
}
