import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';

/** In the order in which each movie has them; a movie without any is left out. */
export async function readGenres(db: Db, ids: readonly MovieId[]): Promise<Map<MovieId, string[]>> {
  const rows = await db
    .selectFrom('movie_genres')
    .innerJoin('genres', 'genres.id', 'genre_id')
    .select(['movie_id', 'name'])
    .where('movie_id', 'in', ids)
    .orderBy('movie_id')
    .orderBy('position')
    .execute();
  const genres = new Map<MovieId, string[]>();
  for (const { movie_id, name } of rows) {
    genres.set(movie_id, [...(genres.get(movie_id) ?? []), name]);
  }
  return genres;
}
