import type { Selectable } from 'kysely';
import type { Movie, MovieId, MovieVersion, OutsideIds, Person } from '../../movies/movie.js';
import type { PublishedScore } from '../../scores/score.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';

/** Whole movies in the order of `ids`; one that is not there is left out. */
export async function readMovies(db: Db, ids: readonly MovieId[]): Promise<Movie[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('movies').selectAll().where('id', 'in', ids).execute();
  const [scores, genres, people, outside] = await Promise.all([
    readScores(db, ids),
    readGenres(db, ids),
    readPeople(db, ids),
    readOutsideIds(db, ids),
  ]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    if (row === undefined) return [];
    return {
      ...toFacts(row),
      genres: genres.get(id) ?? [],
      directors: people.get(id)?.director ?? [],
      cast: people.get(id)?.cast ?? [],
      ids: outside.get(id) ?? { tmdb: null, imdb: null, wikidata: null },
      score: scores.get(id) ?? null,
    };
  });
}

/** Of all movies that are there, their versions and what is published of them. */
export async function readVersions(
  db: Db,
  ids: readonly MovieId[],
): Promise<Map<MovieId, MovieVersion>> {
  if (ids.length === 0) return new Map();
  const rows = await versionsOf(db, { ids: JSON.stringify(ids) });
  return new Map(
    rows.map(({ id, version, stars, ...score }) => [
      id,
      { version, score: stars === null ? null : ({ stars, ...score } as PublishedScore) },
    ]),
  );
}

/** As many as there are, in one statement that is compiled once. */
const versionsOf = statement((db, { ids }: { ids: string }) =>
  db
    .selectFrom('movies')
    .leftJoin('scores', 'scores.movie_id', 'movies.id')
    .select(['movies.id', 'version', 'stars', 'count', 'mean', 'low', 'high'])
    .where('movies.id', 'in', engineOf(db).bulk.idsOf(ids))
    .compile(),
);

function toFacts(row: Selectable<Schema['movies']>) {
  return {
    id: row.id,
    title: row.title,
    originalTitle: row.original_title,
    year: row.year,
    releaseDate: row.release_date,
    runtimeMinutes: row.runtime_minutes,
    overview: row.overview,
    posterUrl: row.poster_url,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

async function readScores(db: Db, ids: readonly MovieId[]): Promise<Map<MovieId, PublishedScore>> {
  const rows = await db
    .selectFrom('scores')
    .select(['movie_id', 'stars', 'count', 'mean', 'low', 'high'])
    .where('movie_id', 'in', ids)
    .where('stars', 'is not', null)
    .execute();
  return new Map(rows.map(({ movie_id, ...score }) => [movie_id, score as PublishedScore]));
}

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

async function readPeople(db: Db, ids: readonly MovieId[]) {
  const rows = await db
    .selectFrom('credits')
    .innerJoin('people', 'people.id', 'person_id')
    .select(['movie_id', 'job', 'people.id', 'name'])
    .where('movie_id', 'in', ids)
    .orderBy('movie_id')
    .orderBy('job')
    .orderBy('position')
    .execute();
  const people = new Map<MovieId, Record<'director' | 'cast', Person[]>>();
  for (const { movie_id, job, id, name } of rows) {
    const credits = people.get(movie_id) ?? { director: [], cast: [] };
    credits[job].push({ id, name });
    people.set(movie_id, credits);
  }
  return people;
}

export async function readOutsideIds(
  db: Db,
  ids: readonly MovieId[],
): Promise<Map<MovieId, OutsideIds>> {
  const rows = await db
    .selectFrom('movie_ids')
    .selectAll()
    .where('movie_id', 'in', ids)
    .where('source', '<>', 'wikipedia')
    .execute();
  const outside = new Map<MovieId, OutsideIds>();
  for (const { movie_id, source, outside_id } of rows) {
    const known = outside.get(movie_id) ?? { tmdb: null, imdb: null, wikidata: null };
    outside.set(movie_id, { ...known, [source]: outside_id });
  }
  return outside;
}
