import type { Catalogue } from '../../server/src/catalogue/film.js';
import { assemble, type LostClaim } from './assemble.js';
import type { Draft, Listed } from './draft.js';
import { type Filled, fillGaps } from './fill-gaps.js';
import { renownOfListed, renownOfWork } from './renown.js';
import { Roster } from './roster.js';
import { SeenFilms } from './same-film.js';
import { laterFilms } from './sequels.js';
import type { Sources } from './sources.js';
import { type WorkDraft, wikidataFilms } from './wikidata-films.js';
import { extraFilms } from './wikipedia-films.js';

export type Report = {
  fromWikidata: number;
  fromWikipedia: number;
  leftOut: Record<string, number>;
  filled: Filled;
  /** Extras that were there already: their title and the one it was found under. */
  repeated: string[];
  lost: LostClaim[];
};

export function buildCatalogue(sources: Sources): { catalogue: Catalogue; report: Report } {
  const roster = new Roster();
  const wikidata = wikidataFilms(sources, roster);
  const extras = extraFilms(sources.extra);
  const filled = fillGaps(wikidata.films, sources, roster);
  const { fresh, repeated } = withoutRepeats(wikidata.films, extras.films, roster);
  const listed = toDrafts(fresh, roster);

  const all = [...wikidata.films, ...listed];
  const later = laterFilms(all);
  const onTmdb = new Set(sources.tmdbLinks.map((row) => row.wikidata_id));
  const drafts = all.map(
    (draft, at): Draft => ({
      ...draft,
      renown: isWork(draft)
        ? renownOfWork(draft.work, {
            year: draft.year,
            releaseDate: draft.releaseDate,
            onTmdb: onTmdb.has(draft.work.wikidata_id),
            later: later[at]!,
          })
        : renownOfListed({ year: draft.year!, fame: fameOf(draft, roster) }),
    }),
  );
  const { catalogue, lost } = assemble(drafts, roster);
  const report: Report = {
    fromWikidata: wikidata.films.length,
    fromWikipedia: listed.length,
    leftOut: {
      'pornographic (Wikidata)': wikidata.leftOut.pornographic,
      'pornographic (Wikipedia)': extras.leftOut.pornographic,
      series: wikidata.leftOut.series,
      untitled: wikidata.leftOut.untitled + extras.leftOut.untitled,
      repeated: repeated.length,
    },
    filled,
    repeated,
    lost,
  };
  return { catalogue, report };
}

function withoutRepeats(works: readonly WorkDraft[], extras: readonly Listed[], roster: Roster) {
  const seen = new SeenFilms();
  for (const film of works) {
    const keys = [...film.directors, ...film.cast];
    seen.add({ ...film, people: new Set(keys.map((key) => roster.nameOf(key))), listed: false });
  }
  const fresh: Listed[] = [];
  const repeated: string[] = [];
  // The richer of two entries comes first and stays.
  const richest = [...extras].sort((a, b) => richness(b) - richness(a));
  for (const film of richest) {
    const entry = { ...film, people: new Set([...film.directors, ...film.cast]), listed: true };
    const same = seen.find(entry);
    if (same === undefined) {
      seen.add(entry);
      fresh.push(film);
    } else repeated.push(`${film.title} (${film.year}) = ${same.title} (${same.year})`);
  }
  return { fresh, repeated };
}

function richness({ directors, cast, genres, page }: Listed): number {
  return 2 * directors.length + cast.length + genres.length / 10 + Number(page !== null) / 20;
}

function toDrafts(films: readonly Listed[], roster: Roster): Draft[] {
  const timesUsed = new Map<string | null, number>();
  for (const { page } of films) timesUsed.set(page, (timesUsed.get(page) ?? 0) + 1);
  return films.map((film) => {
    const ownPage = film.page !== null && timesUsed.get(film.page) === 1;
    // No page is called so: a title there cannot have a bar.
    const key = ownPage ? film.page : `${film.title.replaceAll('|', ' ')}|${film.year}`;
    const resolve = (names: readonly string[]) =>
      names.map((name) => roster.resolve(name, film.year));
    return {
      title: film.title,
      year: film.year,
      releaseDate: null,
      genres: film.genres,
      directors: resolve(film.directors),
      cast: resolve(film.cast),
      ids: { imdb: null, tmdb: null, wikidata: null, wikipedia: key },
      renown: 0,
      page: film.page,
    };
  });
}

function fameOf({ cast }: Draft, roster: Roster): number {
  return cast.reduce((films, key) => films + roster.filmsOf(key), 0);
}

function isWork(draft: Draft | WorkDraft): draft is WorkDraft {
  return 'work' in draft;
}
