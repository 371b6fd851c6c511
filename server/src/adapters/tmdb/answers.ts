import {
  MOST_POPULAR_PAGES,
  type OutsideFilm,
  type PopularFilm,
  type PopularPage,
} from '../../catalogue/outside.js';
import {
  FIRST_YEAR,
  LAST_YEAR,
  LONGEST_NAME,
  LONGEST_OVERVIEW,
  LONGEST_RUNTIME_MINUTES,
  LONGEST_TITLE,
  MOST_CREDITS,
} from '../../movies/movie.js';
import { OUTSIDE_IDS } from '../../movies/reference.js';
import { isVisible } from '../../movies/visible.js';
import { CallFailure } from './failure.js';
import { genreName } from './genres.js';

/** Reads TMDB's answers as they really come: whatever may be missing, empty or of another type is, at times. */

const POSTERS = 'https://image.tmdb.org/t/p/w342';
const MOST_CAST = 20;
const BREAKS = /[\t\n\r\u2028\u2029]+/g;
const CONTROL = /(?![\n\r\t])\p{Cc}/gu;

type Unknown = Record<string, unknown>;

/** A page of films; those that are none (adult, video), or come twice, are left out. */
export function readPage(answer: unknown, page: number): PopularPage {
  const { results, total_pages } = object(answer);
  if (!Array.isArray(results)) throw wrong('there is no list of results');
  const films = new Map<string, PopularFilm>();
  for (const result of results) {
    const film = readListed(result);
    if (film?.tmdbId != null && !films.has(film.tmdbId)) films.set(film.tmdbId, film);
  }
  const pages = number(total_pages);
  if (pages === null || pages < 0) throw wrong('there is no number of pages');
  return {
    page,
    totalPages: Math.min(Math.trunc(pages), MOST_POPULAR_PAGES),
    items: [...films.values()],
  };
}

/** Null for what is no film to show. */
function readListed(result: unknown): PopularFilm | null {
  const film = object(result);
  const tmdbId = id(film.id);
  const title = line(film.title, LONGEST_TITLE) ?? line(film.original_title, LONGEST_TITLE);
  if (tmdbId === null) throw wrong('a film has no id');
  if (title === null || film.adult === true || film.video === true) return null;
  const releaseDate = date(film.release_date);
  return {
    tmdbId,
    movieId: null,
    title,
    year: yearOf(releaseDate),
    releaseDate,
    posterUrl: poster(film.poster_path),
    overview: text(film.overview, LONGEST_OVERVIEW),
  };
}

/** The details of a film with `credits` and `external_ids`; null for what is none to show, or not there. */
export function readFilm(answer: unknown, tmdbId: string): OutsideFilm | null {
  if (answer === null) return null;
  const film = object(answer);
  const listed = readListed(film);
  if (listed === null) return null;
  if (listed.tmdbId !== tmdbId) throw wrong('it is another film');
  const { overview, posterUrl, releaseDate, title, year } = listed;
  const credits = object(film.credits ?? {});
  const outside = object(film.external_ids ?? {});
  const crew = list(credits.crew).map(object);
  const directors = crew.filter(({ job }) => job === 'Director').map(nameOf);
  const original = line(film.original_title, LONGEST_TITLE);
  return {
    title,
    originalTitle: original === title ? null : original,
    year,
    releaseDate,
    runtimeMinutes: minutes(film.runtime),
    overview,
    posterUrl,
    genres: unique(list(film.genres).map((genre) => genreName(number(object(genre).id)))),
    directors: unique(directors).slice(0, MOST_CREDITS),
    cast: unique(list(credits.cast).map((person) => nameOf(object(person)))).slice(0, MOST_CAST),
    ids: {
      tmdb: tmdbId,
      imdb: known('imdb', film.imdb_id) ?? known('imdb', outside.imdb_id),
      wikidata: known('wikidata', outside.wikidata_id),
    },
  };
}

/** The film among what a "find" answers; null when there is none. */
export function readFound(answer: unknown): string | null {
  if (answer === null) return null;
  const { movie_results } = object(answer);
  if (!Array.isArray(movie_results)) throw wrong('there is no list of films');
  const [first] = movie_results.map(readListed).filter((film) => film !== null);
  return first?.tmdbId ?? null;
}

function wrong(what: string): CallFailure {
  return new CallFailure('answer', `the answer has another shape: ${what}`, { status: 200 });
}

function object(value: unknown): Unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('no object');
  return value as Unknown;
}

function list(value: unknown): unknown[] {
  if (value == null) return [];
  if (!Array.isArray(value)) throw wrong('no list');
  return value;
}

/** Numbers have come as strings. */
function number(value: unknown): number | null {
  const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof read === 'number' && Number.isFinite(read) ? read : null;
}

function id(value: unknown): string | null {
  const read = number(value);
  return read !== null && OUTSIDE_IDS.tmdb.test(String(read)) ? String(read) : null;
}

/** 0 is unknown. */
function minutes(value: unknown): number | null {
  const read = Math.round(number(value) ?? 0);
  return read >= 1 && read <= LONGEST_RUNTIME_MINUTES ? read : null;
}

/** Held to what our own users may write; null when there is nothing to read in it. */
function text(value: unknown, longest: number): string | null {
  if (typeof value !== 'string') return null;
  const whole = value.toWellFormed().replace(CONTROL, '').normalize('NFC').trim();
  const cut = [...whole].slice(0, longest).join('').trim();
  return isVisible(cut) ? cut : null;
}

/** A text of one line. */
function line(value: unknown, longest: number): string | null {
  return text(typeof value === 'string' ? value.replace(BREAKS, ' ') : value, longest);
}

function nameOf(person: Unknown): string | null {
  return line(person.name, LONGEST_NAME);
}

/** `""`, null, absent, and days that do not exist are all unknown. */
function date(value: unknown): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
  const time = new Date(`${value}T00:00:00Z`);
  const year = time.getUTCFullYear();
  const exists = !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
  return exists && year >= FIRST_YEAR && year <= LAST_YEAR ? value : null;
}

function yearOf(releaseDate: string | null): number | null {
  return releaseDate === null ? null : Number(releaseDate.slice(0, 4));
}

function poster(path: unknown): string | null {
  return typeof path === 'string' && /^\/[\w.-]+$/.test(path) ? POSTERS + path : null;
}

function known(source: keyof typeof OUTSIDE_IDS, value: unknown): string | null {
  return typeof value === 'string' && OUTSIDE_IDS[source].test(value) ? value : null;
}

function unique(names: (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))];
}
