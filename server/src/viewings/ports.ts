import type { Movie, MovieId } from '../movies/movie.js';
import type { Page, PageRequest } from '../page.js';
import type { UserId } from '../users/user.js';
import type { Viewing, ViewingFacts, ViewingId } from './viewing.js';

export type ViewingFilter = { movieId?: MovieId | undefined };
export type DiaryEntry = { movie: Movie; viewing: Viewing };

/** Keeps the diary of each user: any number of viewings of one movie, also on one day. */
export type Viewings = {
  /** Null: no such movie, or user. */
  add(userId: UserId, movieId: MovieId, facts: ViewingFacts, now: number): Promise<Viewing | null>;

  /** Null when the user has none of this id. */
  find(userId: UserId, id: ViewingId): Promise<Viewing | null>;

  /** What is not named stays as it is. Null when the user has none of this id. */
  edit(
    userId: UserId,
    id: ViewingId,
    change: Partial<ViewingFacts>,
    now: number,
  ): Promise<Viewing | null>;

  /** Removing what is not there succeeds and answers false. */
  remove(userId: UserId, id: ViewingId): Promise<boolean>;

  /** By day, those of no day last either way; ties by id, in the same direction. */
  byUser(
    userId: UserId,
    filter: ViewingFilter,
    descending: boolean,
    page: PageRequest,
  ): Promise<Page<DiaryEntry>>;
};
