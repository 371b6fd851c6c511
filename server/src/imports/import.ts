import type { Brand } from '../brand.js';
import type { MovieId } from '../movies/movie.js';
import type { UserId } from '../users/user.js';
import type { Aside, FilmClue, UploadFile, Wish } from './entry.js';
import type { Scale } from './scale.js';

export type ImportId = Brand<number, 'ImportId'>;

/**
 * How far an import is. One that is `reading` is not whole, on its way in or out, and nobody's to see. While it is
 * `matching`, `judging`, `applying` or `undoing` somebody is at work; `asking` waits for the scales of files, `ready` for
 * the word to apply it.
 */
export const IMPORT_STATES = [
  'reading',
  'matching',
  'asking',
  'judging',
  'ready',
  'applying',
  'applied',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** In these states the work goes on by itself. */
export const WORKING = ['matching', 'judging', 'applying', 'undoing'] as const;

/** A verdict as it is shown: what applying a row does, or would do. Every row has exactly one. */
export const VERDICTS = ['new', 'same', 'changed', 'conflict', 'unmatched', 'aside'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What became of a row: something was written, what there was stayed against it, or nothing was to be done. */
export const OUTCOMES = ['taken', 'kept', 'left'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What is done where both say something, and not the same. */
export const CONFLICT_POLICIES = ['mine', 'theirs', 'newest'] as const;
export type ConflictPolicy = (typeof CONFLICT_POLICIES)[number];

/** `scales` it may be on, the one it is on; null while it is not known, or nothing in it has a score. */
export type ImportFile = UploadFile & { rows: number; scales: Scale[]; scale: Scale | null };

export type Counts<Name extends string> = Record<Name, number>;

export type Import = {
  id: ImportId;
  userId: UserId;
  /** Of the file. */
  name: string;
  state: ImportState;
  files: ImportFile[];
  conflicts: ConflictPolicy | null;
  rows: number;
  /** How many of `total` are done with what it is at. */
  done: number;
  total: number;
  verdicts: Counts<Verdict>;
  outcomes: Counts<Outcome>;
  /** Films that something of was changed since, so that undoing left them as they are. */
  kept: number;
  /** Where the work goes on, behind a row or a film. */
  cursor: string;
  createdAt: number;
  updatedAt: number;
};

/** What was found for a row, and by whom: `chosen` by the person. */
export type RowFilm = {
  /** Told apart by this from the other films of the import; empty for none. */
  key: string;
  movieId: MovieId | null;
  confidence: number | null;
  candidates: { movieId: MovieId; confidence: number }[];
  chosen: boolean;
};

export type ImportRow = RowFilm & {
  /** From 1, in the order read. */
  place: number;
  /** Place in `files`. */
  file: number;
  line: number;
  film: FilmClue;
  wishes: Wish[];
  aside: Aside | SetAside | null;
  verdict: Verdict | null;
  outcome: Outcome | null;
};

/** What of a row is looked at to find its film, and then to judge it: of thousands, the rest would cost as much. */
export type RowToMatch = Pick<ImportRow, 'place' | 'film' | 'aside' | 'verdict'>;
export type RowToJudge = Pick<
  ImportRow,
  'place' | 'file' | 'wishes' | 'key' | 'movieId' | 'verdict'
>;

/** Why a row that could be read is set aside. */
export const SET_ASIDE = ['skipped', 'told-again', 'too-many'] as const;
export type SetAside = { why: (typeof SET_ASIDE)[number]; detail: string | null };

export const NO_VERDICTS: Counts<Verdict> = {
  new: 0,
  same: 0,
  changed: 0,
  conflict: 0,
  unmatched: 0,
  aside: 0,
};
export const NO_OUTCOMES: Counts<Outcome> = { taken: 0, kept: 0, left: 0 };

/** The counts with some moved from one name to another; null is none. */
export function recounted<Name extends string>(
  counts: Counts<Name>,
  moves: readonly (readonly [from: Name | null, to: Name | null])[],
): Counts<Name> {
  const after = { ...counts };
  for (const [from, to] of moves) {
    if (from !== null) after[from] -= 1;
    if (to !== null) after[to] += 1;
  }
  return after;
}

/** Files with scores whose scale is to be said. */
export function openQuestions(files: readonly ImportFile[]): ImportFile[] {
  return files.filter(({ scale, scales }) => scale === null && scales.length > 1);
}
