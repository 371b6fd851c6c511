import type { Page, PageRequest, SortKey } from '../page.js';
import type { Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';
import type { Movie, MovieId } from './movie.js';

/** `stars` are the user's own, null when not rated. */
export type MarkedMovie = { movie: Movie; stars: Stars | null; addedAt: number };
export type MarkSort = 'addedAt' | 'releaseDate' | 'stars';

/** Movies that users put on a list of theirs, each at most once. */
export type MarkedMovies = {
  /** `added` says whether it was new; the first time it was added stays. Null: no such movie, or user. */
  add(
    userId: UserId,
    movieId: MovieId,
    now: number,
  ): Promise<{ added: boolean; at: number } | null>;

  /** When it was added; null when it is not on the list. */
  find(userId: UserId, movieId: MovieId): Promise<number | null>;

  /** Which of these movies are on the user's list. */
  among(userId: UserId, movieIds: readonly MovieId[]): Promise<ReadonlySet<MovieId>>;

  /** Removing what is not there succeeds and answers false. */
  remove(userId: UserId, movieId: MovieId): Promise<boolean>;

  /** Removes all of a user's and answers how many there were. */
  clear(userId: UserId): Promise<number>;

  /** Movies without a date, or without stars, come last either way. Ties by movie. */
  byUser(userId: UserId, sort: SortKey<MarkSort>[], page: PageRequest): Promise<Page<MarkedMovie>>;
};
