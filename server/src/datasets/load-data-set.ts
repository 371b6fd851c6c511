import type { CatalogueFilm } from '../catalogue/film.js';
import type { CatalogueStore } from '../catalogue/ports.js';
import type { FilmClue } from '../imports/entry.js';
import { isNewFilm, keyOfNewFilm } from '../imports/film-key.js';
import type { KnownFilms } from '../imports/known-films.js';
import { type FilmMatch, filmMatcher } from '../imports/match-films.js';
import { FIRST_YEAR, LAST_YEAR, LONGEST_TITLE, type MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { DataSet } from './data-set.js';
import type { Raters } from './ports.js';
import { ratersOf } from './raters.js';

type SetStore = {
  catalogue: Pick<CatalogueStore, 'add'>;
  knownFilms: KnownFilms;
  movies: Pick<Movies, 'resolveAll'>;
  raters: Raters;
};
type Needs = {
  store: { atomically<T>(work: (store: SetStore) => Promise<T>): Promise<T> };
  now: () => number;
};

/** What is being done, and how far it is. */
export type Progress = (what: 'films' | 'ratings', done: number, total: number) => void;

/**
 * What became of a data set. Of its films, `known` were ours, `added` are since, and `leftOut` tell too little to be told
 * from others. `ratings` are written; the others were of films left out, or told of one movie twice.
 */
export type LoadedSet = {
  people: number;
  ratings: number;
  films: { known: number; added: number; leftOut: number };
};

const FILMS_AT_A_TIME = 500;

/**
 * Takes a data set in whole, or not at all: `taken` is a handle that someone has already, and then nothing is changed.
 * People get handles of `prefix` and their number.
 */
export function loadDataSet(
  { store, now }: Needs,
  dataSet: DataSet,
  prefix: string,
  onProgress: Progress,
): Promise<LoadedSet | { taken: string }> {
  const handles = dataSet.people.map((number) => `${prefix}${number}`);
  return store.atomically(async (tx) => {
    const taken = await tx.raters.firstTaken(handles);
    if (taken !== null) return { taken };
    const { movieIds, ...films } = await takeFilms(tx, dataSet.films, now(), onProgress);
    let ratings = 0;
    const total = dataSet.film.length;
    await tx.raters.add(ratersOf(dataSet, handles, movieIds), now(), (written) => {
      ratings = written;
      onProgress('ratings', written, total);
    });
    return { people: handles.length, ratings, films };
  });
}

/** Our movie of each film: by its ids, by title and year, or a new one. */
async function takeFilms(
  { catalogue, knownFilms, movies }: SetStore,
  films: readonly FilmClue[],
  now: number,
  onProgress: Progress,
): Promise<{ movieIds: (MovieId | null)[]; known: number; added: number; leftOut: number }> {
  const matcher = filmMatcher({ knownFilms, movies });
  const ours: (MovieId | null)[] = [];
  for (let i = 0; i < films.length; i += FILMS_AT_A_TIME) {
    onProgress('films', i, films.length);
    const matches = await matcher.match(films.slice(i, i + FILMS_AT_A_TIME));
    ours.push(...matches.map(movieOf));
  }
  onProgress('films', films.length, films.length);
  const keys = films.map((film, i) => (ours[i] === null ? keyOfNewFilm(film) : ''));
  const made = new Map<string, FilmClue>();
  for (const [i, key] of keys.entries()) {
    if (isNewFilm(key) && !made.has(key)) made.set(key, films[i] as FilmClue);
  }
  const ids = await catalogue.add(catalogueFilms([...made.values()]), now);
  const idOf = new Map([...made.keys()].map((key, i) => [key, ids[i] as MovieId]));
  const movieIds = ours.map((id, i) => id ?? idOf.get(keys[i] as string) ?? null);
  const known = ours.filter((id) => id !== null).length;
  const leftOut = movieIds.filter((id) => id === null).length;
  return { movieIds, known, added: ids.length, leftOut };
}

/** Nobody is there to be asked: what its ids say of several films is the likeliest, what its title says must be sure. */
function movieOf(match: FilmMatch): MovieId | null {
  switch (match.kind) {
    case 'found':
      return match.movieId;
    case 'unsure':
      return match.by === 'id' ? (match.candidates[0]?.movieId ?? null) : null;
    case 'unknown':
      return null;
  }
}

/** An id is of one film: of two that name it, it is the first's. */
function catalogueFilms(clues: readonly FilmClue[]): CatalogueFilm[] {
  const used = new Set<string>();
  return clues.map(({ title, year, genres, ids }) => {
    const own = (source: keyof FilmClue['ids']) => {
      const id = ids[source];
      const name = `${source}:${id}`;
      if (id === null || used.has(name)) return null;
      used.add(name);
      return id;
    };
    return {
      title: title.slice(0, LONGEST_TITLE),
      year: year !== null && year >= FIRST_YEAR && year <= LAST_YEAR ? year : null,
      releaseDate: null,
      genres,
      directors: [],
      cast: [],
      ids: { imdb: own('imdb'), tmdb: own('tmdb'), wikidata: own('wikidata'), wikipedia: null },
      renown: 0,
    };
  });
}
