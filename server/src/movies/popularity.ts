/**
 * How well known a movie is, as a whole number that lists and searches sort by: a hundred times the natural
 * logarithm of its ratings, counted from what its `renown` (0..1000, of the catalogue) is worth in ratings.
 */
export function popularity(renown: number, ratings: number): number {
  return Math.round(100 * Math.log(Math.exp(renown / 100) + ratings));
}

/** How many ratings a popularity is worth. */
export function worthOf(popularity: number): number {
  return Math.exp(popularity / 100);
}
