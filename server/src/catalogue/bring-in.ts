import { checkMovie } from '../movies/check-movie.js';
import type { Movie, MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import type { MovieReference } from '../movies/reference.js';
import { fail } from '../problem.js';
import { isWholeStill, learn, wishOf } from './learn.js';
import type { OutsideCatalogue, OutsideFacts, OutsideFilm } from './outside.js';
import { sameFilm } from './same-film.js';

export type BringInStore = { movies: Movies; outsideFacts: OutsideFacts };
type Needs = {
  store: BringInStore & { atomically<T>(work: (store: BringInStore) => Promise<T>): Promise<T> };
  outside: OutsideCatalogue;
  now: () => number;
};

/** The movie of a reference, brought in from outside if it is not yet ours; null when there is none anywhere. */
export async function resolveOrBringIn(
  needs: Needs,
  reference: MovieReference,
): Promise<MovieId | null> {
  const known = await needs.store.movies.resolve(reference);
  if (known !== null || 'id' in reference) return known;
  const film = await findFilm(needs.outside, reference);
  if (film === null) return null;
  return needs.store.atomically(async (store) => {
    // Somebody else may have brought it in while we asked.
    const meanwhile = await store.movies.resolve(reference);
    if (meanwhile !== null) return meanwhile;
    const at = needs.now();
    return (await teachOurs(store, film, at)) ?? (await addFilm(store, film, at)).id;
  });
}

/**
 * A film that is no movie of ours yet, from outside. One that is one is `taken`: also when it is there by another id,
 * and then the movie learns what it did not know.
 */
export async function findNewFilm(
  { store, outside, now }: Needs,
  tmdbId: string,
): Promise<OutsideFilm | { taken: MovieId }> {
  const known = await store.movies.resolve({ source: 'tmdb', outsideId: tmdbId });
  if (known !== null) return { taken: known };
  const film = (await outside.film(tmdbId)) ?? fail({ kind: 'movie-not-found' });
  const ours = await store.atomically((tx) => teachOurs(tx, film, now()));
  return ours === null ? film : { taken: ours };
}

/** Makes a new film a movie of ours. */
export async function addFilm(
  { movies, outsideFacts }: BringInStore,
  film: OutsideFilm,
  now: number,
): Promise<Movie> {
  const created = await movies.create(checkMovie(wishOf(film)), null, now);
  if ('taken' in created) fail({ kind: 'movie-exists', movieId: created.taken });
  await outsideFacts.mark(created.movie.id, { fetchedAt: now, whole: true });
  return created.movie;
}

/** The film of a reference, as the outside catalogue has it. */
export async function findFilm(
  outside: Pick<OutsideCatalogue, 'film' | 'tmdbIdOf'>,
  { source, outsideId }: Exclude<MovieReference, { id: MovieId }>,
): Promise<OutsideFilm | null> {
  if (source === 'tmdb') return outside.film(outsideId);
  const tmdbId = source === 'imdb' ? await outside.tmdbIdOf(outsideId) : null;
  const film = tmdbId === null ? null : await outside.film(tmdbId);
  // It was found by this id, whether or not it says so itself.
  return film && { ...film, ids: { ...film.ids, imdb: film.ids.imdb ?? outsideId } };
}

/** If the film is a movie we have by another name, tells it what it did not know. */
export async function teachOurs(
  { movies, outsideFacts }: BringInStore,
  film: OutsideFilm,
  now: number,
): Promise<MovieId | null> {
  const ours = await findOurs(movies, film);
  if (ours === null) return null;
  const whole = isWholeStill(await outsideFacts.find(ours.id), ours);
  await learn(movies, ours, film, now);
  await outsideFacts.mark(ours.id, { fetchedAt: now, whole });
  return ours.id;
}

async function findOurs(movies: Movies, film: OutsideFilm): Promise<Movie | null> {
  for (const source of ['tmdb', 'imdb', 'wikidata'] as const) {
    const outsideId = film.ids[source];
    const id = outsideId === null ? null : await movies.resolve({ source, outsideId });
    if (id !== null) return movies.lock(id);
  }
  const same = sameFilm(film, await movies.namesakes(film.title));
  return same && movies.lock(same.id);
}
