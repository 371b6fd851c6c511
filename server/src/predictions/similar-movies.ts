import type { Movie, MovieId } from '../movies/movie.js';
import type { Movies } from '../movies/ports.js';
import { rowOf } from './model.js';
import type { Alike } from './ports.js';
import type { Predictor } from './predictor.js';
import { SIMILAR } from './similar.js';

/** `by`: whether people who liked the one liked the others, or they share people and genres. */
export type SimilarMovies = { by: 'likes' | 'facts'; items: { movie: Movie; score: number }[] };

type Needs = {
  predictor: Pick<Predictor, 'serving'>;
  alike: Pick<Alike, 'to'>;
  movies: Pick<Movies, 'findMany'>;
};

/** The most similar first; by facts alone for what hardly anyone has rated. */
export async function similarMovies(
  { predictor, alike, movies }: Needs,
  movieId: MovieId,
  limit: number,
): Promise<SimilarMovies> {
  const byLikes = likedTogether(predictor.serving(), movieId);
  const found = byLikes.length > 0 ? byLikes : await alike.to(movieId, limit);
  const all = await movies.findMany(found.map(({ movieId }) => movieId));
  const scores = new Map(found.map(({ movieId, score }) => [movieId, score]));
  const items = all.map((movie) => ({ movie, score: scores.get(movie.id) as number }));
  return { by: byLikes.length > 0 ? 'likes' : 'facts', items: items.slice(0, limit) };
}

function likedTogether(serving: ReturnType<Predictor['serving']>, movieId: MovieId) {
  const row = serving === null ? -1 : rowOf(serving.model, movieId);
  if (serving === null || row < 0) return [];
  const { similar, movies } = serving.model;
  return Array.from({ length: SIMILAR }, (_, k) => row * SIMILAR + k)
    .filter((k) => (similar.rows[k] ?? -1) >= 0)
    .map((k) => ({
      movieId: movies.ids[similar.rows[k] as number] as MovieId,
      score: similar.scores[k] as number,
    }));
}
