import type { Static } from '@fastify/type-provider-typebox';
import type { Movie as MovieNoun } from '../movies/movie.js';
import { predictMovies } from '../predictions/predict-movie.js';
import type { User } from '../users/user.js';
import type { Services } from './api.js';
import type { Movie } from './movie-shape.js';

/** Movies as they are sent, each with what the viewer would give it; null of what they have rated. */
export async function withPredictions(
  { predictor }: Pick<Services, 'predictor'>,
  viewer: User,
  movies: readonly MovieNoun[],
  items: readonly Static<typeof Movie>[],
): Promise<Static<typeof Movie>[]> {
  const predicted = await predictMovies({ predictor }, viewer.id, movies);
  return items.map((item, i) => {
    const id = movies[i]?.id;
    return { ...item, prediction: (id !== undefined && predicted.get(id)) || null };
  });
}
