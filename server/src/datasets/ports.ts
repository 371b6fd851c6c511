import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';

/** Someone of a data set with what they rated, each movie once, in the order of time. */
export type Rater = { handle: string; ratings: readonly RaterRating[] };
export type RaterRating = { movieId: MovieId; stars: Stars; ratedAt: number };

/** Takes the people of data sets in. */
export type Raters = {
  /** The first of these handles, in their order, that someone has, in whatever letters; null where all are free. */
  firstTaken(handles: readonly string[]): Promise<string | null>;

  /**
   * Adds people who cannot sign in, as they have no password, and their ratings, as if each had been made at its time:
   * with its event, and in its movie's tally. All of it or, when it fails or is cut off, nothing. `onProgress` hears how
   * many ratings have been written.
   */
  add(raters: Iterable<Rater>, now: number, onProgress: (ratings: number) => void): Promise<void>;
};
