import { type Listed, titleKey } from './draft.js';
import type { Roster } from './roster.js';
import type { Sources } from './sources.js';
import type { WorkDraft } from './wikidata-films.js';
import { listedDirectors, listedFilms } from './wikipedia-films.js';

/** From this year on the dump of 2018 knew only plans. */
const PLANNED_FROM = 2018;

/** How many films were given what they lacked. */
export type Filled = { years: number; directors: number; cast: number; animation: number };

/** Gives films of Wikidata what only Wikipedia's lists know, and mends their years by them. */
export function fillGaps(films: WorkDraft[], sources: Sources, roster: Roster): Filled {
  const pages = new Map<string | null, Listed>();
  for (const film of listedFilms(sources.listed)) {
    // The first listing of a page is the film, the later ones are releases of it.
    if (!pages.has(film.page)) pages.set(film.page, film);
  }
  const directors = listedDirectors(sources.listed2016);
  const filled: Filled = { years: 0, directors: 0, cast: 0, animation: 0 };
  for (const film of films) {
    const listed = pages.get(film.page);
    filled.years += Number(listed !== undefined && mendYear(film, listed));
    const { year } = film;
    if (year === null) continue;
    const resolve = (names: readonly string[]) => names.map((name) => roster.resolve(name, year));
    if (film.directors.length === 0) {
      film.directors = resolve(directors.get(`${titleKey(film.title)} ${year}`) ?? []);
      filled.directors += Number(film.directors.length > 0);
    }
    // A page that moved on to a film of the same name would bring the wrong cast.
    if (listed === undefined || Math.abs(listed.year - year) > 2) continue;
    if (film.cast.length === 0) {
      film.cast = resolve(listed.cast);
      filled.cast += Number(film.cast.length > 0);
    }
    if (film.genres.length === 0) film.genres = listed.genres;
    else if (listed.genres.includes('Animation') && !film.genres.includes('Animation')) {
      film.genres.push('Animation');
      filled.animation++;
    }
  }
  return filled;
}

/** A list may have a later release than Wikidata, but hardly one long before the first. */
function mendYear(film: WorkDraft, listed: Listed): boolean {
  const { year } = film;
  const mends =
    year === null ||
    listed.year < year - 2 ||
    (year >= PLANNED_FROM && listed.year >= PLANNED_FROM && listed.year !== year);
  if (mends) {
    film.year = listed.year;
    film.releaseDate = null;
  }
  return mends;
}
