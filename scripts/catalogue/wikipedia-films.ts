import { cleanNames, cleanTitle, withoutBracket } from './clean.js';
import { type Listed, titleKey } from './draft.js';
import { genresFromWikipedia } from './genres.js';
import type { Row, WikipediaFilm, WikipediaFilm2016 } from './sources.js';

const MOST_CAST = 6;

/** Hardcore films that the lists call erotic like any other. */
const PORNOGRAPHIC = new Set([
  'Blue Movie (1969)',
  'Boys in the Sand (1971)',
  'Behind the Green Door (1972)',
  'Deep Throat (1972)',
  'The Devil in Miss Jones (1973)',
  'The Private Afternoons of Pamela Mann (1974)',
  'Score (1974)',
  'Naked Came the Stranger (1975)',
  'The Opening of Misty Beethoven (1976)',
  'The Tale of Tiffany Lust (1979)',
]);

/** The American films that Wikidata's part lacks, without pornography. */
export function extraFilms(rows: readonly Row[]) {
  const films: Listed[] = [];
  const leftOut = { pornographic: 0, untitled: 0 };
  for (const row of rows) {
    const page = pageOf(row.enwiki_title);
    const title = cleanTitle(row.title, page && withoutBracket(page));
    if (title === null) leftOut.untitled++;
    else if (PORNOGRAPHIC.has(`${title} (${row.year})`)) leftOut.pornographic++;
    else {
      films.push({
        title,
        year: Number(row.year),
        genres: genresFromWikipedia(split(row.genres)),
        directors: cleanNames(split(row.directors)),
        cast: cleanNames(split(row.cast)).slice(0, MOST_CAST),
        page,
      });
    }
  }
  return { films, leftOut };
}

/** The whole lists, for what they know of films that Wikidata has too. */
export function listedFilms(films: readonly WikipediaFilm[]): Listed[] {
  return films.map((film) => ({
    title: cleanTitle(film.title) ?? '',
    year: film.year,
    genres: genresFromWikipedia(film.genres),
    directors: [],
    cast: cleanNames(film.cast).slice(0, MOST_CAST),
    page: pageOf(film.href),
  }));
}

/** Directors by title key and year, where the edition of 2016 has one film of that name and year. */
export function listedDirectors(films: readonly WikipediaFilm2016[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { title, year, director } of films) {
    const key = `${titleKey(title)} ${year}`;
    const names = cleanNames((director ?? '').split(/, | and | & /));
    found.set(key, found.has(key) ? [] : names);
  }
  return found;
}

/** A page of its own, in the words of its title; a section of another page is none. */
function pageOf(href: string | null | undefined): string | null {
  if (!href || href.includes('#')) return null;
  return decodeURIComponent(href.replace(/%(?![\dA-F]{2})/gi, '%25'))
    .replace(/^\/wiki\//, '')
    .replaceAll('_', ' ');
}

function split(list = ''): string[] {
  return list.split('|').filter((item) => item !== '');
}
