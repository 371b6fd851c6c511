import type { MovieId } from '../movies/movie.js';
import type { Page, PageRequest } from '../page.js';
import type { UserId } from '../users/user.js';
import type { FilmClue } from './entry.js';
import type { FilmHistory } from './history.js';
import type {
  Import,
  ImportId,
  ImportRow,
  RowFilm,
  RowToJudge,
  RowToMatch,
  Verdict,
} from './import.js';
import type { RowVerdict } from './judge.js';

export type NewRow = Pick<ImportRow, 'place' | 'file' | 'line' | 'film' | 'wishes' | 'aside'>;
export type ImportChange = Partial<
  Omit<Import, 'id' | 'userId' | 'name' | 'createdAt' | 'updatedAt'>
>;
export type RowChange = Partial<Pick<ImportRow, 'aside'> & RowFilm> & { place: number };

/** What an import did to one film; `created`: it was none of ours before. */
export type Effect = {
  movieId: MovieId;
  before: FilmHistory;
  after: FilmHistory;
  created: boolean;
};

export type OthersEffect = Effect & { importId: ImportId };

/** Keeps what people bring, row by row, with what is found out about it and what it did. */
export type Imports = {
  /** In state `reading`, without files and rows. Null when there is no such user. */
  create(userId: UserId, name: string, now: number): Promise<Import | null>;

  /** Null when the user has none of this id. */
  find(userId: UserId, id: ImportId): Promise<Import | null>;

  /** As `find`, whoever's it is; nobody else changes it until the transaction ends. */
  lock(id: ImportId): Promise<Import | null>;

  /** Newest first, but for those that are being read. */
  byUser(userId: UserId, page: PageRequest): Promise<Page<Import>>;

  /** How many the user has, those that are being read too; and how many of them are neither applied nor undone. */
  count(userId: UserId): Promise<{ all: number; unfinished: number }>;

  /** Those that somebody has to go on with, the oldest first. */
  working(limit: number): Promise<Import[]>;

  /** What is not named stays. */
  change(id: ImportId, change: ImportChange, now: number): Promise<void>;

  /**
   * With rows and effects, in parts, but not what it did. Removing what is not there succeeds and answers false; what is
   * broken off may be done again.
   */
  remove(userId: UserId, id: ImportId): Promise<boolean>;

  /**
   * Removes those that nothing happened to for long: that are being read since `reading`, wait for somebody since
   * `waiting`, or were applied or undone before `done`. Answers how many.
   */
  prune(before: { reading: number; waiting: number; done: number }): Promise<number>;
};

/** The rows of imports. */
export type ImportRows = {
  add(id: ImportId, rows: readonly NewRow[]): Promise<void>;

  find(id: ImportId, place: number): Promise<ImportRow | null>;

  /** In their order, behind `after`. */
  behind(id: ImportId, after: number, limit: number): Promise<RowToMatch[]>;

  /** By film, behind the film `after`, and then in their order: those that are of a film. */
  byFilm(id: ImportId, after: string, limit: number): Promise<RowToJudge[]>;

  /** All rows of one film, in their order; `limit` at most. */
  ofFilm(id: ImportId, key: string, limit: number): Promise<RowToJudge[]>;

  /** Those that name the film in the same words, in their order, `limit` at most; without what is too many of it. */
  alike(id: ImportId, film: FilmClue, limit: number): Promise<ImportRow[]>;

  /** In their order. */
  list(id: ImportId, verdict: Verdict | undefined, page: PageRequest): Promise<Page<ImportRow>>;

  /** What was found for rows; their verdicts are as they were. */
  changeAll(id: ImportId, films: readonly RowChange[]): Promise<void>;

  judgeAll(id: ImportId, verdicts: readonly (RowVerdict | Unjudged)[]): Promise<void>;

  /** Names the movie that a new film of the import has become. */
  nameMovie(id: ImportId, key: string, movieId: MovieId): Promise<void>;
};
export type Unjudged = {
  place: number;
  verdict: Verdict;
  outcome: null;
  aside: ImportRow['aside'];
};

/** What imports did, film by film. */
export type ImportEffects = {
  /** Of a film that the import did something to before, what was before that stays. */
  add(id: ImportId, effects: readonly Effect[]): Promise<void>;

  /** In the order of their movies, behind `after`. */
  behind(id: ImportId, after: MovieId, limit: number): Promise<Effect[]>;

  /** What all other imports of the same user did to these films. */
  ofOthers(id: ImportId, movieIds: readonly MovieId[]): Promise<OthersEffect[]>;

  /** Makes what is taken back of them what they say now. */
  changeBefore(effects: readonly OthersEffect[]): Promise<void>;

  count(id: ImportId): Promise<number>;

  /** Those of movies up to this one were undone. */
  remove(id: ImportId, upTo: MovieId): Promise<void>;
};
