import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { MovieFilter } from '../../movies/ports.js';
import type { PageRequest, Position } from '../../page.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { cut } from './keyset.js';
import { knownCounts } from './known-counts.js';
import { filteredMovies } from './movie-filter.js';
import { isBegun, relevanceOf, WORTH, worthOfBegun } from './relevance.js';
import { hitsOf, isOfMany, type Search } from './search.js';

type Ranked = { id: MovieId; key0: number; key1: number };
/** `after` is a relevance and an id. */
type Wish = { search: Search; filter: MovieFilter; most: number; after: Position | null };

const BEST_FIRST = sql`relevance desc, id desc`;
const ID = sql<MovieId>`scores.movie_id`;

/** The best first, and of equals those added last. */
export async function bestMatches(
  db: Db,
  search: Search,
  filter: MovieFilter,
  { limit, after }: PageRequest,
): Promise<{ rows: Ranked[]; next: Position | null; total: number }> {
  const wish = { search, filter: ofYear(filter, search.year), most: limit + 1, after };
  const query = search.hasMany ? await bestOfMany(db, wish) : bestOfFew(db, wish);
  const { rows } = await query.execute(db);
  const [{ page, total }] = rows as [Answer];
  const { meant, where } = search;
  if (search.hasMany && isAll(wish)) knownCounts(db).learn([meant, where], total);
  const ranked = (JSON.parse(page) as [MovieId, number][]).map(([id, relevance]) => ({
    id,
    key0: relevance,
    key1: id,
  }));
  return { ...cut(ranked, ['relevance', 'id'], limit), total };
}

type Answer = { page: string; total: number };

/** All of them are ranked. */
function bestOfFew(db: Db, { search, filter, most, after }: Wish): RawBuilder<Answer> {
  const { hits } = engineOf(db).search;
  const ranked = filteredMovies(db, filter, null)
    .innerJoin('scores', 'scores.movie_id', 'movies.id')
    .where(sql<boolean>`movies.id in (select * from found)`)
    .select(['movies.id', relevanceOf(db, search).as('relevance')]);
  return sql`with found as materialized ${hits(search.meant, search.where)},
      ranked as materialized ${ranked}
    select (select count(*) from ranked) as total, ${listOfBest(db, most, sql`ranked where ${isBehind(after)}`)} as page`;
}

/**
 * For each kind of match, films are gone through from the most popular one down until there are enough of it: among so
 * many that is soon. What is worth less than the last of enough others is not looked at.
 */
async function bestOfMany(db: Db, wish: Wish): Promise<RawBuilder<Answer>> {
  const { search, filter, most, after } = wish;
  const { key, written, meant, where } = search;
  const { has, hits } = engineOf(db).search;
  const inTitles =
    where === 'titles' || (await isOfMany(db, written, 'titles'))
      ? has(ID, written, 'titles')
      : sql<boolean>`${ID} in ${hits(written, 'titles')}`;
  const isLeft = isWanted(filter)
    ? sql`exists ${filteredMovies(db, filter, null).select('id').whereRef('movies.id', '=', ID)}`
    : sql`true`;
  const begun = filteredMovies(db, filter, null)
    .innerJoin('scores', 'scores.movie_id', 'movies.id')
    .where(isBegun(key))
    .select(['movies.id', sql`(${worthOfBegun(key)} + popularity)`.as('relevance')]);
  const kind = (worth: number, least: RawBuilder<number>, is: RawBuilder<boolean>) => {
    const relevance = sql`popularity + ${sql.lit(worth)}`;
    const furthest =
      after === null ? sql`` : sql`and popularity <= ${after[0]} - ${sql.lit(worth)}`;
    return sql`(select movie_id as id, ${relevance} as relevance from scores
      where popularity >= ${least} - ${sql.lit(worth)} ${furthest}
        and ${is} and ${isLeft} and ${isBehind(after, relevance, sql`movie_id`)}
      order by popularity desc, movie_id desc limit ${sql.lit(most)})`;
  };
  const nothing = sql<number>`0`;
  const enough = sql<number>`(select case when count(*) = ${sql.lit(most)} then min(relevance) else 0 end from titles)`;
  const kinds = [sql`select * from begun where ${isBehind(after)}`, sql`select * from titles`];
  if (where === 'anywhere') {
    const people = sql<boolean>`${has(ID, written)} and not ${has(ID, written, 'titles')}`;
    kinds.push(sql`select * from ${kind(WORTH.people, enough, people)} as people`);
  }
  if (meant !== written) {
    const other = sql<boolean>`${has(ID, meant)} and not ${has(ID, written)}`;
    kinds.push(sql`select * from ${kind(WORTH.meant, enough, other)} as others`);
  }
  const titles = sql<boolean>`${inTitles} and ${ID} not in (select id from begun)`;
  return sql`with begun as materialized ${begun},
      titles as materialized ${kind(WORTH.words, nothing, titles)}
    select ${countOf(db, wish)} as total,
      ${listOfBest(db, most, sql`(${sql.join(kinds, sql` union all `)}) as hits`)} as page`;
}

function countOf(db: Db, wish: Wish): RawBuilder<number> {
  const { search, filter } = wish;
  const known = isAll(wish) ? knownCounts(db).total(search.meant, search.where) : undefined;
  if (known !== undefined) return sql`cast(${known} as integer)`;
  const hits = hitsOf(db, search);
  if (!isWanted(filter)) return sql`(select count(*) from ${hits} as hits)`;
  return sql`${filteredMovies(db, filter, hits).select(({ fn }) => fn.countAll().as('n'))}`;
}

function isBehind(
  after: Position | null,
  relevance = sql`relevance`,
  id = sql`id`,
): RawBuilder<boolean> {
  if (after === null) return sql`true`;
  const [last, lastId] = after;
  return sql`(${relevance} < ${last} or (${relevance} = ${last} and ${id} < ${lastId}))`;
}

function listOfBest(db: Db, most: number, rows: RawBuilder<unknown>): RawBuilder<string> {
  const { listOf } = engineOf(db).bulk;
  const best = sql`select id, relevance from ${rows} order by ${BEST_FIRST} limit ${sql.lit(most)}`;
  return sql`(select ${listOf([sql`id`, sql`relevance`], BEST_FIRST)} from (${best}) as best)`;
}

function isWanted(filter: MovieFilter): boolean {
  const { q, ...others } = filter;
  return Object.values(others).some((value) => value !== undefined);
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
