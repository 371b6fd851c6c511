import type { Page, PageRequest, SortKey } from '../page.js';
import type { UserId } from '../users/user.js';
import type { Movie, MovieId, MovieVersion, MovieWish, OutsideSource } from './movie.js';
import type { MovieReference } from './reference.js';

export type MovieSort = 'relevance' | 'score' | 'popularity' | 'year' | 'title';
export type MovieFilter = {
  q?: string | undefined;
  genre?: string | undefined;
  minYear?: number | undefined;
  maxYear?: number | undefined;
  /** A person's id, or the whole name. */
  person?: string | undefined;
};

/** A movie as it was read. */
export type Versioned = Pick<Movie, 'id' | 'version'>;

export type Created = { movie: Movie } | { taken: MovieId };
export type Merged = { movie: Movie } | 'changed-meanwhile' | 'gone';
export type Edited = { movie: Movie } | { taken: MovieId } | 'changed-meanwhile' | 'gone';

/** The films we know, found by what people type. An outside id belongs to one movie at most. */
export type Movies = {
  /** Null when no movie has that id, or had it before it was merged, or has that outside id. */
  resolve(reference: MovieReference): Promise<MovieId | null>;

  /** By outside id; those of no movie are left out. */
  resolveAll(
    source: OutsideSource,
    outsideIds: readonly string[],
  ): Promise<ReadonlyMap<string, MovieId>>;

  find(id: MovieId): Promise<Movie | null>;

  /** How each of them is by now; one that is not there is left out. A fraction of what `findMany` takes. */
  versions(ids: readonly MovieId[]): Promise<ReadonlyMap<MovieId, MovieVersion>>;

  /**
   * Another one, for this process, after anything was committed by whichever process: movies, ratings, scores. Null
   * where nothing as cheap tells.
   */
  mark(): Promise<string | null>;

  /** As `find`; nobody else changes or removes the movie until the transaction ends, but people go on rating it. */
  lock(id: MovieId): Promise<Movie | null>;

  /** All movies of this title, in whatever letters and with whichever article. */
  namesakes(title: string): Promise<Movie[]>;

  /** In the order asked for; a movie that is not there is left out. */
  findMany(ids: readonly MovieId[]): Promise<Movie[]>;

  /** Movie, genres, people and outside ids together; `taken` names the movie that has one of the ids. */
  create(wish: MovieWish, createdBy: UserId | null, now: number): Promise<Created>;

  /** Replaces all facts, if the movie is still at `version`. */
  edit(id: MovieId, version: number, wish: MovieWish, now: number): Promise<Edited>;

  /** With its ratings, viewings and places on lists; each rater's changes tell of it. False when it was not there. */
  remove(id: MovieId, now: number): Promise<boolean>;

  /**
   * Removes a movie that nobody has rated, seen or put on a list, and whose facts are as they were first told, with the
   * people and genres that are of no other movie. False when it stays.
   */
  removeUnused(id: MovieId, now: number): Promise<boolean>;

  /**
   * Removes `from`, whose id is that of `into` from then on, which gets these facts, ids of both too, if both are still
   * as they were read. Ratings move with their times and history, viewings as they are, favourites and watchlists with the
   * earlier time; who rated both keeps
   * the rating changed last, at the same time that of `into`. Each rater's changes tell of it: the one was removed, the
   * other has these stars. Scores follow as after any rating.
   */
  merge(from: Versioned, into: Versioned, wish: MovieWish, now: number): Promise<Merged>;

  /** `relevance` puts the best match first, and the popular before the obscure among equals; ties by id. */
  list(filter: MovieFilter, sort: SortKey<MovieSort>[], page: PageRequest): Promise<Page<Movie>>;
};
