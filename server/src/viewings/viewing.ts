import type { Brand } from '../brand.js';
import type { MovieId } from '../movies/movie.js';
import type { Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';

export type ViewingId = Brand<number, 'ViewingId'>;

export const LONGEST_REVIEW = 50_000;
export const LONGEST_TAG = 100;
export const MOST_TAGS = 50;

/** What somebody says of having seen a film. */
export type ViewingFacts = {
  /** `YYYY-MM-DD`; null when nobody remembers the day. */
  watchedOn: string | null;
  /** Given that day; the current rating is another matter. */
  stars: Stars | null;
  /** They had seen it before. */
  rewatch: boolean;
  tags: string[];
  review: string | null;
};

/** One time that somebody saw a film. Times are milliseconds since 1970. */
export type Viewing = ViewingFacts & {
  id: ViewingId;
  userId: UserId;
  movieId: MovieId;
  loggedAt: number;
  updatedAt: number;
};
