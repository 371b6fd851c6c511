import type { RawBuilder, SqlBool } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import type { Schema } from './schema.js';

export type Row = readonly (string | number | null)[];

/** What is written: the value of a column, and the clause to take it from, beside other tables. */
export type Given = {
  (column: string): RawBuilder<unknown>;
  from(...tables: string[]): RawBuilder<unknown>;
};

/** Many rows at once. */
export type Bulk = {
  /** Rows as a table to select from, with columns typed as those of `table`. */
  recordset(table: string, columns: readonly string[], rows: readonly Row[]): RawBuilder<unknown>;

  /**
   * In a transaction, writes rows by a statement that `build` makes of what is given: of all at once or of each by itself,
   * whichever is quicker. No two of the rows are written to one place.
   */
  write(
    db: Db,
    table: string,
    columns: readonly string[],
    rows: readonly Row[],
    build: (given: Given) => RawBuilder<unknown>,
  ): Promise<void>;

  /**
   * Whether a column has one of these ids, given as one JSON text: the statement is the same for however many. For a
   * column by which an index finds the rows.
   */
  isAmong(column: string, ids: string): RawBuilder<SqlBool>;

  /** The same ids to be `in`, where rows are found by something else, or ids are very many. */
  idsOf<Id extends number = MovieId>(ids: string): RawBuilder<Id>;

  /** As `isAmong`, of texts. */
  isAmongTexts(column: string, texts: string): RawBuilder<SqlBool>;

  /** Of grouped rows, their values as one JSON text: an array of arrays, none being `[]`. */
  listOf(values: RawBuilder<unknown>[], order: RawBuilder<unknown>): RawBuilder<string>;

  /** So many ids that nothing else will be given, in rising order. */
  reserveIds(
    db: Db,
    table: 'movies' | 'people' | 'users' | 'viewings',
    count: number,
  ): Promise<number[]>;

  /** Lets the planner of queries know how much has come. */
  takeStock(db: Db, tables: readonly (keyof Schema | 'movie_search')[]): Promise<void>;

  /** Readies all tables for reading, once much has come; never in a transaction. */
  tidy(db: Db): Promise<void>;

  /** Runs `work`, in a transaction, over tables that hold little yet. */
  withoutIndexes<T>(db: Db, tables: readonly (keyof Schema)[], work: () => Promise<T>): Promise<T>;
};

/** What a movie must have to be found: a word, or one that begins so; all of some, or any. */
export type Match = { word: string; begun: boolean } | { all: Match[] } | { any: Match[] };

/** The words that movies are found by, all of them folded. */
export type SearchIndex = {
  /** A select of the ids of the movies that match, by titles alone or by people too. */
  hits(match: Match, where?: 'titles' | 'anywhere'): RawBuilder<unknown>;

  /** The same as `found`: `movie_id`, and what `isFound` asks of it. */
  found(match: Match, where: 'titles' | 'anywhere'): RawBuilder<unknown>;

  /** Whether what is in `found` matches. */
  isFound(match: Match, where?: 'titles' | 'anywhere'): RawBuilder<boolean>;

  /**
   * A select of how many movies match, `anywhere` and in `titled`, where that need not be counted each time: else null.
   */
  counted(match: Match, where: 'titles' | 'anywhere'): RawBuilder<unknown> | null;

  /** Whether one movie matches: for those that are gone through in another order. */
  has(id: RawBuilder<unknown>, match: Match, where?: 'titles' | 'anywhere'): RawBuilder<boolean>;

  /** `[id, words of titles, words of people]` of movies that are not in it. */
  add(db: Db, movies: readonly (readonly [number, string, string])[]): Promise<void>;
  remove(db: Db, movieId: number): Promise<void>;

  /** Adds words that misspelt ones can be corrected to. */
  learn(db: Db, words: readonly string[]): Promise<void>;

  /** The known words with larger ids, and those in `gaps`. */
  wordsAfter(db: Db, id: number, gaps: readonly Gap[]): Promise<NewWords>;
};

/** From an id up to another. */
export type Gap = readonly [first: number, last: number];

/**
 * Words and their ids in the order of these, one blank between, null when there are none; and the last id. Transactions
 * have numbers: whoever has one from `running` up may still add words with smaller ids; from `next` up nobody had when
 * this was read.
 */
export type NewWords = {
  words: string | null;
  ids: string | null;
  last: number;
  running: number;
  next: number;
};

/** What differs between SQLite and PostgreSQL once the database is open. */
export type Engine = {
  kind: 'sqlite' | 'postgres';
  bulk: Bulk;
  search: SearchIndex;
  /** Another one after anything was committed; null where nothing as cheap tells. */
  mark(db: Db): Promise<string | null>;
  /** Keeps everyone else from writing a table until the transaction ends. */
  lockTable(db: Db, table: keyof Schema): Promise<void>;
  /** In how many rows a movie's tally may be. */
  shards: number;
};
