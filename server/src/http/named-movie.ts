import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { Movie, MovieId } from '../movies/movie.js';
import { parseMovieReference } from '../movies/reference.js';
import type { Store } from '../ports.js';
import { fail } from '../problem.js';

export const MovieParams = Type.Object({
  movie: Type.String({
    description: 'An id, or tmdb:…, imdb:… or wikidata:… and the id there',
    examples: ['1', 'imdb:tt0111161'],
  }),
});

/** The movie that the path names; refuses a name that is none, and one of no movie. */
export async function movieIdOf(
  request: FastifyRequest,
  { movies }: Pick<Store, 'movies'>,
): Promise<MovieId> {
  const reference = parseMovieReference((request.params as Static<typeof MovieParams>).movie);
  if (reference === null) {
    const detail = 'A movie is named by its id, or tmdb:…, imdb:… or wikidata:… and the id there.';
    fail({ kind: 'invalid', errors: [{ pointer: '#/movie', code: 'format', detail, in: 'path' }] });
  }
  return (await movies.resolve(reference)) ?? fail({ kind: 'movie-not-found' });
}

export async function findMovie(request: FastifyRequest, store: Store): Promise<Movie> {
  const id = await movieIdOf(request, store);
  return (await store.movies.find(id)) ?? fail({ kind: 'movie-not-found' });
}
