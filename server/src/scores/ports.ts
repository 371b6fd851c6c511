import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';
import type { Tally } from '../ratings/tally.js';
import type { UserId } from '../users/user.js';
import type { BurstFlag, NewFlag, Window } from './flag.js';
import type { Habit } from './habit.js';
import type { Model } from './model.js';
import type { MovieFacts } from './prior.js';
import type { PublishedScore, ScoreDay } from './score.js';
import type { Sums } from './sums.js';

/**
 * From how many effective votes a movie is on a chart, and up to how many ratings it is a hidden gem. Both follow from
 * how much is rated here: one person's service has charts as well.
 */
export type Listing = { least: number; gemVotes: number };

/** An estimation that votes are counted by; made at a time, in milliseconds since 1970. */
export type Epoch = { epoch: number; method: string; model: Model; listing: Listing; at: number };

/** A rating that counts, as it is or was: when it was written, in milliseconds since 1970. */
export type CountedVote = { stars: Stars; at: number };

/** A change of a person's vote for a movie; null for none. */
export type VoteChange = { movieId: MovieId; from: CountedVote | null; to: CountedVote | null };

/** Someone whose changes are not in any score yet. */
export type OwedRater = {
  userId: UserId;
  /** As their votes were counted until now. */
  habit: Habit;
  /** How many ratings they have with these changes. */
  rated: number;
  changes: VoteChange[];
  /** What has come since their votes were last noted by the hour; an estimation counts votes before that. */
  news: VoteChange[];
  /** Their votes that did not change, when their habit is due to be looked at again; else null. */
  others: { movieId: MovieId; vote: CountedVote }[] | null;
};

/** What a movie's votes are counted with. */
export type MovieVotes = { effect: number; prior: number; sums: Sums; windows: readonly Window[] };

export type OwedVotes = {
  model: Model;
  raters: OwedRater[];
  movies: ReadonlyMap<MovieId, MovieVotes>;
};

/** Votes of one hour; negative where votes of that hour were taken back. */
export type VoteHour = {
  hour: number;
  votes: number;
  stars: number;
  lowest: number;
  highest: number;
};

export type CountedVotes = {
  habits: ReadonlyMap<UserId, Habit>;
  sums: ReadonlyMap<MovieId, Sums>;
  hours: readonly (VoteHour & { movieId: MovieId })[];
};

/** A vote and the habit of who gave it, whoever that is. */
export type Ballot = { habit: Habit; vote: CountedVote };

/** A movie whose published score is not what its votes say. */
export type OwedScore = {
  movieId: MovieId;
  votes: Omit<MovieVotes, 'windows'>;
  tally: Tally;
  renown: number;
  /** Whether a vote came, rather than what all scores lean on moved. */
  isFresh: boolean;
  /** Votes as they came: of the last thirty days and of attacks, whenever they were, and when the first came. */
  hours: readonly VoteHour[];
  firstHour: number | null;
  flags: readonly BurstFlag[];
};

export type Charts = {
  best: number | null;
  divisive: number | null;
  gem: number | null;
  rising: number | null;
};

export type ScoreToPublish = {
  movieId: MovieId;
  score: PublishedScore | null;
  histogram: readonly number[];
  charts: Charts;
  popularity: number;
  /** A flag to raise, and one to go on with or to end. */
  raised: NewFlag | null;
  continued: { id: number; seenAt: number; toAt: number | null } | null;
};

/** Ratings of a few people, each person's together. */
export type Scan = {
  votes: { userId: UserId; movieId: MovieId; vote: CountedVote }[];
  /** Everyone of this step who ever rated, in the order of their ids: up to which of their changes, and how many ratings. */
  raters: { userId: UserId; revision: number; rated: number }[];
};

export type EstimatedRater = { userId: UserId; revision: number; rated: number; habit: Habit };
export type EstimatedMovie = { movieId: MovieId; prior: number; effect: number; sums: Sums };

/** How many people to count votes of, beyond whom, and how many scores to publish, at a time. */
export type ScoreStep = {
  limit: number;
  after: UserId;
  most: { fresh: number; leaning: number };
  at: number;
};

/** What publishing is made of, each part for itself; see `Scores`. */
export type ScoreParts = {
  count(limit: number, after?: UserId): Promise<Counted>;
  recount(): Promise<MovieId | null>;
  publish(
    most: { fresh: number; leaning: number },
    at: number,
  ): Promise<{ published: number; fresh: number }>;
  /** One after the other; where nobody can write between them, in one transaction: each page is written once. */
  all(
    step: ScoreStep,
  ): Promise<Counted & { recounted: MovieId | null; published: number; fresh: number }>;
};

/** `isWhole`: none of those up to `next` has more to be counted. */
export type Counted = { raters: number; next: UserId | null; isWhole: boolean; ratings: number };

/**
 * What is owed is kept in the database: a crash owes it still. One process at a time counts and publishes; two of them
 * at once wait for each other.
 */
export type Scores = {
  /**
   * Several parts one after the other, each for itself: beside requests where something else writes than what answers
   * them, elsewhere with one wait for the database instead of many.
   */
  inARow<T>(work: (parts: ScoreParts) => Promise<T>): Promise<T>;

  /** Null before the first estimation. */
  current(): Promise<Epoch | null>;

  /** How many ratings there are of all movies together. */
  ratings(): Promise<number>;

  /** Whether anything is to be counted, recounted or published. */
  isOwed(): Promise<boolean>;

  /**
   * Counts the votes of at most `limit` people beyond `after` whose ratings changed, in the order of their ids, together
   * or not at all; answers how many people that were, beyond whom there are more (null for nobody), and how many more
   * ratings they have than before.
   */
  count(limit: number, work: (owed: OwedVotes) => CountedVotes, after?: UserId): Promise<Counted>;

  /**
   * Counts all votes of a movie anew that is due to be, since somebody left, its facts changed or someone decided about
   * it. Answers its id, null when there is none.
   */
  recount(
    work: (
      movie: Pick<MovieVotes, 'effect' | 'windows'>,
      model: Model,
      facts: MovieFacts,
    ) => {
      prior: number;
      add(ballots: readonly Ballot[]): void;
      sums(): Sums;
    },
  ): Promise<MovieId | null>;

  /**
   * Publishes at most so many scores with new votes (`fresh`), and of those that only lean on something else now; answers
   * how many together, and how many of them had new votes.
   */
  publish(
    most: { fresh: number; leaning: number },
    at: number,
    work: (movies: OwedScore[], epoch: Epoch) => ScoreToPublish[],
  ): Promise<{ published: number; fresh: number }>;

  /** What the votes of one movie come to now; null before anyone has rated it. */
  votesOf(movieId: MovieId, now: number): Promise<Omit<OwedScore, 'isFresh'> | null>;
  factsOf(movieIds: readonly MovieId[]): Promise<ReadonlyMap<MovieId, MovieFacts>>;

  /** The next people who rated, after one, with at least one and otherwise at most `limit` ratings. */
  scan(after: UserId, limit: number): Promise<Scan>;
  /** All votes in question, by movie. */
  windows(): Promise<ReadonlyMap<MovieId, readonly Window[]>>;

  /** Begins an estimation, and drops what others left unfinished or is no longer used. Answers its epoch. */
  begin(method: string, at: number): Promise<number>;
  /** Writes of an epoch that is not current yet; who or what is gone is left out. */
  write(
    epoch: number,
    some: { raters: readonly EstimatedRater[]; movies: readonly EstimatedMovie[] },
  ): Promise<void>;
  /** From now on votes are counted by it: all scores are owed, and what was rated since it was read is to be counted. */
  adopt(epoch: Epoch): Promise<void>;

  /** The last published score of each day on which it moved, came or went, or its ratings moved; the oldest first. */
  days(movieId: MovieId): Promise<ScoreDay[]>;
  /** A score by the method before, while not all are by the new one yet. */
  previous(movieId: MovieId): Promise<{ stars: number; method: string } | null>;
};
