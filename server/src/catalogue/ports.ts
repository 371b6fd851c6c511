import type { Catalogue } from './film.js';

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
};
