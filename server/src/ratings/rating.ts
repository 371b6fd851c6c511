import { isDay } from '../movies/day.js';
import type { MovieId } from '../movies/movie.js';
import { failField } from '../problem.js';
import type { User, UserId } from '../users/user.js';
import type { Stars } from './stars.js';

export const LONGEST_NOTE = 10_000;

/** Films are older than films' ratings, and no clock of ours ran before this. */
export const EARLIEST = Date.parse('1900-01-01T00:00:00Z');
const RFC_3339 = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** A client's clock may be a little ahead of ours. */
const AHEAD_MS = 5 * 60_000;

/** Times are milliseconds since 1970, UTC. `revision` is the user's change that made this rating. */
export type Rating = {
  userId: UserId;
  movieId: MovieId;
  stars: Stars;
  note: string | null;
  ratedAt: number;
  updatedAt: number;
  revision: number;
};

export type Rater = Pick<User, 'id' | 'handle' | 'displayName'>;

/** One change of a rating: `stars` is null when it was removed. */
export type RatingEvent = {
  revision: number;
  movieId: MovieId;
  stars: Stars | null;
  note: string | null;
  at: number;
};

/** Milliseconds of an RFC 3339 time between 1900 and now; refuses the `ratedAt` field otherwise. */
export function parseRatedAt(text: string, now: number): number {
  const at = RFC_3339.test(text) && isDay(text.slice(0, 10)) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) failField('ratedAt', 'format', 'ratedAt is not a time that exists.');
  if (at < EARLIEST) failField('ratedAt', 'minimum', 'ratedAt lies before 1900.');
  if (at > now + AHEAD_MS) failField('ratedAt', 'maximum', 'ratedAt lies in the future.');
  return at;
}
