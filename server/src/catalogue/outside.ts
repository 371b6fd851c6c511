import type { MovieFacts, MovieId, OutsideIds } from '../movies/movie.js';

/** A film in a list of popular ones; `movieId` where the source knows it already. */
export type PopularFilm = {
  tmdbId: string | null;
  movieId: MovieId | null;
  title: string;
  year: number | null;
  releaseDate: string | null;
  posterUrl: string | null;
  overview: string | null;
  /** The main one first; not given where the source tells none. */
  genres?: string[];
};

export const MOST_POPULAR_PAGES = 500;
export const POPULAR_A_PAGE = 20;

/** Pages count from 1. `language` like `en-US` and `region` like `ES`; null for what the source likes best. */
export type PopularRequest = { page: number; language: string | null; region: string | null };

/** Films by title; pages count from 1, `language` as of popular films. */
export type SearchRequest = { title: string; page: number; language: string | null };

/** One page; a film is on it at most once. Past the last page there are no items. */
export type PopularPage = { page: number; totalPages: number; items: PopularFilm[] };

/** Where popular films come from: another catalogue, or our own ratings. */
export type PopularFilms = {
  /** The most popular first; at most 500 pages. */
  popular(request: PopularRequest): Promise<PopularPage>;
};

/** A film with all that an outside catalogue tells of it. */
export type OutsideFilm = MovieFacts & {
  genres: string[];
  directors: string[];
  cast: string[];
  ids: OutsideIds & { tmdb: string };
};

/** A catalogue elsewhere. Whatever is wrong with it is refused as `outside-…`, within its time. */
export type OutsideCatalogue = PopularFilms & {
  /** Null when it has no such film, or what it has is none of ours to show. */
  film(tmdbId: string): Promise<OutsideFilm | null>;

  /** The TMDB id of the film with this IMDb id; null when there is none. */
  tmdbIdOf(imdbId: string): Promise<string | null>;

  /** The best match first. */
  search(request: SearchRequest): Promise<PopularPage>;

  close(): Promise<void>;
};

/** An answer and when it was given: just now from outside, from the cache, or the last good one while the outside fails. */
export type Kept<T> = { value: T; fetchedAt: number; from: 'outside' | 'cache' | 'stale' };

/** Popular films of an outside catalogue, asked for anew only when the last answer is no longer fresh. */
export type KeptPopular = {
  freshSeconds: number;
  popular(request: PopularRequest): Promise<Kept<PopularPage>>;

  close(): Promise<void>;
};

/** Which movies have facts from outside, and since when. */
export type OutsideFacts = {
  find(movieId: MovieId): Promise<FactsFetched | null>;
  mark(movieId: MovieId, fetched: FactsFetched): Promise<void>;
};

/** `whole`: all facts of the movie are from there; otherwise only what was missing. */
export type FactsFetched = { fetchedAt: number; whole: boolean };
