import type { MovieId } from '../movies/movie.js';
import type { UserId } from '../users/user.js';
import {
  type AgainstOthers,
  againstOthers,
  furthestApart,
  meanOfOthers,
} from './against-others.js';
import { byYear, lastMonths, type RatedMonth, type RatedYear } from './over-time.js';
import type { RatingStatistics } from './ports.js';
import type { Stars } from './stars.js';
import { medianOf, type Percentile, percentilesOf, tallyOfGiven } from './stars-given.js';
import type { Comparison, MovieTitle, Tastes } from './statistics.js';
import type { Tally } from './tally.js';

type Needs = { statistics: RatingStatistics; now: () => number };

/** A movie that a user sees otherwise than the others do; `othersMean` is in stars. */
export type Disagreement = MovieTitle & {
  movieId: MovieId;
  stars: Stars;
  othersMean: number;
  othersCount: number;
};

export type ProfileStatistics = Tastes & {
  tally: Tally;
  /** In stars. */
  median: number | null;
  crowd: AgainstOthers & { higher: Disagreement[]; lower: Disagreement[] };
  percentiles: Percentile[];
  overTime: RatedYear[];
  months: RatedMonth[];
};

/** What a user's ratings tell: what they like, how they use the scale, and how they differ from everyone else. */
export async function profileStatistics(
  { statistics, now }: Needs,
  userId: UserId,
): Promise<ProfileStatistics> {
  const { starsGiven, days, comparisons, ...tastes } = await statistics.ofUser(userId);
  const { higher, lower } = furthestApart(comparisons);
  const titles = await statistics.titles([...higher, ...lower].map(({ movieId }) => movieId));
  return {
    ...tastes,
    tally: tallyOfGiven(starsGiven),
    median: medianOf(starsGiven),
    crowd: {
      ...againstOthers(comparisons),
      higher: higher.flatMap((comparison) => disagreement(comparison, titles)),
      lower: lower.flatMap((comparison) => disagreement(comparison, titles)),
    },
    percentiles: percentilesOf(starsGiven),
    overTime: byYear(days),
    months: lastMonths(days, now()),
  };
}

/** Nothing for a movie that went while we looked. */
function disagreement(
  comparison: Comparison,
  titles: ReadonlyMap<MovieId, MovieTitle>,
): Disagreement[] {
  const { movieId, stars, count: othersCount } = comparison;
  const title = titles.get(movieId);
  if (title === undefined) return [];
  return [{ movieId, ...title, stars, othersMean: meanOfOthers(comparison), othersCount }];
}
