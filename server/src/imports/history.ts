import type { MovieId } from '../movies/movie.js';
import type { Rating } from '../ratings/rating.js';
import type { UserId } from '../users/user.js';
import type { Viewing } from '../viewings/viewing.js';
import type { Verdict } from './import.js';

export type OwnRating = Pick<Rating, 'stars' | 'note' | 'ratedAt' | 'updatedAt'>;
/** `id` is 0 for one that is yet to be written. */
export type OwnViewing = Omit<Viewing, 'userId' | 'movieId'>;

/** All that somebody has of one film. Times are milliseconds; null for what there is none of. */
export type FilmHistory = {
  rating: OwnRating | null;
  /** In the order of their ids. */
  viewings: OwnViewing[];
  watchlist: number | null;
  favourite: number | null;
};

export const NO_HISTORY: FilmHistory = {
  rating: null,
  viewings: [],
  watchlist: null,
  favourite: null,
};

export type HistoryChange = { movieId: MovieId; before: FilmHistory; after: FilmHistory };

/** What people have of films, many films at once. */
export type Histories = {
  /** Of films of which there is nothing, too; a movie that is not there is left out. */
  read(userId: UserId, movieIds: readonly MovieId[]): Promise<ReadonlyMap<MovieId, FilmHistory>>;

  /**
   * Makes what a user has of each film what `after` says, in a transaction in which `before` was read and the user was
   * locked: ratings with their events and tallies, viewings by their ids, a new one with a new id. A rating keeps the
   * `updatedAt` it is given. Answers `after` of each with the ids that were given.
   */
  write(userId: UserId, changes: readonly HistoryChange[], now: number): Promise<HistoryChange[]>;
};

/** What a wish comes to, and the history with it done. */
export type Judged = { verdict: Verdict; history: FilmHistory };
