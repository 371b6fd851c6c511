import type { Movie } from '../movies/movie.js';
import type { Page, PageRequest } from '../page.js';
import type { User, UserId } from '../users/user.js';
import type { BurstFlag, Decision } from './flag.js';

/** A flag with what it is about and who decided about it, as far as they are there. */
export type FlagRecord = Omit<BurstFlag, 'movieId' | 'decidedBy'> & {
  movie: Pick<Movie, 'id' | 'title' | 'year'>;
  decidedBy: Pick<User, 'id' | 'handle'> | null;
};

export const FLAG_STATES = ['open', 'decided'] as const;
export type FlagState = (typeof FLAG_STATES)[number];

export type Verdict = { decision: Decision; note: string | null; by: UserId; at: number };

/** Votes that came in an unusual way, and what was decided about them. */
export type Flags = {
  /** Null when there is none; nobody else decides about it until the transaction ends. */
  lock(id: number): Promise<FlagRecord | null>;

  /**
   * Replaces what was decided before, by nothing for null. All votes for the movie are then due to be counted anew.
   * Null when there is no such flag.
   */
  decide(id: number, verdict: Verdict | null): Promise<FlagRecord | null>;

  /** Newest first; of any state without one. */
  list(filter: { state?: FlagState | undefined }, page: PageRequest): Promise<Page<FlagRecord>>;
};
