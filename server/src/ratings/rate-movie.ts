import type { MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import { fail, failField } from '../problem.js';
import type { UserId } from '../users/user.js';
import type { Put, Ratings } from './ports.js';
import { parseRatedAt } from './rating.js';
import { parseStars, type Stars } from './stars.js';

type Needs = {
  ratings: Pick<Ratings, 'put'>;
  movies: Pick<Movies, 'resolve'>;
  now: () => number;
};
type Wish = {
  userId: UserId;
  movieId: MovieId;
  stars: number;
  ratedAt?: string | null | undefined;
  note?: string | null | undefined;
};

/**
 * Rates a movie for a user; rating it again replaces stars and note, and the history keeps both. One that was merged into
 * another is rated as that. Refuses stars off the scale, a time that is not one, and an unknown movie.
 */
export async function rateMovie({ ratings, movies, now }: Needs, wish: Wish): Promise<Put> {
  const at = now();
  const rating = {
    userId: wish.userId,
    stars: starsOf(wish.stars),
    note: wish.note?.trim() || null,
    ratedAt: wish.ratedAt == null ? null : parseRatedAt(wish.ratedAt, at),
    now: at,
  };
  const put = await ratings.put({ ...rating, movieId: wish.movieId });
  if (put !== null) return put;
  // Looked for only now: nearly every movie that is rated is there.
  const movieId = (await movies.resolve({ id: wish.movieId })) ?? fail({ kind: 'movie-not-found' });
  return (await ratings.put({ ...rating, movieId })) ?? fail({ kind: 'movie-not-found' });
}

/** Refuses the `stars` field off the scale. */
export function starsOf(value: number): Stars {
  try {
    return parseStars(value);
  } catch {
    return failField('stars', 'multiple-of', 'stars go from 0 to 5 in steps of 0.05.');
  }
}
