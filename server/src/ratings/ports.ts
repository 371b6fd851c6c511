import type { Movie, MovieId } from '../movies/movie.js';
import type { Page, PageRequest, SortKey } from '../page.js';
import type { UserId } from '../users/user.js';
import type { Rater, Rating, RatingEvent } from './rating.js';
import type { Stars } from './stars.js';
import type { MovieTitle, RatingFacts } from './statistics.js';
import type { Tally } from './tally.js';

/** `ratedAt` null: now, or the time already there when nothing else changes. */
export type RatingWish = {
  userId: UserId;
  movieId: MovieId;
  stars: Stars;
  note: string | null;
  ratedAt: number | null;
  now: number;
};

export type Put = { rating: Rating; tally: Tally; created: boolean };

export type RatedMovieSort = 'ratedAt' | 'stars' | 'releaseDate' | 'title';
export type RatedMovieFilter = {
  minStars?: Stars | undefined;
  genre?: string | undefined;
  q?: string | undefined;
};
export type RatedMovie = { movie: Movie; rating: Rating };

/**
 * Where the numbers of everyone's changes begin, as clients know them: a restore brings revisions back that were given out
 * before, for other changes perhaps.
 */
export type Feed = {
  /** 0 where nothing was ever restored. */
  origin(): Promise<number>;

  /** From now on numbers begin above all that were given out. `now` in ms. */
  beginAnew(now: number): Promise<void>;
};

/** Keeps at most one rating per user and movie, every change of it, and each movie's exact tally. */
export type Ratings = {
  /**
   * Replaces the user's earlier rating of the movie: rating, event and tally together or not at all.
   * A wish that changes nothing writes no event. Null when there is no such movie, or no such user.
   */
  put(wish: RatingWish): Promise<Put | null>;

  /** Removing a rating that is not there succeeds and answers false. */
  remove(userId: UserId, movieId: MovieId, now: number): Promise<boolean>;

  find(userId: UserId, movieId: MovieId): Promise<Rating | null>;

  /** The user's stars of these movies; those not rated are left out. */
  starsOf(userId: UserId, movieIds: readonly MovieId[]): Promise<ReadonlyMap<MovieId, Stars>>;

  /**
   * Every change ever made of one rating, the oldest first; empty when it was never rated. Those of movies merged into
   * this one are among them.
   */
  history(userId: UserId, movieId: MovieId): Promise<RatingEvent[]>;

  /** The user's changes after a revision, in the order made; a later call never finds one in between. */
  changes(userId: UserId, after: number, limit: number): Promise<RatingEvent[]>;

  /** Ties are ordered by movie. */
  byUser(
    userId: UserId,
    filter: RatedMovieFilter,
    sort: SortKey<RatedMovieSort>[],
    page: PageRequest,
  ): Promise<Page<RatedMovie>>;

  /** Newest first; only ratings of users whose profile is public. */
  publicByMovie(
    movieId: MovieId,
    page: PageRequest,
  ): Promise<Page<{ rating: Rating; rater: Rater }>>;

  /** All zero when nobody has rated. */
  tallyOf(movieId: MovieId): Promise<Tally>;

  /** All ratings of one user. */
  tallyOfUser(userId: UserId): Promise<Tally>;
};

/** Sums over one user's ratings, made where the ratings are kept. */
export type RatingStatistics = {
  /**
   * All of one moment. Directors and actors are those of at least two of the movies, twenty of each at most; who is
   * credited twice for a movie counts once. Everything is empty for who has rated nothing, and for nobody.
   */
  ofUser(userId: UserId): Promise<RatingFacts>;

  /** A movie that is not there is left out. */
  titles(movieIds: readonly MovieId[]): Promise<ReadonlyMap<MovieId, MovieTitle>>;
};

/** What does not add up, in words, and of which movie, if of one. */
export type Difference = { movieId: number | null; what: string };

export type Recount = {
  /**
   * Compares every tally with the ratings, every rating with its last event, and what is told of predictions with what
   * came of them.
   */
  differences(): Promise<{ ratings: number; movies: number; differences: Difference[] }>;
};
