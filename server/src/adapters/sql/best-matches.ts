import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { MovieFilter } from '../../movies/ports.js';
import type { PageRequest, Position } from '../../page.js';
import type { Db } from './atomic.js';
import {
  BEST_FIRST,
  begunOf,
  bestOfMany,
  isBehind,
  isLeft,
  isWanted,
  type Wish,
} from './best-of-many.js';
import { engineOf } from './engines.js';
import { cut } from './keyset.js';
import { knownCounts } from './known-counts.js';
import { filteredMovies } from './movie-filter.js';
import { worthOfFound } from './relevance.js';
import { hitsOf, MANY, searchFor } from './search.js';

type Ranked = { id: MovieId; key0: number; key1: number };
type Answer = { hits: number; page: string; total: number; inTitles: number };

/** The best first, and of equals those added last. */
export async function bestMatches(
  db: Db,
  query: string,
  filter: MovieFilter,
  { limit, after }: PageRequest,
): Promise<{ rows: Ranked[]; next: Position | null; total: number }> {
  const known = knownCounts(db);
  let answer: Answer = { hits: 0, page: '[]', total: 0, inTitles: 0 };
  await searchFor(db, query, async (search) => {
    const { meant, written, where } = search;
    const wish = { search, filter: ofYear(filter, search.year), most: limit + 1, after };
    answer = await bestOf(db, wish);
    const { hits, total, inTitles } = answer;
    if (inTitles > MANY) known.learn([written, 'titles']);
    if (hits > MANY && isAll(wish)) known.learn([meant, where], total);
    else if (hits > MANY && !known.has(meant, where)) known.learn([meant, where]);
    return hits;
  });
  const ranked = (JSON.parse(answer.page) as [MovieId, number][]).map(([id, relevance]) => ({
    id,
    key0: relevance,
    key1: id,
  }));
  return { ...cut(ranked, ['relevance', 'id'], limit), total: answer.total };
}

/**
 * Counts hits, no further than many, and ranks them: on PostgreSQL in one statement, for to ask once more takes longer
 * than most of it. SQLite is asked at once, but fills all tables of a statement, also those that turn out to be of no use.
 */
async function bestOf(db: Db, wish: Wish): Promise<Answer> {
  const isKnown = knownCounts(db).has(wish.search.meant, wish.search.where);
  const ask = async (statement: RawBuilder<Answer>) =>
    (await statement.execute(db)).rows[0] as Answer;
  if (isKnown) return ask(ofMany(db, wish));
  if (engineOf(db).kind === 'postgres') return ask(ofAny(db, wish));
  const few = await ask(ofFew(db, wish));
  return few.hits > MANY ? ask(ofMany(db, wish)) : few;
}

function ofMany(db: Db, wish: Wish): RawBuilder<Answer> {
  const { tables, best, inTitles } = bestOfMany(db, wish, sql`1 = 1`);
  return sql`with ${sql.join(tables)} select ${sql.lit(MANY + 1)} as hits, ${countOf(db, wish)} as total,
    ${inTitles} as "inTitles", ${listOfBest(db, wish.most, sql`(${best}) as hits`)} as page`;
}

const IS_MANY = sql<boolean>`(select count(*) from found) > ${sql.lit(MANY)}`;
const RANKED = sql<number>`(select count(*) from ranked)`;

function ofFew(db: Db, wish: Wish): RawBuilder<Answer> {
  const { found, begun, ranked } = tablesOfFew(db, wish);
  return sql`with ${sql.join([found, begun, ranked])}
    select (select count(*) from found) as hits, ${RANKED} as total, 0 as "inTitles",
      ${listOfBest(db, wish.most, sql`ranked where ${isBehind(wish.after)}`)} as page`;
}

function ofAny(db: Db, wish: Wish): RawBuilder<Answer> {
  const { found, ranked } = tablesOfFew(db, wish);
  const { tables, best, inTitles } = bestOfMany(db, wish, IS_MANY);
  const all = sql`(select * from ranked where ${isBehind(wish.after)} union all ${best}) as hits`;
  return sql`with ${sql.join([found, ...tables, ranked])}
    select (select count(*) from found) as hits,
      case when ${IS_MANY} then ${countOf(db, wish)} else ${RANKED} end as total, ${inTitles} as "inTitles",
      ${listOfBest(db, wish.most, all)} as page`;
}

/** Of whatever else is known of a movie than that it was found no more than this is looked up. */
function tablesOfFew(db: Db, { search, filter }: Wish) {
  const hits = engineOf(db).search.found(search.meant, search.where);
  return {
    found: sql`found as materialized (select * from ${hits} as hits limit ${sql.lit(MANY + 1)})`,
    begun: begunOf(search),
    ranked: sql`ranked as materialized (select found.movie_id as id,
        coalesce(begun.worth, ${worthOfFound(db, search)}) + popularity as relevance
      from found join scores on scores.movie_id = found.movie_id
        left join begun on begun.id = found.movie_id
      where not ${IS_MANY} and ${isLeft(db, filter, sql`found.movie_id`)})`,
  };
}

function countOf(db: Db, wish: Wish): RawBuilder<number> {
  const { search, filter } = wish;
  const known = isAll(wish) ? knownCounts(db).total(search.meant, search.where) : undefined;
  if (known !== undefined) return sql`cast(${known} as integer)`;
  const hits = hitsOf(db, search);
  if (!isWanted(filter)) return sql`(select count(*) from ${hits} as hits)`;
  return sql`${filteredMovies(db, filter, hits).select(({ fn }) => fn.countAll().as('n'))}`;
}

function listOfBest(db: Db, most: number, rows: RawBuilder<unknown>): RawBuilder<string> {
  const { listOf } = engineOf(db).bulk;
  const best = sql`select id, relevance from ${rows} order by ${BEST_FIRST} limit ${sql.lit(most)}`;
  return sql`(select ${listOf([sql`id`, sql`relevance`], BEST_FIRST)} from (${best}) as best)`;
}

/** Whether whatever matches is wanted. */
function isAll({ search, filter }: Wish): boolean {
  return search.year === null && !isWanted(filter);
}

function ofYear(filter: MovieFilter, year: number | null): MovieFilter {
  if (year === null) return filter;
  const { minYear = year - 1, maxYear = year + 1 } = filter;
  return { ...filter, minYear: Math.max(minYear, year - 1), maxYear: Math.min(maxYear, year + 1) };
}
