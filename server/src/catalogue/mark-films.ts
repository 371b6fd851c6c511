import type { Favourites } from '../favourites/ports.js';
import type { MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { Ratings } from '../ratings/ports.js';
import type { Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';
import type { PopularFilm } from './outside.js';

export type Marking = {
  movies: Pick<Movies, 'resolveAll'>;
  ratings: Pick<Ratings, 'starsOf'>;
  favourites: Pick<Favourites, 'among'>;
};

export type MarkedFilm = Required<PopularFilm> & { stars: Stars | null; favourite: boolean };

/** The films, each with our movie when we have it, and what the viewer thinks of it. */
export async function markFilms(
  { movies, ratings, favourites }: Marking,
  viewerId: UserId | null,
  films: readonly PopularFilm[],
): Promise<MarkedFilm[]> {
  const ours = await movies.resolveAll(
    'tmdb',
    films.flatMap(({ tmdbId, movieId }) => (tmdbId === null || movieId !== null ? [] : tmdbId)),
  );
  const known = films.map((film) => ({
    ...film,
    movieId: film.movieId ?? ours.get(film.tmdbId ?? '') ?? null,
  }));
  const ids = known.flatMap(({ movieId }) => movieId ?? []);
  const stars = viewerId === null ? NO_STARS : await ratings.starsOf(viewerId, ids);
  const loved = viewerId === null ? NO_MOVIES : await favourites.among(viewerId, ids);
  return known.map((film) => ({
    ...film,
    genres: film.genres ?? [],
    stars: film.movieId === null ? null : (stars.get(film.movieId) ?? null),
    favourite: film.movieId !== null && loved.has(film.movieId),
  }));
}

const NO_STARS: ReadonlyMap<MovieId, Stars> = new Map();
const NO_MOVIES: ReadonlySet<MovieId> = new Set();
