import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { findNewFilm, resolveOrBringIn } from '../catalogue/bring-in.js';
import type { OutsideFilm } from '../catalogue/outside.js';
import type { Movie, MovieId } from '../movies/movie.js';
import { type MovieReference, parseMovieReference } from '../movies/reference.js';
import type { Store } from '../ports.js';
import { fail, failField, type InputError } from '../problem.js';
import type { Services } from './api.js';

export const MovieParams = Type.Object({
  movie: Type.String({
    description: 'An id, or tmdb:…, imdb:… or wikidata:… and the id there',
    examples: ['1', 'imdb:tt0111161'],
  }),
});

/** In a body. */
export const MovieName = Type.Union([
  Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  Type.String({ maxLength: 100 }),
]);

/** The movie that the path names; refuses a name that is none, and one of no movie. */
export async function movieIdOf(
  request: FastifyRequest,
  { movies }: Pick<Store, 'movies'>,
): Promise<MovieId> {
  return (await movies.resolve(referenceOf(request))) ?? fail({ kind: 'movie-not-found' });
}

/** As `movieIdOf`, but a film that is not yet ours is brought in, when there is somewhere to bring it from. */
export async function movieIdBroughtIn(
  request: FastifyRequest,
  services: Services,
): Promise<MovieId> {
  return (await bringIn(services, referenceOf(request))) ?? fail({ kind: 'movie-not-found' });
}

/** As `movieIdBroughtIn`, but an id of ours is taken as it is: perhaps there is no such movie, or not any more. */
export async function movieIdGiven(request: FastifyRequest, services: Services): Promise<MovieId> {
  const reference = referenceOf(request);
  return 'id' in reference ? reference.id : movieIdBroughtIn(request, services);
}

/** The movie of a reference, ours or brought in; null when there is none. */
export async function bringIn(
  { store, outside, now }: Services,
  reference: MovieReference,
): Promise<MovieId | null> {
  if (outside === null) return store.movies.resolve(reference);
  return resolveOrBringIn({ store, outside, now }, reference);
}

function referenceOf(request: FastifyRequest): MovieReference {
  const { movie } = request.params as Static<typeof MovieParams>;
  return readReference(movie, { pointer: '#/movie', in: 'path' });
}

/** Refuses a name that is none, at its place in the request. */
export function readReference(
  name: string | number,
  place: Pick<InputError, 'pointer' | 'in'>,
): MovieReference {
  const reference = parseMovieReference(String(name));
  if (reference === null) {
    const detail = 'A movie is named by its id, or tmdb:…, imdb:… or wikidata:… and the id there.';
    fail({ kind: 'invalid', errors: [{ code: 'format', detail, ...place }] });
  }
  return reference;
}

/** As `findMovie`, in a transaction that decides from what it reads. */
export async function lockMovie(request: FastifyRequest, store: Store): Promise<Movie> {
  const id = await movieIdOf(request, store);
  return (await store.movies.lock(id)) ?? fail({ kind: 'movie-not-found' });
}

export async function findMovie(request: FastifyRequest, store: Store): Promise<Movie> {
  const id = await movieIdOf(request, store);
  return (await store.movies.find(id)) ?? fail({ kind: 'movie-not-found' });
}

/** The film of a `tmdbId`, which nothing else may be told with. */
export async function newFilm(
  { store, outside, now }: Services,
  tmdbId: number,
  told: object,
): Promise<OutsideFilm> {
  const [other] = Object.keys(told);
  if (other !== undefined) failField(other, 'additional-properties', 'tmdbId comes alone.');
  if (outside === null) {
    const movieId = await store.movies.resolve({ source: 'tmdb', outsideId: String(tmdbId) });
    if (movieId !== null) fail({ kind: 'movie-exists', movieId });
    fail({ kind: 'outside-not-set-up', pointer: '#/tmdbId' });
  }
  const film = await findNewFilm({ store, outside, now }, String(tmdbId));
  if ('taken' in film) fail({ kind: 'movie-exists', movieId: film.taken });
  return film;
}
