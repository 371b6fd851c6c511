import { fold, titleKey } from '../movies/fold.js';
import type { Movie } from '../movies/movie.js';
import type { OutsideFilm } from './outside.js';

const YEARS_APART = 1;

/**
 * The movie, among those of the same title, that is this film: nearly of its year, with someone in common, and not
 * told to be another by an outside id. Null when none is for sure.
 */
export function sameFilm(film: OutsideFilm, namesakes: readonly Movie[]): Movie | null {
  const people = new Set([...film.directors, ...film.cast].map(fold));
  const same = namesakes.filter(
    (movie) =>
      titleKey(movie.title) === titleKey(film.title) &&
      movie.year !== null &&
      film.year !== null &&
      Math.abs(movie.year - film.year) <= YEARS_APART &&
      [...movie.directors, ...movie.cast].some(({ name }) => people.has(fold(name))) &&
      agrees(movie.ids.tmdb, film.ids.tmdb) &&
      agrees(movie.ids.imdb, film.ids.imdb) &&
      agrees(movie.ids.wikidata, film.ids.wikidata),
  );
  return same.length === 1 ? (same[0] ?? null) : null;
}

function agrees(ours: string | null, theirs: string | null): boolean {
  return ours === null || theirs === null || ours === theirs;
}
