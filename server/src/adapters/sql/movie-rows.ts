import { type RawBuilder, type Selectable, sql } from 'kysely';
import type {
  Movie,
  MovieId,
  MovieVersion,
  OutsideIds,
  Person,
  PersonId,
} from '../../movies/movie.js';
import type { PublishedScore } from '../../scores/score.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';

type Job = 'director' | 'cast';
export const NO_IDS: OutsideIds = { tmdb: null, imdb: null, wikidata: null };

/** Whole movies in the order of `ids`; one that is not there is left out. */
export async function readMovies(db: Db, ids: readonly MovieId[]): Promise<Movie[]> {
  if (ids.length === 0) return [];
  const rows = await wholeMovies(db, { ids: JSON.stringify(ids) });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : toMovie(row);
  });
}

/** A movie and its score; what belongs to it comes as JSON, as a row costs more than what is in it. */
export type WholeRow = Omit<
  Selectable<Schema['movies']>,
  'title_key' | 'original_key' | 'renown'
> & {
  [Part in 'stars' | 'count' | 'mean' | 'low' | 'high']: number | null;
} & Record<'genres' | 'people' | 'outside', string>;

/** To be selected from `movies` beside their `scores`. */
export function wholeMovie(db: Db): RawBuilder<WholeRow> {
  const { listOf } = engineOf(db).bulk;
  const columns = [
    ...FACTS.map((name) => `movies.${name}`),
    ...SCORE.map((name) => `scores.${name}`),
  ];
  return sql`${sql.join(columns.map((name) => sql.ref(name)))},
    (select ${listOf([sql`name`], sql`position`)} from movie_genres
      join genres on genres.id = genre_id where movie_id = movies.id) as genres,
    (select ${listOf([sql`job`, sql`people.id`, sql`name`], sql`job, position`)} from credits
      join people on people.id = person_id where movie_id = movies.id) as people,
    (select ${listOf([sql`source`, sql`outside_id`], sql`source`)} from movie_ids
      where movie_id = movies.id and source <> 'wikipedia') as outside`;
}

const wholeMovies = statement((db, { ids }: { ids: string }) =>
  sql<WholeRow>`select ${wholeMovie(db)}
    from movies left join scores on scores.movie_id = movies.id
    where movies.id in ${engineOf(db).bulk.idsOf(ids)}`.compile(db),
);

const FACTS = [
  'id',
  'title',
  'original_title',
  'year',
  'release_date',
  'runtime_minutes',
  'overview',
  'poster_url',
  'created_by',
  'created_at',
  'updated_at',
  'version',
];
const SCORE = ['stars', 'count', 'mean', 'low', 'high'];

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

export function toMovie(row: WholeRow): Movie {
  const { stars, count, mean, low, high } = row;
  const people: Record<Job, Person[]> = { director: [], cast: [] };
  for (const [job, id, name] of listIn<[Job, PersonId, string]>(row.people)) {
    people[job].push({ id, name });
  }
  const ids = { ...NO_IDS };
  for (const [source, id] of listIn<[keyof OutsideIds, string]>(row.outside)) ids[source] = id;
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
    genres: listIn<[string]>(row.genres).map(([name]) => name),
    directors: people.director,
    cast: people.cast,
    ids,
    score: stars === null ? null : ({ stars, count, mean, low, high } as PublishedScore),
  };
}

function listIn<Row>(list: string): Row[] {
  return JSON.parse(list);
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
