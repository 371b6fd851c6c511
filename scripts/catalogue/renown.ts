import { MOST_RENOWN } from '../../server/src/catalogue/film.js';
import type { WikidataWork } from './sources.js';

type Known = { year: number | null; releaseDate: string | null; onTmdb: boolean; later: number };

/**
 * How well known a film of Wikidata is, 0 to 1000: the more has been written down about it, and the
 * earlier, the better. `later` counts later films whose titles begin with this one's (sequels).
 */
export function renownOfWork(work: WikidataWork, { year, releaseDate, onTmdb, later }: Known) {
  // Items were numbered as people missed them; beyond three million the number says nothing.
  const number = Number(work.wikidata_id.slice(1));
  const early = Math.log(3e6 / Math.min(3e6, Math.max(2e5, number)));
  return whole(
    BASE_OF_WORKS +
      42 * early +
      105 * Number(work.metacritic_id !== undefined) +
      95 * Number(work.series !== undefined) +
      85 * Number(releaseDate !== null) +
      65 * Math.log1p(work.genre?.length ?? 0) +
      57 * Number(onTmdb) +
      57 * Number(work.country_of_origin === 'Q30') +
      60 * Math.log1p(Math.min(later, 8)) +
      30 * Math.log1p(work.cast_member?.length ?? 0) +
      30 * Number(work.based_on !== undefined) -
      AGE_PER_YEAR * Math.max(0, 1990 - (year ?? 1990)) -
      YOUTH_PER_YEAR * Math.max(0, (year ?? 2000) - 2000),
  );
}

/**
 * How well known a film is that only a list has: low, unless it is young and its cast is known.
 * `fame` is the number of films of Wikidata that its cast was in.
 */
export function renownOfListed({ year, fame }: { year: number; fame: number }): number {
  const young = Math.min(4, Math.max(0, year - 2014)) / 4;
  return whole(20 + (12 + 55 * young) * Math.log1p(fame));
}

const BASE_OF_WORKS = 60;
const AGE_PER_YEAR = 2.3;
const YOUTH_PER_YEAR = 9;

function whole(renown: number): number {
  return Math.round(Math.min(MOST_RENOWN, Math.max(0, renown)));
}
