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

type MovieRow = Selectable<Schema['movies']>;
type ScoreRow = { [Part in 'stars' | 'count' | 'mean' | 'low' | 'high']: number | null };

/** A movie and its score; what belongs to it comes as JSON, as a row costs more than what is in it. */
export type WholeRow = Omit<MovieRow, 'title_key' | 'original_key' | 'renown'> &
  ScoreRow &
  Record<'genres' | 'people' | 'outside', string>;

/** Which version of a movie there is, and what that says nothing about: who created it, if they are there, and its score. */
export type StateRow = Pick<MovieRow, 'id' | 'version' | 'updated_at' | 'created_by'> & ScoreRow;

/** What belongs to a version of a movie. */
export type Facts = Readonly<Omit<Movie, 'createdBy' | 'score'>>;

/** To be selected from `movies` beside their `scores`. */
export function wholeMovie(db: Db): RawBuilder<WholeRow> {
  const { listOf } = engineOf(db).bulk;
  return sql`${columns(FACTS)},
    (select ${listOf([sql`name`], sql`position`)} from movie_genres
      join genres on genres.id = genre_id where movie_id = movies.id) as genres,
    (select ${listOf([sql`job`, sql`people.id`, sql`name`], sql`job, position`)} from credits
      join people on people.id = person_id where movie_id = movies.id) as people,
    (select ${listOf([sql`source`, sql`outside_id`], sql`source`)} from movie_ids
      where movie_id = movies.id and source <> 'wikipedia') as outside`;
}

/** To be selected as `wholeMovie` is. */
export const movieState = (): RawBuilder<StateRow> => columns(STATE);

function columns(ofMovie: readonly string[]) {
  const all = [
    ...ofMovie.map((name) => `movies.${name}`),
    ...SCORE.map((name) => `scores.${name}`),
  ];
  return sql<never>`${sql.join(all.map((name) => sql.ref(name)))}`;
}

const STATE = ['id', 'version', 'updated_at', 'created_by'];
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
      { id, version, score: stars === null ? null : ({ stars, ...score } as PublishedScore) },
    ]),
  );
}

/** As many as there are, in one statement that is compiled once. */
const versionsOf = statement((db, { ids }: { ids: string }) =>
  db
    .selectFrom('movies')
    .leftJoin('scores', 'scores.movie_id', 'movies.id')
    .select(['movies.id', 'version', 'stars', 'count', 'mean', 'low', 'high'])
    .where(engineOf(db).bulk.isAmong('movies.id', ids))
    .compile(),
);

export function toMovie(row: WholeRow): Movie {
  return movieOf(toFacts(row), row);
}

export function toFacts(row: WholeRow): Facts {
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
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
    genres: listIn<[string]>(row.genres).map(([name]) => name),
    directors: people.director,
    cast: people.cast,
    ids,
  };
}

/** Each by its name: to spread so many takes several times as long. */
export function movieOf(facts: Facts, state: StateRow): Movie {
  const { stars, count, mean, low, high } = state;
  return {
    id: facts.id,
    title: facts.title,
    originalTitle: facts.originalTitle,
    year: facts.year,
    releaseDate: facts.releaseDate,
    runtimeMinutes: facts.runtimeMinutes,
    overview: facts.overview,
    posterUrl: facts.posterUrl,
    createdBy: state.created_by,
    createdAt: facts.createdAt,
    updatedAt: facts.updatedAt,
    version: facts.version,
    genres: facts.genres,
    directors: facts.directors,
    cast: facts.cast,
    ids: facts.ids,
    score: stars === null ? null : ({ stars, count, mean, low, high } as PublishedScore),
  };
}

function listIn<Row>(list: string): Row[] {
  return JSON.parse(list);
}
