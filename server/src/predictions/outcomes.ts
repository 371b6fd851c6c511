import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';

/** Someone with changes that predictions were not compared with: those from `from` to `revision`. */
export type Unjudged = { userId: UserId; from: number; revision: number };

/** A change of a rating; `steps` null for one that was taken back. */
export type RatingNews = { movieId: MovieId; steps: Stars | null; at: number };

/** What a person had rated before their news, and the news in their order. */
export type News = {
  before: { movieId: MovieId; steps: number }[];
  news: RatingNews[];
};

/** What was predicted before a first rating, and what came; whole thousandths of a star, and of certainty. */
export type Outcome = {
  userId: UserId;
  movieId: MovieId;
  /** In UTC, when it was rated. */
  day: string;
  stars: Stars;
  predicted: number;
  /** The standard deviation that was told of. */
  deviation: number;
  /** The chance of four stars or more. */
  liking: number;
  /** What the film's mean alone says, and that with the person's bias. */
  filmMean: number;
  withBias: number;
};

/** Exact sums of outcomes: of stars in thousandths, of squares in millionths of a square star. */
export type QualitySums = {
  count: number;
  predicted: number;
  came: number;
  absolutes: number;
  squares: number;
  filmSquares: number;
  biasSquares: number;
  /** How many came within the interval of so many percent. */
  within: { 50: number; 80: number; 90: number; 95: number };
};

export type QualityBin = QualitySums & { bin: number };
export type QualitySpan = QualitySums & { since: string };

/** How right predictions were. Who is judged again for a movie was judged by the first time. */
export type Outcomes = {
  /** People beyond one whose changes no prediction was compared with, in the order of their ids. */
  unjudged(after: UserId, limit: number): Promise<Unjudged[]>;

  /**
   * Null for who does not let predictions learn from them. Without what was there before `since`, when someone has more
   * news than `most` they are null as well: they were brought in at once, not rated after a prediction.
   */
  news(of: Unjudged, since: number, most: number): Promise<News | null>;

  /** What people gave a movie, but for one of them: in stars; null when nobody else has rated it. */
  meanWithout(userId: UserId, movieIds: readonly MovieId[]): Promise<ReadonlyMap<MovieId, number>>;

  /**
   * Keeps outcomes and adds them up, moves the drifts of a version by those it kept, and notes that these people were
   * judged, together or not at all. False, and nothing is kept, when another version serves by now.
   */
  settle(
    version: number,
    judged: readonly Unjudged[],
    outcomes: readonly Outcome[],
  ): Promise<boolean>;

  /** Of all outcomes: by predicted half star, by tenth of the chance to like it, and by month or day, the latest first. */
  quality(
    by: 'day' | 'month',
    most: number,
  ): Promise<{ stars: QualityBin[]; liking: QualityBin[]; spans: QualitySpan[] }>;
};
