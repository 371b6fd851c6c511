import type { OutsideFacts, PopularFilms } from './catalogue/outside.js';
import type { CatalogueStore } from './catalogue/ports.js';
import type { Favourites } from './favourites/ports.js';
import type { Movies } from './movies/ports.js';
import type { Ratings, Recount } from './ratings/ports.js';
import type { Scores } from './scores/ports.js';
import type { Tokens, Users } from './users/ports.js';

/** Milliseconds since 1970. */
export type Clock = () => number;

/** All that is kept, behind one door. */
export type Store = {
  catalogue: CatalogueStore;
  favourites: Favourites;
  movies: Movies;
  outsideFacts: OutsideFacts;
  popular: PopularFilms;
  ratings: Ratings;
  receipts: Receipts;
  recount: Recount;
  scores: Scores;
  tokens: Tokens;
  users: Users;

  /** Everything done through the store handed to `work` happens together or not at all. */
  atomically<T>(work: (store: Store) => Promise<T>): Promise<T>;

  /** Succeeds when the database answers. */
  check(): Promise<void>;

  /** A secret of this database, the same for every process on it; made with it. */
  secret(): Promise<string>;

  /** Writes a consistent copy while others read and write. */
  backup(file: string): Promise<void>;

  close(): Promise<void>;
};

/** The answer to a POST that carried an `Idempotency-Key`, unreadable without that key. */
export type Receipt = { fingerprint: string; answer: string };
export type ReceiptKey = { scope: string; key: string };

export const RECEIPTS_KEPT_MS = 24 * 60 * 60_000;

/** Keeps the answers of POSTs for a day, so that a repeated one is done once. */
export type Receipts = {
  find(key: ReceiptKey, since: number): Promise<Receipt | null>;

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
