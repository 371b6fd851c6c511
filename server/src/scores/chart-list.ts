import type { Movie } from '../movies/movie.js';
import type { MovieFilter } from '../movies/ports.js';
import type { Page, PageRequest } from '../page.js';

export const CHARTS = ['best', 'divisive', 'gems', 'rising'] as const;
export type Chart = (typeof CHARTS)[number];

/**
 * `rank` is 1 for the first of the list. `value` is what it is ordered by, the most first: stars; of `divisive`, the
 * standard deviation of the ratings, in stars.
 */
export type ChartPlace = { rank: number; movie: Movie; value: number };

/** Movies in the order of a chart, of those that are on it. */
export type ChartLists = {
  /** Of equals, the one with more ratings first, then the one that came last. Ranks go on from page to page. */
  list(chart: Chart, filter: Omit<MovieFilter, 'q'>, page: PageRequest): Promise<Page<ChartPlace>>;
};
