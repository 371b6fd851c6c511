import type { Catalogue, CatalogueFilm } from './film.js';

/*
 * The catalogue as text, lines ending in \n and fields parted by tabs:
 *
 *   halfstar-catalogue  1  <number of people>  <number of films>
 *   <genre>  <genre>  …
 *   one name per line, in order of their index
 *   an empty line
 *   one film per line: title, year, MMDD, genres, directors, cast, imdb, tmdb, wikidata,
 *   wikipedia, renown
 *
 * An empty field is an unknown fact. Genres are one base-36 digit each, unparted; people are base-36
 * indexes parted by spaces; imdb and wikidata ids lack their `tt` and `Q`.
 */
export const FORMAT_NAME = 'halfstar-catalogue';
export const FORMAT_VERSION = '1';
export const FIELDS_PER_FILM = 11;
export const BASE = 36;

/** Throws a RangeError for what the text cannot carry: tabs, line breaks, ids of another shape. */
export function formatCatalogue({ people, films }: Catalogue): string {
  const genres = [...new Set(films.flatMap((film) => film.genres))].sort();
  if (genres.length > BASE) throw new RangeError(`more than ${BASE} genres`);
  const digits = new Map(genres.map((genre, index) => [genre, index.toString(BASE)]));
  const lines = [
    [FORMAT_NAME, FORMAT_VERSION, people.length, films.length].join('\t'),
    genres.map(plain).join('\t'),
    ...people.map(named),
    '',
    ...films.map((film) => filmLine(film, digits)),
  ];
  return `${lines.join('\n')}\n`;
}

function filmLine(film: CatalogueFilm, digits: ReadonlyMap<string, string>): string {
  const { imdb, tmdb, wikidata, wikipedia } = film.ids;
  return [
    named(film.title),
    film.year ?? '',
    monthAndDay(film),
    film.genres.map((genre) => digits.get(genre)).join(''),
    indexes(film.directors),
    indexes(film.cast),
    without('tt', imdb),
    tmdb ?? '',
    without('Q', wikidata),
    wikipedia === null ? '' : named(wikipedia),
    film.renown,
  ].join('\t');
}

function monthAndDay({ title, year, releaseDate }: CatalogueFilm): string {
  if (releaseDate === null) return '';
  if (releaseDate.slice(0, 4) !== String(year)) {
    throw new RangeError(`the release date of ${title} is not in its year`);
  }
  return releaseDate.slice(5, 7) + releaseDate.slice(8, 10);
}

function indexes(people: readonly number[]): string {
  return people.map((index) => index.toString(BASE)).join(' ');
}

function without(prefix: string, id: string | null): string {
  if (id === null) return '';
  if (!id.startsWith(prefix)) throw new RangeError(`not an id: ${id}`);
  return id.slice(prefix.length);
}

/** An empty name would read as the end of the people or as an unknown fact. */
function named(text: string): string {
  if (text === '') throw new RangeError('a name is empty');
  return plain(text);
}

function plain(text: string): string {
  if (/[\t\n\r]/.test(text)) throw new RangeError(`tab or line break in ${JSON.stringify(text)}`);
  return text;
}
