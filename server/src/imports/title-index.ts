import type { MovieId } from '../movies/movie.js';
import { type TitleNames, titleNames } from './title-names.js';

/** A film among those that are looked through. */
export type TitledFilm = {
  id: MovieId;
  title: string;
  originalTitle: string | null;
  year: number | null;
};

/** Finds films by any name of theirs: a few bytes a name, so that a catalogue of millions fits in memory. */
export type TitleIndex = {
  /**
   * Films that may have one of these names as a whole, of any year, and those of about this year that may have it as a
   * part, or one of these parts as a whole. Now and then one that has none.
   */
  lookUp(names: TitleNames, year: number | null): MovieId[];
};

/** So many films fit. */
const MOST_FILMS = 2 ** 22;
/** An entry is hash, then film, then a bit for a part: 30 + 22 + 1 bits, which a double holds. */
const HASHES = 2 ** 30;
const PART = 1;
const NO_YEAR = 0;
const YEARS_APART = 2;
/** A name that more films share is told apart by its year, or not at all. */
const MOST_OF_A_NAME = 40;

/** Takes films in, page by page, and makes an index of them. */
export function titleIndexBuilder(): {
  add(films: readonly TitledFilm[]): void;
  build(): TitleIndex;
} {
  const ids: number[] = [];
  const years: number[] = [];
  const entries: number[] = [];
  return {
    add(films) {
      for (const { id, title, originalTitle, year } of films) {
        if (ids.length === MOST_FILMS) throw new RangeError(`more than ${MOST_FILMS} films`);
        const { whole, parts } = titleNames(title, originalTitle);
        for (const name of whole) entries.push(entryOf(name, ids.length, 0));
        for (const part of parts) entries.push(entryOf(part, ids.length, PART));
        ids.push(id);
        years.push(year ?? NO_YEAR);
      }
    },
    build: () => index(ids, Int16Array.from(years), Float64Array.from(entries).sort()),
  };
}

function index(ids: readonly number[], years: Int16Array, entries: Float64Array): TitleIndex {
  const near = (film: number, year: number | null) =>
    year === null ||
    years[film] === NO_YEAR ||
    Math.abs((years[film] as number) - year) <= YEARS_APART;

  function filmsOf(name: string, year: number | null, asPart: boolean): number[] {
    const from = entryOf(name, 0, 0);
    const hits: number[] = [];
    for (let i = firstNotBelow(entries, from); i < entries.length; i++) {
      const rest = (entries[i] as number) - from;
      if (rest >= 2 * MOST_FILMS) break;
      const film = Math.floor(rest / 2);
      const isPart = rest % 2 === PART;
      // Part against part says nothing: all sequels of one film begin alike.
      if ((isPart && asPart) || ((isPart || asPart) && !near(film, year))) continue;
      hits.push(film);
    }
    if (hits.length <= MOST_OF_A_NAME) return hits;
    return hits.filter((film) => near(film, year)).slice(0, MOST_OF_A_NAME);
  }

  return {
    lookUp({ whole, parts }, year) {
      const films = [
        ...whole.flatMap((name) => filmsOf(name, year, false)),
        ...parts.flatMap((name) => filmsOf(name, year, true)),
      ];
      return [...new Set(films)].map((film) => ids[film] as MovieId);
    },
  };
}

function entryOf(name: string, film: number, part: number): number {
  return (hash(name) * MOST_FILMS + film) * 2 + part;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0) % HASHES;
}

/** Where the first is that is not below `least`. */
function firstNotBelow(sorted: Float64Array, least: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
