/**
 * A film as an outside catalogue knows it: facts only, before it is one of our movies.
 * `directors` and `cast` are indexes into `Catalogue.people`, in order of billing.
 */
export type CatalogueFilm = {
  title: string;
  /** Year of the first release, `EARLIEST_YEAR` to `LATEST_YEAR`. */
  year: number | null;
  /** `YYYY-MM-DD`, only where the whole date is known; its year is `year`. */
  releaseDate: string | null;
  genres: string[];
  directors: number[];
  cast: number[];
  ids: OutsideIds;
  /** 0 to `MOST_RENOWN`: how well known the film is before anyone has rated it. */
  renown: number;
};

/** The film's names elsewhere, as they are written there. No two films share one. */
export type OutsideIds = {
  /** `tt` and at least seven digits. */
  imdb: string | null;
  tmdb: string | null;
  /** `Q` and digits. */
  wikidata: string | null;
  /** Title of the page in the English Wikipedia; `title|year` for a film without its own page. */
  wikipedia: string | null;
};

/** One row per person, so two people of one name are two rows. Best-known films come first. */
export type Catalogue = {
  people: readonly string[];
  films: readonly CatalogueFilm[];
};

export const EARLIEST_YEAR = 1874;
export const LATEST_YEAR = 2030;
export const MOST_RENOWN = 1000;
