/** What we publish for a movie: stars with a 90 % interval, and the exact count and mean behind them. */
export type PublishedScore = {
  stars: number;
  count: number;
  mean: number;
  low: number;
  high: number;
};

/** The last score of a day, `2026-03-01` in UTC; null when there was none any more. */
export type ScoreDay = {
  day: string;
  score: PublishedScore | null;
  histogram: number[];
  method: string;
};
