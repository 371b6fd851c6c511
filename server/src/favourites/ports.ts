import type { Movie, MovieId } from '../movies/movie.js';
import type { Page, PageRequest, SortKey } from '../page.js';
import type { Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';

/** `stars` are the user's own, null when not rated. */
export type Favourite = { movie: Movie; stars: Stars | null; addedAt: number };
export type FavouriteSort = 'addedAt' | 'releaseDate' | 'stars';

export type Favourites = {
  /** `added` says whether it was new; the first time it was added stays. Null: no such movie, or user. */
  add(
    userId: UserId,
    movieId: MovieId,
    now: number,
  ): Promise<{ added: boolean; at: number } | null>;

  /** When it was added; null when it is no favourite. */
  find(userId: UserId, movieId: MovieId): Promise<number | null>;

  /** Which of these movies are the user's favourites. */
  among(userId: UserId, movieIds: readonly MovieId[]): Promise<ReadonlySet<MovieId>>;

  /** Removing what is not there succeeds and answers false. */
  remove(userId: UserId, movieId: MovieId): Promise<boolean>;

  /** Removes all of a user's and answers how many there were. */
  clear(userId: UserId): Promise<number>;

  /** Movies without a date, or without stars, come last either way. Ties by movie. */
  byUser(
    userId: UserId,
    sort: SortKey<FavouriteSort>[],
    page: PageRequest,
  ): Promise<Page<Favourite>>;
};
