import type { MovieId } from '../movies/movie.js';
import type { KnownFilm } from './likeness.js';
import type { TitledFilm } from './title-index.js';

/** What of a film costs as much as all the rest: all of it unless said otherwise. */
export type Wanted = { directors: boolean; ids: boolean };

/** Our movies, as those are compared with that an upload tells of. */
export type KnownFilms = {
  /** The first so many behind `after`, by id; empty behind the last. */
  page(after: MovieId | null, limit: number): Promise<TitledFilm[]>;

  /** Those that somebody of one of these names directed, whatever its accents and capitals; in no order. */
  directedBy(names: readonly string[]): Promise<Pick<TitledFilm, 'id' | 'year'>[]>;

  /** In no order; one that is not there is left out. What is not wanted of them is none. */
  describe(ids: readonly MovieId[], wanted?: Wanted): Promise<KnownFilm[]>;

  /** Those of them that are there. */
  present(ids: readonly MovieId[]): Promise<ReadonlySet<MovieId>>;
};
