import type { Kept, OutsideFacts, PopularFilms } from './catalogue/outside.js';
import type { CatalogueStore } from './catalogue/ports.js';
import type { Raters } from './datasets/ports.js';
import type { Favourites } from './favourites/ports.js';
import type { Histories } from './imports/history.js';
import type { ImportEffects, ImportRows, Imports } from './imports/import-ports.js';
import type { KnownFilms } from './imports/known-films.js';
import type { Movies } from './movies/ports.js';
import type { Companions } from './predictions/companions.js';
import type { Outcomes } from './predictions/outcomes.js';
import type { Alike, PredictionModels, Tastes } from './predictions/ports.js';
import type { SetAside } from './predictions/set-aside.js';
import type { Problem } from './problem.js';
import type { Feed, RatingStatistics, Ratings, Recount } from './ratings/ports.js';
import type { ChartLists } from './scores/chart-list.js';
import type { Flags } from './scores/flags.js';
import type { Scores } from './scores/ports.js';
import type { Audit } from './users/audit.js';
import type { Tokens, Users } from './users/ports.js';
import type { Viewings } from './viewings/ports.js';
import type { Watchlist } from './watchlist/ports.js';

/** Milliseconds since 1970. */
export type Clock = () => number;

/** All that is kept, behind one door. */
export type Store = {
  alike: Alike;
  audit: Audit;
  catalogue: CatalogueStore;
  charts: ChartLists;
  companions: Companions;
  favourites: Favourites;
  feed: Feed;
  flags: Flags;
  knownFilms: KnownFilms;
  histories: Histories;
  importEffects: ImportEffects;
  importRows: ImportRows;
  imports: Imports;
  leases: Leases;
  movies: Movies;
  outcomes: Outcomes;
  outsideFacts: OutsideFacts;
  popular: PopularFilms;
  predictionModels: PredictionModels;
  raters: Raters;
  ratings: Ratings;
  receipts: Receipts;
  recount: Recount;
  scores: Scores;
  setAside: SetAside;
  statistics: RatingStatistics;
  tastes: Tastes;
  tokens: Tokens;
  users: Users;
  viewings: Viewings;
  watchlist: Watchlist;

  /** Everything done through the store handed to `work` happens together or not at all. */
  atomically<T>(work: (store: Store) => Promise<T>): Promise<T>;

  /** Succeeds when the database answers, and is one of ours. */
  check(): Promise<void>;

  /** A secret of this database, the same for every process on it; made with it. */
  secret(): Promise<string>;

  /** Once much was written together: readies it for reading, as a database does by itself, but some minutes later. */
  tidy(): Promise<void>;

  /** How busy the connections are; absent or null where there is no pool of them. */
  poolStats?: () => PoolStats | null;

  close(): Promise<void>;
};

/** Lets one process at a time do what only one should. */
export type Leases = {
  /**
   * Whether `holder` has `name` for so long from now. Another has it until its time is over or it is let go; taking
   * one's own again prolongs it once half of the time is over.
   */
  take(name: string, holder: string, now: number, forMs: number): Promise<boolean>;

  release(name: string, holder: string): Promise<void>;
};
/** `size` counts all connections, `idle` those without work, `waiting` who waits for one. */
export type PoolStats = { size: number; idle: number; waiting: number };

/** The answer to a POST that carried an `Idempotency-Key`, unreadable without that key. */
export type Receipt = { fingerprint: string; answer: string };
export type ReceiptKey = { scope: string; key: string };

export const RECEIPTS_KEPT_MS = 24 * 60 * 60_000;

/** Keeps the answers of POSTs for a day, so that a repeated one is done once. */
export type Receipts = {
  find(key: ReceiptKey, since: number): Promise<Receipt | null>;

  /**
   * In a transaction, before what is to be done once: true when there is none since then. Whoever claims the same key
   * meanwhile waits for the end of the transaction.
   */
  claim(key: ReceiptKey, since: number, now: number): Promise<boolean>;

  /** Replaces an older one of the same key. */
  add(key: ReceiptKey, receipt: Receipt, now: number): Promise<void>;

  /** Removes all from before; answers how many. */
  prune(before: number): Promise<number>;
};

/** Makes text unreadable but to who has the secret. */
export type Sealer = {
  seal(text: string, secret: string): string;

  /** Null when the secret is another or the text was changed. */
  open(sealed: string, secret: string): string | null;

  /** A short, one-way name for a text. */
  fingerprint(text: string): string;

  /** Proves that who has the secret wrote the text. */
  sign(text: string, secret: string): string;
};

/** What becomes of a call to an outside catalogue, its retries taken together. */
export type OutsideOutcome = 'ok' | 'timeout' | 'unavailable' | 'bad-answer' | 'broken';

/** What is done beside requests. */
export const JOBS = ['scores', 'estimation', 'prune', 'judging', 'training', 'imports'] as const;
export type Job = (typeof JOBS)[number];

/** What is counted for who runs the service. It holds nothing of a request or a person but what is named here. */
export type Metrics = {
  /** `route` is the pattern that was registered, null for what fits none; `method` null for what is none. */
  requestAnswered(answered: {
    method: string | null;
    route: string | null;
    status: number;
    seconds: number;
  }): void;

  /** A request was refused, or answered with 500 since something broke. */
  requestRefused(kind: Problem['kind'] | 'internal'): void;

  /** A request was refused since there are too many. */
  overloaded(by: 'event-loop' | 'queue' | 'heap' | 'memory'): void;

  /** An answer kept from before stood in while the database was away. */
  staleAnswered(): void;

  ratingsWritten(written: { put: number; removed: number }): void;

  /** Where an answer made of outside data came from. */
  outsideAnswered(from: Kept<unknown>['from']): void;

  outsideCalled(outcome: OutsideOutcome): void;

  /** All scores that were owed when it began, which was `seconds` before `at`, are published. */
  scoresPublished(run: { seconds: number; at: number }): void;

  jobFailed(job: Job): void;
};
