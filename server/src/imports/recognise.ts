import type { Part, Service } from './entry.js';
import { CRITICKER } from './formats/criticker.js';
import { HALFSTAR, HALFSTAR_TABLE } from './formats/halfstar.js';
import { IMDB } from './formats/imdb.js';
import { LETTERBOXD, LETTERBOXD_IMPORT } from './formats/letterboxd.js';
import { MOVARY } from './formats/movary.js';
import { MOVIELENS, MOVIELENS_MINE, MOVIELENS_OLD } from './formats/movielens.js';
import { NEODB } from './formats/neodb.js';
import { NETFLIX } from './formats/netflix.js';
import { RYOT } from './formats/ryot.js';
import { SIMKL } from './formats/simkl.js';
import { TMDB } from './formats/tmdb.js';
import { TRAKT } from './formats/trakt.js';
import { YAMTRACK } from './formats/yamtrack.js';
import type { ItemFormat, ItemStart } from './items.js';
import type { Start, TableFormat } from './table.js';

/** The closer a format looks, the earlier it is asked. */
const TABLES: readonly TableFormat[] = [
  HALFSTAR_TABLE,
  LETTERBOXD,
  IMDB,
  TMDB,
  CRITICKER,
  YAMTRACK,
  NEODB,
  MOVARY,
  MOVIELENS,
  MOVIELENS_MINE,
  NETFLIX,
  LETTERBOXD_IMPORT,
  MOVIELENS_OLD,
];
const ITEMS: readonly ItemFormat[] = [HALFSTAR, SIMKL, RYOT, TRAKT];

/** Files are read in this order: who films are first, then the fuller tellings before the shorter. */
const ORDER: readonly Part[] = [
  'films',
  'everything',
  'diary',
  'reviews',
  'ratings',
  'watched',
  'favourites',
  'watchlist',
  'list',
  'other',
];

/** What services write, for who sent something else. */
export const KNOWN_EXPORTS =
  'an export of Letterboxd, IMDb, Trakt, TMDB, MovieLens, Criticker, Movary, Yamtrack, Simkl, Ryot, NeoDB, Netflix or Halfstar: a zip, CSV or JSON';

export type KnownTable = { format: TableFormat; parts: [Part, ...Part[]] };
export type KnownItems = { format: ItemFormat; parts: [Part, ...Part[]] };

export function recogniseTable(start: Start): KnownTable | null {
  return recognise(TABLES, (format) => format.partsOf(start));
}

export function recogniseItems(start: ItemStart): KnownItems | null {
  return recognise(ITEMS, (format) => format.partsOf(start));
}

/** In order of reading; files of one kind stay as they were. */
export function inOrder<T extends { known: { service: Service; part: Part } | null }>(
  files: readonly T[],
): T[] {
  const placeOf = ({ known }: T) => (known === null ? ORDER.length : ORDER.indexOf(known.part));
  return [...files].sort((a, b) => placeOf(a) - placeOf(b));
}

function recognise<Format>(
  formats: readonly Format[],
  partsOf: (format: Format) => Part[],
): { format: Format; parts: [Part, ...Part[]] } | null {
  for (const format of formats) {
    const [first, ...others] = partsOf(format);
    if (first !== undefined) return { format, parts: [first, ...others] };
  }
  return null;
}
