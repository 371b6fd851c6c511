import type { Movie, MovieId } from '../movies/movie.js';
import type { Page, PageRequest } from '../page.js';
import type { UserId } from '../users/user.js';

export type SetAsideMovie = { movie: Movie; at: number };

/** Movies that a user does not want to be recommended. */
export type SetAside = {
  /** Whether it was not there, and since when it is. Null when there is no such movie, or no such user. */
  add(
    userId: UserId,
    movieId: MovieId,
    now: number,
  ): Promise<{ added: boolean; at: number } | null>;

  /** False when it was not there. */
  remove(userId: UserId, movieId: MovieId): Promise<boolean>;

  /** All of one user, in no order. */
  ids(userId: UserId): Promise<MovieId[]>;

  /** The last one first; ties by movie. */
  byUser(userId: UserId, page: PageRequest): Promise<Page<SetAsideMovie>>;
};
