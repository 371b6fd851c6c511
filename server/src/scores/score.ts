/** What we publish for a movie: stars with a 90 % interval, and the exact count and mean behind them. */
export type PublishedScore = {
  stars: number;
  count: number;
  mean: number;
  low: number;
  high: number;
};
