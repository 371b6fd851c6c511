import type { Catalogue, CatalogueFilm, OutsideIds } from '../../server/src/catalogue/film.js';
import { compare, type Draft } from './draft.js';
import type { Roster } from './roster.js';

/** An id that two films claimed, and the film that lost it. */
export type LostClaim = { source: keyof OutsideIds; id: string; title: string };

/** Orders films and people, gives people their indexes and every id to one film only. */
export function assemble(drafts: readonly Draft[], roster: Roster) {
  const ordered = [...drafts].sort(
    (a, b) =>
      b.renown - a.renown ||
      compare(a.title, b.title) ||
      compare(a.year ?? 0, b.year ?? 0) ||
      compare(stableId(a), stableId(b)),
  );
  const keys = orderPeople(ordered, roster);
  const index = new Map(keys.map((key, at) => [key, at]));
  const { lost, claim } = claims();
  const films: CatalogueFilm[] = ordered.map((draft) => ({
    title: draft.title,
    year: draft.year,
    releaseDate: draft.releaseDate,
    genres: draft.genres,
    directors: draft.directors.map((key) => index.get(key)!),
    cast: draft.cast.map((key) => index.get(key)!),
    ids: claim(draft),
    renown: draft.renown,
  }));
  const catalogue: Catalogue = { people: keys.map((key) => roster.nameOf(key)), films };
  return { catalogue, lost };
}

/** Those with most credits first: their indexes are the shortest. */
function orderPeople(drafts: readonly Draft[], roster: Roster): string[] {
  const credits = new Map<string, number>();
  for (const key of drafts.flatMap(({ directors, cast }) => [...directors, ...cast])) {
    credits.set(key, (credits.get(key) ?? 0) + 1);
  }
  return [...credits.keys()].sort(
    (a, b) =>
      credits.get(b)! - credits.get(a)! ||
      compare(roster.nameOf(a), roster.nameOf(b)) ||
      compare(a, b),
  );
}

/** First come, first served: the better known film keeps the id. */
function claims() {
  const taken = new Set<string>();
  const lost: LostClaim[] = [];
  const claim = ({ title, ids }: Draft): OutsideIds => {
    const kept = { ...ids };
    for (const source of Object.keys(ids) as (keyof OutsideIds)[]) {
      const id = ids[source];
      if (id === null) continue;
      if (taken.has(`${source} ${id}`)) {
        lost.push({ source, id, title });
        kept[source] = null;
      }
      taken.add(`${source} ${id}`);
    }
    return kept;
  };
  return { lost, claim };
}

function stableId({ ids }: Draft): string {
  return ids.wikidata ?? ids.wikipedia ?? '';
}
