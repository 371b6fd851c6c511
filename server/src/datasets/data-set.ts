import type { FilmClue } from '../imports/entry.js';

/**
 * Ratings of many people as research publishes them, millions of them perhaps: a rating is one place of all four
 * columns. `person` and `film` are places in `people` and `films`, `stars` are steps, `ratedAt` is milliseconds.
 */
export type DataSet = {
  /** The numbers that the data set gives people. */
  people: readonly number[];
  films: readonly FilmClue[];
  person: Int32Array;
  film: Int32Array;
  stars: Uint8Array;
  ratedAt: Float64Array;
};
