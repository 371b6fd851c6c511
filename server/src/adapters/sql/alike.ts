import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Alike } from '../../predictions/ports.js';
import type { Db } from './atomic.js';
import { readGenres } from './genres.js';
import { filteredMovies } from './movie-filter.js';

/** Of each kind: who shares people, and who is popular of the same genres. */
const MOST_CANDIDATES = 200;
/** A director tells more of a film than one of its actors; all genres in common, nearly as much. */
const DIRECTOR = 3;
const ACTOR = 1;
const GENRES = 2;

export function sqlAlike(db: Db): Alike {
  return {
    async to(movieId, limit) {
      const people = await sharersOf(db, movieId);
      const genres = (await readGenres(db, [movieId])).get(movieId) ?? [];
      const ids = [...new Set([...people.keys(), ...(await popularOf(db, movieId, genres))])];
      if (ids.length === 0) return [];
      const theirs = await readGenres(db, ids);
      return ids
        .map((id) => ({
          movieId: id,
          score: (people.get(id) ?? 0) + GENRES * overlap(genres, theirs.get(id) ?? []),
        }))
        .sort((one, other) => other.score - one.score || one.movieId - other.movieId)
        .slice(0, limit);
    },

    async among(movieIds, filter) {
      if (movieIds.length === 0) return [];
      const rows = await filteredMovies(db, filter, null)
        .select('movies.id')
        .where('movies.id', 'in', movieIds)
        .execute();
      const found = new Set(rows.map(({ id }) => id));
      return movieIds.filter((id) => found.has(id));
    },
  };
}

/** What the people in common count together. */
async function sharersOf(db: Db, movieId: MovieId): Promise<Map<MovieId, number>> {
  const both = sql`case when theirs.job = 'director' and ours.job = 'director'
    then ${sql.lit(DIRECTOR)} else ${sql.lit(ACTOR)} end`;
  const { rows } = await sql<{ movie_id: MovieId; weight: number }>`
    select theirs.movie_id, sum(${both}) as weight
    from credits ours inner join credits theirs on theirs.person_id = ours.person_id
    where ours.movie_id = ${movieId} and theirs.movie_id <> ${movieId}
    group by theirs.movie_id order by weight desc, theirs.movie_id
    limit ${sql.lit(MOST_CANDIDATES)}`.execute(db);
  return new Map(rows.map(({ movie_id, weight }) => [movie_id, Number(weight)]));
}

async function popularOf(db: Db, movieId: MovieId, genres: readonly string[]): Promise<MovieId[]> {
  const [genre] = genres;
  if (genre === undefined) return [];
  const rows = await filteredMovies(db, { genre }, null)
    .innerJoin('scores', 'scores.movie_id', 'movies.id')
    .select('movies.id')
    .where('movies.id', '<>', movieId)
    .orderBy('scores.popularity', 'desc')
    .orderBy('scores.movie_id', 'desc')
    .limit(MOST_CANDIDATES)
    .execute();
  return rows.map(({ id }) => id);
}

/** Genres in common among all genres of both. */
function overlap(ours: readonly string[], theirs: readonly string[]): number {
  const all = new Set([...ours, ...theirs]);
  return all.size === 0 ? 0 : ours.filter((genre) => theirs.includes(genre)).length / all.size;
}
