import type { MovieId } from '../movies/movie.js';
import type { Ratings } from '../ratings/ports.js';
import { emptyTally, meanOf, type Tally } from '../ratings/tally.js';
import { type Explanation, explanationOf } from './explanation.js';
import type { BurstFlag } from './flag.js';
import { FORMULA, METHOD } from './method.js';
import { NO_MODEL } from './model.js';
import type { Scores } from './ports.js';
import { HELD_FACTOR, type Posterior, posterior } from './posterior.js';
import { priorOf } from './prior.js';
import type { PublishedScore, ScoreDay } from './score.js';
import { emptySums, type Sum, type Sums } from './sums.js';

type Needs = {
  ratings: Pick<Ratings, 'tallyOf'>;
  scores: Pick<Scores, 'current' | 'votesOf' | 'factsOf' | 'days' | 'previous'>;
  now: () => number;
};

/** Some of the votes: how many, what they weigh together, and their mean without their raters' biases. */
export type VoteGroup = { votes: number; weight: number; factor: number; mean: number | null };

/** Why votes weigh less than one each: how many full votes are lost together. */
export type LostWeight = {
  reason: 'experience' | 'steadiness' | 'newcomers' | 'unusual';
  lost: number;
};

export type ExplainedScore = {
  stars: number | null;
  low: number | null;
  high: number | null;
  tally: Tally;
  mean: number | null;
  /** Null of a past day. */
  made: {
    effectiveVotes: number;
    votes: { regular: VoteGroup; newcomers: VoteGroup; held: VoteGroup; aside: number };
    weights: LostWeight[];
    prior: { stars: number; weight: number };
    confidence: 'low' | 'medium' | 'high';
    unusual: BurstFlag[];
    explanation: Explanation;
  } | null;
  method: { version: string; formula: string; estimatedAt: number | null };
  previous: { stars: number; method: string } | null;
  at: string | null;
  timeline: ScoredDay[];
};
/** Days without a score are gaps between them. */
type ScoredDay = ScoreDay & { score: PublishedScore };

const MOST_DAYS = 120;
/** Standard deviations, in stars: a larger one says little, a smaller one nearly all. */
const LITTLE = 0.25;
const MUCH = 0.12;

/** A movie's score with all that goes into it, so that anyone can work it out again. */
export async function explainScore(
  { ratings, scores, now }: Needs,
  movieId: MovieId,
): Promise<ExplainedScore> {
  const [epoch, votes, days, previous] = [
    await scores.current(),
    await scores.votesOf(movieId, now()),
    await scores.days(movieId),
    await scores.previous(movieId),
  ];
  const model = epoch?.model ?? NO_MODEL;
  const tally = votes?.tally ?? (await ratings.tallyOf(movieId));
  const sums = votes?.votes.sums ?? emptySums();
  const prior =
    votes?.votes.prior ??
    priorOf((await scores.factsOf([movieId])).get(movieId) ?? NO_FACTS, model);
  // Votes follow in a moment; that nobody rates it any more is known at once.
  const found = tally.count === 0 ? null : posterior(sums, prior, model);
  const flags = votes?.flags ?? [];
  const made = {
    ...partsOf(
      sums,
      tally,
      found,
      flags.some(({ decision }) => decision === 'attack'),
    ),
    prior: { stars: prior, weight: model.trust },
    confidence: confidenceOf(found),
    unusual: flags.filter(({ decision }) => decision !== 'genuine'),
  };
  return {
    stars: found?.stars ?? null,
    low: found?.low ?? null,
    high: found?.high ?? null,
    tally,
    mean: meanOf(tally),
    made: { ...made, explanation: explanationOf({ ...made, tally, found }) },
    method: { version: METHOD, formula: FORMULA, estimatedAt: epoch?.at ?? null },
    previous,
    at: null,
    timeline: thinned(days),
  };
}

/** As it was published on a day, `2026-03-01` in UTC; without ratings there are no stars. */
export async function scoreOfDay(
  { scores }: Pick<Needs, 'scores'>,
  movieId: MovieId,
  at: string,
): Promise<ExplainedScore> {
  const days = (await scores.days(movieId)).filter(({ day }) => day <= at);
  const last = days.at(-1);
  const { histogram } = last ?? emptyTally();
  const score = last?.score ?? null;
  return {
    stars: score?.stars ?? null,
    low: score?.low ?? null,
    high: score?.high ?? null,
    tally: { count: histogram.reduce((sum, count) => sum + count, 0), sum: 0, histogram },
    mean: score?.mean ?? null,
    made: null,
    method: { version: last?.method ?? METHOD, formula: FORMULA, estimatedAt: null },
    previous: null,
    at,
    timeline: thinned(days),
  };
}

const NO_FACTS = { genres: [], year: null };

function partsOf(sums: Sums, tally: Tally, found: Posterior | null, hasAttack: boolean) {
  const { regular, newcomers, held } = sums;
  const all = [regular, newcomers, held];
  const total = (what: (sum: Sum) => number) => all.reduce((sum, one) => sum + what(one), 0);
  // Others that are not among them are counted in a moment.
  const aside = hasAttack ? Math.max(0, tally.count - total(({ votes }) => votes)) : 0;
  const factor = found?.newcomerFactor ?? 1;
  const heldFactor = found?.heldFactor ?? HELD_FACTOR;
  const weights: LostWeight[] = [
    { reason: 'experience', lost: total(({ experience }) => experience) },
    { reason: 'steadiness', lost: total(({ steadiness }) => steadiness) },
    { reason: 'newcomers', lost: (1 - factor) * newcomers.weight },
    { reason: 'unusual', lost: (1 - heldFactor) * held.weight + aside },
  ];
  return {
    effectiveVotes: found?.weight ?? 0,
    votes: {
      regular: groupOf(regular, 1),
      newcomers: groupOf(newcomers, factor),
      held: groupOf(held, heldFactor),
      aside,
    },
    weights: weights.filter(({ lost }) => lost > 0),
  };
}

function groupOf({ votes, weight, stars }: Sum, factor: number): VoteGroup {
  return { votes, weight, factor, mean: weight > 0 ? stars / weight : null };
}

function confidenceOf(found: Posterior | null): 'low' | 'medium' | 'high' {
  if (found === null || found.deviation > LITTLE) return 'low';
  return found.deviation < MUCH ? 'high' : 'medium';
}

/** As many days as a picture shows, evenly spread, with the first and the last. */
function thinned(all: readonly ScoreDay[]): ScoredDay[] {
  const days = all.filter((day): day is ScoredDay => day.score !== null);
  if (days.length <= MOST_DAYS) return days;
  const step = (days.length - 1) / (MOST_DAYS - 1);
  return Array.from({ length: MOST_DAYS }, (_, i) => days[Math.round(i * step)] as ScoredDay);
}
