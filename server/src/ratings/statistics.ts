import type { MovieFacts, MovieId, Person } from '../movies/movie.js';
import type { Stars } from './stars.js';

/** How often a user gave these stars. */
export type StarsGiven = { stars: Stars; count: number };

/** What a user rated on one day in UTC. `day` counts from 1970; `sum` is in steps. */
export type RatedDay = { day: number; count: number; sum: number };

/**
 * What a user makes of some movies, and what the crowd does: `mean` of their ratings, `crowdMean` of the scores that
 * are published for the same movies, both in stars. `crowdMean` is null while none of these movies has a score.
 */
export type Taste = { count: number; mean: number; crowdMean: number | null };

/** Each by count, then mean, the highest first, then name. */
export type Tastes = {
  genres: (Taste & { name: string })[];
  /** 1990 for 1990 to 1999; movies without a year are in none. */
  decades: (Taste & { decade: number })[];
  /** Of the movies, not of the ratings. */
  years: (Taste & { year: number })[];
  directors: (Taste & Person)[];
  actors: (Taste & Person)[];
};

/** A user's stars for a movie, and the tally of everyone else's, of whom there is at least one; `sum` is in steps. */
export type Comparison = { movieId: MovieId; stars: Stars; count: number; sum: number };

/** All that figures about a user's ratings are worked out from. */
export type RatingFacts = Tastes & {
  /** Each number of stars once, the lowest first. */
  starsGiven: StarsGiven[];
  /** The oldest first; days without a rating are left out. */
  days: RatedDay[];
  /** In the order of the movies' ids. */
  comparisons: Comparison[];
};

export type MovieTitle = Pick<MovieFacts, 'title' | 'year'>;
