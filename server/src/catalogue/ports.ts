import type { MovieId } from '../movies/movie.js';
import type { Catalogue, CatalogueFilm } from './film.js';

export type Loaded = { added: number; known: number };

/** Takes whole catalogues in. */
export type CatalogueStore = {
  /** How many movies there are, of whatever origin. */
  count(): Promise<number>;

  /**
   * Adds the films that none of our movies is yet, told by their outside ids: all of them or, when it fails or
   * is cut off, none. `onProgress` hears how many films have been gone through.
   */
  load(catalogue: Catalogue, now: number, onProgress: (films: number) => void): Promise<Loaded>;

  /** Adds films without people of which none is one of ours: all or none. Answers their ids, in their order. */
  add(films: readonly CatalogueFilm[], now: number): Promise<MovieId[]>;
};
