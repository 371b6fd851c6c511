import type { CatalogueFilm } from '../../server/src/catalogue/film.js';

/** A film on its way into the catalogue; its people are still keys of the roster. */
export type Draft = Omit<CatalogueFilm, 'directors' | 'cast'> & {
  directors: string[];
  cast: string[];
  /** Title of its page in the English Wikipedia, for finding the same film elsewhere. */
  page: string | null;
};

/** A film as Wikipedia's lists of American films have it: people by name only. */
export type Listed = {
  title: string;
  year: number;
  genres: string[];
  directors: string[];
  cast: string[];
  page: string | null;
};

/** Lower case letters and digits without accents or a leading article: equal for equal titles. */
export function titleKey(title: string): string {
  return words(title).join('');
}

/** The words of a title in the same manner. */
export function words(title: string): string[] {
  return title
    .replace(/½|1⁄2/g, ' 1/2')
    .replace(/⅓|\+1⁄3/g, ' 1/3')
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/^(?:the|a|an) /, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** By code point, so that the order is the same on every machine. */
export function compare<T extends string | number>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
