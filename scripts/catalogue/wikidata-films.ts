import { cleanText, cleanTitle, withoutBracket } from './clean.js';
import type { Draft } from './draft.js';
import { genresFromWikidata, isPornographic } from './genres.js';
import type { Roster } from './roster.js';
import type { Row, Sources, WikidataWork } from './sources.js';

const MOST_CAST = 6;
const MOST_NAME = 80;

/** Series that call themselves films and have no bracket that would give them away. */
const SERIES = new Set([
  'Lie to Me',
  'Barney & Friends',
  '21 Jump Street',
  'Jack Irish',
  'Hello Ladies',
]);

/** From this year on the dump knew only plans: names and dates have moved since. */
const PLANNED_FROM = 2018;

export type WorkDraft = Draft & { work: WikidataWork };

/** The films of Wikidata, without pornography and series. Enters their people into the roster. */
export function wikidataFilms(sources: Sources, roster: Roster) {
  const works = new Map(sources.works.map((work) => [work.wikidata_id, work]));
  const names = personNames(sources.people);
  const toGenres = genresFromWikidata(sources.genreMap);
  const labels2025 = new Map(sources.tmdbLinks.map((row) => [row.wikidata_id!, row.label!]));
  const films: WorkDraft[] = [];
  const leftOut = { pornographic: 0, series: 0, untitled: 0 };

  for (const row of sources.compact) {
    const work = works.get(row.wikidata_id!)!;
    const year = row.year ? Number(row.year) : yearInBracket(work.enwiki_title);
    const title = titleOf(work, year, labels2025.get(work.wikidata_id));
    if (isPornographic(work.genre ?? [])) leftOut.pornographic++;
    else if (year === null && isSeries(work.enwiki_title)) leftOut.series++;
    else if (title === null) leftOut.untitled++;
    else {
      const named = (ids: readonly string[] = []) =>
        [...new Set(ids)].filter((id) => names.has(id));
      const directors = named(work.director);
      const cast = named(work.cast_member).slice(0, MOST_CAST);
      for (const id of new Set([...directors, ...named(work.cast_member)])) {
        roster.add(id, names.get(id)!, year);
      }
      films.push({
        title,
        year,
        releaseDate: row.release_date || null,
        genres: toGenres(work.genre ?? []),
        directors,
        cast,
        ids: {
          imdb: row.imdb_id || null,
          tmdb: row.tmdb_id || null,
          wikidata: work.wikidata_id,
          wikipedia: null,
        },
        renown: 0,
        page: work.enwiki_title,
        work,
      });
    }
  }
  return { films, leftOut };
}

function personNames(rows: readonly Row[]): Map<string, string> {
  const names = rows.map((row) => [row.wikidata_id!, personName(row.name!)] as const);
  return new Map(names.filter(([, name]) => name !== '' && name.length <= MOST_NAME));
}

function personName(label: string): string {
  if (/^list of /.test(label)) return '';
  return cleanText(label.replaceAll('|', '').replace(/ (?:\([^()]*\)|:\()$/, ''));
}

/** The page's title is kept more carefully than the label, which many have played with. */
function titleOf(work: WikidataWork, year: number | null, label2025 = ''): string | null {
  const planned =
    year !== null && year >= PLANNED_FROM && /^[\p{Script=Latin}\P{L}]+$/u.test(label2025);
  const bare = work.enwiki_title.replace(/ \([^()]*\)$/, '');
  const page = bare === work.label ? bare : withoutBracket(work.enwiki_title);
  const otherPage = /\((?:[^()]* )?(?:album|play|franchise|novel)\)$/.test(work.enwiki_title);
  return cleanTitle(planned ? label2025 : '', otherPage ? work.label : page, work.label, page);
}

function isSeries(page: string): boolean {
  return /\((?:\d{4} )?TV (?:series|serial)\)$/.test(page) || SERIES.has(page);
}

function yearInBracket(page: string): number | null {
  const year = /\((\d{4}) (?:film|miniseries|TV series)\)$/.exec(page)?.[1];
  return year === undefined ? null : Number(year);
}
