import {
  type Catalogue,
  type CatalogueFilm,
  EARLIEST_YEAR,
  LATEST_YEAR,
  MOST_RENOWN,
} from './film.js';
import { BASE, FIELDS_PER_FILM, FORMAT_NAME, FORMAT_VERSION } from './format.js';

const NUMBER = /^(?:0|[1-9]\d{0,9})$/;
const MONTH_AND_DAY = /^(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
const IMDB_DIGITS = /^\d{7,10}$/;
const HEADER_LINES = 2;

/** Reads what `formatCatalogue` wrote. Throws an Error that names the first malformed line. */
export function parseCatalogue(text: string): Catalogue {
  const lines = text.split('\n');
  const [peopleCount, filmCount] = parseHeader(lines[0] ?? '');
  const genres = (lines[1] ?? '').split('\t');
  const people = lines.slice(HEADER_LINES, HEADER_LINES + peopleCount);
  const nameless = people.indexOf('');
  if (nameless >= 0) throw malformed(HEADER_LINES + nameless, 'a person without a name');
  const blank = HEADER_LINES + peopleCount;
  if (lines[blank] !== '') throw malformed(blank, `not the end of ${peopleCount} people`);
  const end = blank + 1 + filmCount;
  if (lines.length !== end + 1 || lines[end] !== '') {
    throw malformed(Math.min(end, lines.length - 1), `not the end of ${filmCount} films`);
  }
  const films: CatalogueFilm[] = [];
  for (let at = blank + 1; at < end; at++) {
    films.push(parseFilm(lines[at]!, { at, genres, peopleCount }));
  }
  return { people, films };
}

type Place = { at: number; genres: readonly string[]; peopleCount: number };

function parseHeader(line: string): [people: number, films: number] {
  const [name, version, people, films, ...rest] = line.split('\t');
  if (name !== FORMAT_NAME) throw malformed(0, 'not a catalogue');
  if (version !== FORMAT_VERSION) throw malformed(0, `not of version ${FORMAT_VERSION}`);
  if (!NUMBER.test(people ?? '') || !NUMBER.test(films ?? '') || rest.length > 0) {
    throw malformed(0, 'no counts');
  }
  return [Number(people), Number(films)];
}

function parseFilm(line: string, place: Place): CatalogueFilm {
  const fields = line.split('\t');
  if (fields.length !== FIELDS_PER_FILM) {
    throw malformed(place.at, `${fields.length} fields instead of ${FIELDS_PER_FILM}`);
  }
  const [title, yearText, day, genres, directors, cast, imdb, tmdb, wikidata, wikipedia, renown] =
    fields as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
  if (title === '') throw malformed(place.at, 'no title');
  const year = yearText === '' ? null : parseNumber(yearText, place.at);
  if (year !== null && (year < EARLIEST_YEAR || year > LATEST_YEAR)) {
    throw malformed(place.at, `year ${year}`);
  }
  if (day !== '' && (year === null || !MONTH_AND_DAY.test(day))) {
    throw malformed(place.at, `date ${day}`);
  }
  if (imdb !== '' && !IMDB_DIGITS.test(imdb)) throw malformed(place.at, `imdb id ${imdb}`);
  if (tmdb !== '') parseNumber(tmdb, place.at);
  if (wikidata !== '') parseNumber(wikidata, place.at);
  return {
    title,
    year,
    releaseDate: day === '' ? null : `${yearText}-${day.slice(0, 2)}-${day.slice(2)}`,
    genres: parseGenres(genres, place),
    directors: parsePeople(directors, place),
    cast: parsePeople(cast, place),
    ids: {
      imdb: imdb === '' ? null : `tt${imdb}`,
      tmdb: tmdb === '' ? null : tmdb,
      wikidata: wikidata === '' ? null : `Q${wikidata}`,
      wikipedia: wikipedia === '' ? null : wikipedia,
    },
    renown: parseRenown(renown, place.at),
  };
}

function parseGenres(digits: string, { at, genres }: Place): string[] {
  return Array.from(digits, (digit) => {
    const genre = genres[Number.parseInt(digit, BASE)];
    if (genre === undefined) throw malformed(at, `genre ${digit}`);
    return genre;
  });
}

function parsePeople(indexes: string, { at, peopleCount }: Place): number[] {
  if (indexes === '') return [];
  return indexes.split(' ').map((text) => {
    const index = Number.parseInt(text, BASE);
    if (!(index >= 0 && index < peopleCount)) throw malformed(at, `person ${text}`);
    return index;
  });
}

function parseRenown(text: string, at: number): number {
  const renown = parseNumber(text, at);
  if (renown > MOST_RENOWN) throw malformed(at, `renown ${text}`);
  return renown;
}

function parseNumber(text: string, at: number): number {
  if (!NUMBER.test(text)) throw malformed(at, `not a number: ${text}`);
  return Number(text);
}

function malformed(at: number, what: string): Error {
  return new Error(`catalogue line ${at + 1}: ${what}`);
}
