import type { Favourites } from '../favourites/ports.js';
import type { MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { Ratings } from '../ratings/ports.js';
import type { Stars } from '../ratings/stars.js';
import type { UserId } from '../users/user.js';
import type { Kept, KeptPopular, PopularFilm, PopularFilms, PopularRequest } from './outside.js';

type Needs = {
  movies: Pick<Movies, 'resolveAll'>;
  ratings: Pick<Ratings, 'starsOf'>;
  favourites: Pick<Favourites, 'among'>;
  /** Null without an outside catalogue: then our own ratings tell. */
  outside: KeptPopular | null;
  here: PopularFilms;
};

export type MarkedFilm = PopularFilm & { stars: Stars | null; favourite: boolean };
export type PopularList = {
  source: 'tmdb' | 'local';
  page: number;
  totalPages: number;
  items: MarkedFilm[];
  kept: Omit<Kept<unknown>, 'value'> | null;
};

/** The popular films, each with our movie when we have it, and what the viewer thinks of it. */
export async function listPopular(
  { movies, ratings, favourites, outside, here }: Needs,
  viewerId: UserId | null,
  request: PopularRequest,
): Promise<PopularList> {
  const kept = outside === null ? null : await outside.popular(request);
  const list = kept?.value ?? (await here.popular(request));
  const ours = await movies.resolveAll(
    'tmdb',
    list.items.flatMap(({ tmdbId, movieId }) =>
      tmdbId === null || movieId !== null ? [] : tmdbId,
    ),
  );
  const films = list.items.map((film) => ({
    ...film,
    movieId: film.movieId ?? ours.get(film.tmdbId ?? '') ?? null,
  }));
  const ids = films.flatMap(({ movieId }) => movieId ?? []);
  const stars = viewerId === null ? NO_STARS : await ratings.starsOf(viewerId, ids);
  const loved = viewerId === null ? NO_MOVIES : await favourites.among(viewerId, ids);
  return {
    source: kept === null ? 'local' : 'tmdb',
    page: list.page,
    totalPages: list.totalPages,
    items: films.map((film) => ({
      ...film,
      stars: film.movieId === null ? null : (stars.get(film.movieId) ?? null),
      favourite: film.movieId !== null && loved.has(film.movieId),
    })),
    kept: kept && { fetchedAt: kept.fetchedAt, from: kept.from },
  };
}

const NO_STARS: ReadonlyMap<MovieId, Stars> = new Map();
const NO_MOVIES: ReadonlySet<MovieId> = new Set();
