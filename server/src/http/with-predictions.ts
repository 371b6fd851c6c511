import { type Static, Type } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { MarkedFilm } from '../catalogue/mark-films.js';
import { predictMovies } from '../predictions/predict-movie.js';
import type { Services } from './api.js';
import { viewerOf } from './guard.js';
import type { Movie } from './movie-shape.js';
import { oneOf } from './shape-parts.js';

/** The query parameter of lists of movies. */
export const including = {
  include: Type.Optional(
    oneOf(['prediction'], { description: 'What I would give those I have not rated' }),
  ),
};

type Sent = Static<typeof Movie>;

/**
 * A list of movies as it is sent: where that is asked for, each with what the viewer would give it, null of what they
 * have rated.
 */
export async function withPredictions<List extends { items: (Sent | { movie: Sent })[] }>(
  request: FastifyRequest,
  services: Pick<Services, 'predictor'>,
  list: List,
): Promise<List> {
  const movies = list.items.map((item) => ('movie' in item ? item.movie : item));
  const predicted = await predictionsOf(request, services, movies);
  // They were made for this answer alone.
  if (predicted !== null) for (const movie of movies) movie.prediction = predicted(movie.id);
  return list;
}

/** The same of films elsewhere, those of them that are ours: by our movies' ids. Null where it is not asked for. */
export function predictionsOfFilms(
  request: FastifyRequest,
  services: Pick<Services, 'predictor'>,
  films: readonly Pick<MarkedFilm, 'movieId' | 'genres' | 'year'>[],
) {
  const ours = films.flatMap(({ movieId, genres, year }) =>
    movieId === null ? [] : [{ id: movieId, genres, year }],
  );
  return predictionsOf(request, services, ours);
}

async function predictionsOf(
  request: FastifyRequest,
  { predictor }: Pick<Services, 'predictor'>,
  movies: readonly Pick<Sent, 'id' | 'genres' | 'year'>[],
) {
  if ((request.query as { include?: 'prediction' }).include === undefined) return null;
  const predicted = await predictMovies({ predictor }, viewerOf(request).user.id, movies);
  return (id: number) => predicted.get(id) ?? null;
}
