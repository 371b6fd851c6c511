import { nameKey, titleKey } from '../movies/fold.js';
import type { MovieId } from '../movies/movie.js';
import type { FilmClue } from './entry.js';

const DIGITS_OF_AN_ID = 16;

/** Tells the films of an import apart. Those of ours come first, in the order of their ids. */
export function keyOfMovie(id: MovieId): string {
  return `movie:${String(id).padStart(DIGITS_OF_AN_ID, '0')}`;
}

/**
 * The key of a film that is none of ours, the same for all rows that tell of it. Empty where too little is told to make
 * a film of it: a title that is no more than a title may be of anything.
 */
export function keyOfNewFilm({ title, year, releaseDate, ids, ours }: FilmClue): string {
  if (title === '') return '';
  for (const source of ['imdb', 'tmdb', 'wikidata'] as const) {
    if (ids[source] !== null) return `new:${source}:${ids[source]}`;
  }
  // Who knew it as a film of its own is believed, whatever else has its name.
  if (ours !== undefined) return `new:ours:${ours}`;
  const of = year ?? releaseDate?.slice(0, 4);
  return of === undefined ? '' : `new:${of}:${titleKey(title) || nameKey(title)}`;
}

export function isNewFilm(key: string): boolean {
  return key.startsWith('new:');
}
