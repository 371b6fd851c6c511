import { sql } from 'kysely';
import type { RatingStatistics } from '../../ratings/ports.js';
import { STEPS_PER_STAR } from '../../ratings/stars.js';
import type { Comparison, RatedDay, StarsGiven, Taste } from '../../ratings/statistics.js';
import type { UserId } from '../../users/user.js';
import { type Db, snapshot } from './atomic.js';

const LEAST_FILMS = 2;
const MOST_PEOPLE = 20;
const DAY_MS = 24 * 60 * 60_000;
/** Whole numbers are divided towards nought: all days shall lie above it. */
const DAYS_UP = 1_000_000;
/** Published stars are added up in whole parts: the sum, and so the ETag, is the same in whichever order rows come. */
const CROWD_PARTS = 10_000_000_000;

type TasteSums = { count: number; sum: number; crowd_sum: number | null; crowd_count: number };

export function sqlRatingStatistics(db: Db): RatingStatistics {
  return {
    ofUser: (userId) =>
      snapshot(db, async (tx) => {
        const years = await yearsOf(tx, userId);
        return {
          starsGiven: await starsGivenBy(tx, userId),
          days: await daysOf(tx, userId),
          genres: await genresOf(tx, userId),
          decades: decadesOf(years).map(({ decade, ...row }) => ({ decade, ...toTaste(row) })),
          years: years.map(({ year, ...row }) => ({ year, ...toTaste(row) })),
          directors: await peopleOf(tx, userId, 'director'),
          actors: await peopleOf(tx, userId, 'cast'),
          comparisons: await comparisonsOf(tx, userId),
        };
      }),

    async titles(movieIds) {
      if (movieIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('movies')
        .select(['id', 'title', 'year'])
        .where('id', 'in', movieIds)
        .execute();
      return new Map(rows.map(({ id, title, year }) => [id, { title, year }]));
    },
  };
}

function starsGivenBy(db: Db, userId: UserId): Promise<StarsGiven[]> {
  return db
    .selectFrom('ratings')
    .select(({ fn }) => ['stars', fn.countAll<number>().as('count')])
    .where('user_id', '=', userId)
    .groupBy('stars')
    .orderBy('stars')
    .execute();
}

async function daysOf(db: Db, userId: UserId): Promise<RatedDay[]> {
  const rows = await db
    .selectFrom('ratings')
    .select(({ fn }) => [
      sql<number>`(rated_at + ${sql.lit(DAYS_UP * DAY_MS)}) / ${sql.lit(DAY_MS)}`.as('day'),
      fn.countAll<number>().as('count'),
      fn.sum<number>('stars').as('sum'),
    ])
    .where('user_id', '=', userId)
    .groupBy('day')
    .orderBy('day')
    .execute();
  return rows.map(({ day, ...sums }) => ({ day: day - DAYS_UP, ...sums }));
}

async function genresOf(db: Db, userId: UserId) {
  const rows = await db
    .selectFrom(ratedBy(db, userId))
    .innerJoin('movie_genres', 'movie_genres.movie_id', 'rated.movie_id')
    .innerJoin('genres', 'genres.id', 'genre_id')
    .select('name')
    .select(sums())
    .groupBy('genres.id')
    .orderBy('count', 'desc')
    .orderBy('sum', 'desc')
    .orderBy('name')
    .execute();
  return rows.map(({ name, ...row }) => ({ name, ...toTaste(row) }));
}

function yearsOf(db: Db, userId: UserId) {
  return db
    .selectFrom(ratedBy(db, userId))
    .innerJoin('movies', 'movies.id', 'rated.movie_id')
    .select(({ ref }) => ref('movies.year').$notNull().as('year'))
    .select(sums())
    .where('movies.year', 'is not', null)
    .groupBy('movies.year')
    .orderBy('count', 'desc')
    .orderBy('sum', 'desc')
    .orderBy('movies.year')
    .execute();
}

function decadesOf(years: readonly (TasteSums & { year: number })[]) {
  const decades = new Map<number, TasteSums>();
  for (const { year, ...row } of years) {
    const decade = year - (year % 10);
    const before = decades.get(decade);
    decades.set(decade, before === undefined ? row : added(before, row));
  }
  return [...decades]
    .map(([decade, row]) => ({ decade, ...row }))
    .sort((a, b) => b.count - a.count || b.sum - a.sum || a.decade - b.decade);
}

async function peopleOf(db: Db, userId: UserId, job: 'director' | 'cast') {
  const films = db
    .selectFrom(ratedBy(db, userId))
    .innerJoin('credits', 'credits.movie_id', 'rated.movie_id')
    .select(['person_id', 'rated.movie_id', 'rated.stars', 'rated.crowd'])
    .distinct()
    .where('job', '=', sql.lit(job));
  const most = db
    .selectFrom(films.as('rated'))
    .select('person_id')
    .select(sums())
    .groupBy('person_id')
    .having(({ fn }) => fn.countAll(), '>=', sql.lit(LEAST_FILMS));
  const rows = await db
    .selectFrom(most.as('most'))
    .innerJoin('people', 'people.id', 'person_id')
    .select(['people.id', 'name', 'count', 'sum', 'crowd_sum', 'crowd_count'])
    .orderBy('count', 'desc')
    .orderBy('sum', 'desc')
    .orderBy('name')
    .orderBy('people.id')
    .limit(sql.lit(MOST_PEOPLE))
    .execute();
  return rows.map(({ id, name, ...row }) => ({ id, name, ...toTaste(row) }));
}

/** The user's own is taken out of each tally, which on PostgreSQL lies in several rows. */
function comparisonsOf(db: Db, userId: UserId): Promise<Comparison[]> {
  return db
    .selectFrom('ratings')
    .innerJoin('tallies', 'tallies.movie_id', 'ratings.movie_id')
    .select([
      'ratings.movie_id as movieId',
      'ratings.stars',
      sql<number>`sum(tallies.count) - 1`.as('count'),
      sql<number>`sum(tallies.sum) - ratings.stars`.as('sum'),
    ])
    .where('ratings.user_id', '=', userId)
    .groupBy(['ratings.movie_id', 'ratings.stars'])
    .having(({ fn }) => fn.sum('tallies.count'), '>', sql.lit(1))
    .orderBy('ratings.movie_id')
    .execute();
}

/** The user's stars and the published ones of each movie they rated. */
function ratedBy(db: Db, userId: UserId) {
  return db
    .selectFrom('ratings')
    .innerJoin('scores', 'scores.movie_id', 'ratings.movie_id')
    .select(['ratings.movie_id', 'ratings.stars', 'scores.stars as crowd'])
    .where('ratings.user_id', '=', userId)
    .as('rated');
}

function sums() {
  const crowdParts = sql`cast(round(rated.crowd * ${sql.lit(CROWD_PARTS)}) as bigint)`;
  return [
    sql<number>`count(*)`.as('count'),
    sql<number>`sum(rated.stars)`.as('sum'),
    sql<number | null>`cast(sum(${crowdParts}) as double precision)`.as('crowd_sum'),
    sql<number>`count(rated.crowd)`.as('crowd_count'),
  ] as const;
}

function added(one: TasteSums, other: TasteSums): TasteSums {
  const neither = one.crowd_sum === null && other.crowd_sum === null;
  return {
    count: one.count + other.count,
    sum: one.sum + other.sum,
    crowd_sum: neither ? null : (one.crowd_sum ?? 0) + (other.crowd_sum ?? 0),
    crowd_count: one.crowd_count + other.crowd_count,
  };
}

function toTaste(row: TasteSums): Taste {
  const { count, sum, crowd_sum: crowdSum, crowd_count: crowdCount } = row;
  const crowdMean = crowdSum === null ? null : crowdSum / (crowdCount * CROWD_PARTS);
  return { count, mean: sum / (count * STEPS_PER_STAR), crowdMean };
}
