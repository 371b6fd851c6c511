import type { MovieId } from '../movies/movie.js';

/** Where histories come from. `halfstar` is our own export. */
export const SERVICES = [
  'letterboxd',
  'imdb',
  'trakt',
  'tmdb',
  'movielens',
  'criticker',
  'movary',
  'yamtrack',
  'simkl',
  'ryot',
  'neodb',
  'netflix',
  'halfstar',
] as const;
export type Service = (typeof SERVICES)[number];

/** What a file is about. `other`: of the service, but nothing that we keep. */
export const PARTS = [
  'ratings',
  'diary',
  'reviews',
  'watched',
  'watchlist',
  'favourites',
  'list',
  'everything',
  'films',
  'other',
] as const;
export type Part = (typeof PARTS)[number];

/** What a file tells of a film. `releaseDate` is `YYYY-MM-DD`, and null where only the year is told. */
export type FilmClue = {
  /** Empty where the file has ids alone. */
  title: string;
  originalTitle: string | null;
  year: number | null;
  releaseDate: string | null;
  directors: string[];
  genres: string[];
  runtimeMinutes: number | null;
  ids: { imdb: string | null; tmdb: string | null; wikidata: string | null };
  /** What our own export calls it. Another Halfstar may call another film so. */
  ours?: MovieId;
};

/** The year that a film is told to be of; null for none. */
export function yearOf({
  year,
  releaseDate,
}: Pick<FilmClue, 'year' | 'releaseDate'>): number | null {
  return year ?? (releaseDate === null ? null : Number(releaseDate.slice(0, 4)) || null);
}

/**
 * What somebody says of a film. `score` is on the scale of the file. Times are milliseconds, days `YYYY-MM-DD`.
 * `entry` is what the service calls the viewing: rows of one entry, in whichever file, are one viewing. Where it is
 * null, two rows of one day are two viewings. `atViewing`: the rating was given at a viewing, and may no longer be held.
 */
export type Wish =
  | { kind: 'rating'; score: number; ratedAt: number | null; note: string | null; atViewing?: true }
  | {
      kind: 'viewing';
      watchedOn: string | null;
      score: number | null;
      rewatch: boolean;
      tags: string[];
      review: string | null;
      loggedAt: number | null;
      entry: string | null;
    }
  | { kind: 'watchlist'; addedAt: number | null }
  | { kind: 'favourite'; addedAt: number | null };

/** Why nothing is done about a row. */
export const ASIDE_REASONS = [
  'tv',
  'episode',
  'game',
  'not-a-film',
  'list',
  'collection',
  'deleted',
  'not-mine',
  'no-title',
  'nothing-said',
  'told-elsewhere',
  'malformed',
] as const;
export type AsideReason = (typeof ASIDE_REASONS)[number];
export type Aside = { why: AsideReason; detail: string | null };

/**
 * One row of one file: a film and what is said of it, or why it is set aside; never both, never neither. `line` is the
 * line a record begins at, or the number of an item in JSON; from 1.
 */
export type Row = {
  file: string;
  line: number;
  film: FilmClue;
  wishes: Wish[];
  aside: Aside | null;
};

/** A file of an upload. Null: nothing that we know, and none of its rows are read. */
export type UploadFile = { name: string; known: { service: Service; part: Part } | null };

/**
 * What an upload was recognised as. Files are in the order they are read in: the fuller tellings of one history come
 * first, the diary before what was merely seen.
 */
export type Upload = {
  files: UploadFile[];
  /**
   * In pieces as they are read. Can be gone through once. Fails with a refusal at what cannot be read, also after rows
   * that could.
   */
  rows: AsyncIterable<Row[]>;
};
