import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { MovieFilter } from '../../movies/ports.js';
import type { PageRequest, Position } from '../../page.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { cut } from './keyset.js';
import { knownCounts } from './known-counts.js';
import { filteredMovies } from './movie-filter.js';
import { isBeginning, isBegun, WORTH, worthOfBegun, worthOfFound } from './relevance.js';
import { type Attempt, hitsOf, isOfMany, MANY, type Search, searchFor } from './search.js';

type Ranked = { id: MovieId; key0: number; key1: number };
/** `after` is a relevance and an id. */
type Wish<What = Search> = {
  search: What;
  filter: MovieFilter;
  most: number;
  after: Position | null;
};
type Answer = { page: string; total: number };

const BEST_FIRST = sql`relevance desc, id desc`;
const ID = sql<MovieId>`scores.movie_id`;

/** The best first, and of equals those added last. */
export async function bestMatches(
  db: Db,
  query: string,
  filter: MovieFilter,
  { limit, after }: PageRequest,
): Promise<{ rows: Ranked[]; next: Position | null; total: number }> {
  const known = knownCounts(db);
  const wishFor = <What extends Attempt>(search: What): Wish<What> => {
    return { search, filter: ofYear(filter, search.year), most: limit + 1, after };
  };
  let answer: Answer = { page: '[]', total: 0 };
  const search = await searchFor(db, query, async (attempt) => {
    const { meant, where } = attempt;
    if (known.has(meant, where)) return MANY + 1;
    const { rows } = await bestOfFew(db, wishFor(attempt)).execute(db);
    const [{ hits, ...best }] = rows as [Answer & { hits: number }];
    answer = best;
    if (hits > MANY) known.learn([meant, where]);
    return hits;
  });
  if (search?.hasMany) answer = await answerOfMany(db, wishFor(search));
  const ranked = (JSON.parse(answer.page) as [MovieId, number][]).map(([id, relevance]) => ({
    id,
    key0: relevance,
    key1: id,
  }));
  return { ...cut(ranked, ['relevance', 'id'], limit), total: answer.total };
}

async function answerOfMany(db: Db, wish: Wish): Promise<Answer> {
  const { rows } = await (await bestOfMany(db, wish)).execute(db);
  const [answer] = rows as [Answer];
  const { meant, where } = wish.search;
  if (isAll(wish)) knownCounts(db).learn([meant, where], answer.total);
  return answer;
}

/** Counts hits, no further than many, and ranks all unless there are as many. */
function bestOfFew(
  db: Db,
  { search, filter, most, after }: Wish<Attempt>,
): RawBuilder<Answer & { hits: number }> {
  const { found } = engineOf(db).search;
  const begun = sql`select id, ${worthOfBegun(search.key)} as worth from movies where ${isBegun(search.key)}`;
  // Of whatever else is known of a movie no more than this is looked up.
  return sql`with found as materialized
      (select * from ${found(search.meant, search.where)} as hits limit ${sql.lit(MANY + 1)}),
      begun as materialized (${begun}),
      ranked as materialized (select found.movie_id as id,
          coalesce(begun.worth, ${worthOfFound(db, search)}) + popularity as relevance
        from found join scores on scores.movie_id = found.movie_id
          left join begun on begun.id = found.movie_id
        where (select count(*) from found) <= ${sql.lit(MANY)}
          and ${isLeft(db, filter, sql`found.movie_id`)})
    select (select count(*) from found) as hits, (select count(*) from ranked) as total,
      ${listOfBest(db, most, sql`ranked where ${isBehind(after)}`)} as page`;
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
  const kind = (worth: number, least: RawBuilder<number>, is: RawBuilder<boolean>) => {
    const relevance = sql`popularity + ${sql.lit(worth)}`;
    const furthest =
      after === null ? sql`` : sql`and popularity <= ${after[0]} - ${sql.lit(worth)}`;
    return sql`(select movie_id as id, ${relevance} as relevance from scores
      where popularity >= ${least} - ${sql.lit(worth)} ${furthest}
        and ${is} and ${isLeft(db, filter, ID)} and ${isBehind(after, relevance, sql`movie_id`)}
      order by popularity desc, movie_id desc limit ${sql.lit(most)})`;
  };
  const nothing = sql<number>`0`;
  const enough = sql<number>`(select case when count(*) = ${sql.lit(most)} then min(relevance) else 0 end from titles)`;
  const isFew = sql<boolean>`(select count(*) from begun) <= ${sql.lit(MANY)}`;
  const begins = sql<boolean>`exists (select 1 from movies where id = ${ID} and ${isBegun(key)})`;
  const begun = sql<boolean>`not ${isFew} and ${begins} and ${ID} not in (select id from sure)`;
  const titles = sql<boolean>`${inTitles} and ${ID} not in (select id from begun)
    and (${isFew} or not ${begins})`;
  const kinds = [
    sql`select * from (select id, worth + (select popularity from scores where movie_id = id) as relevance
      from sure where ${isLeft(db, filter, sql`sure.id`)}) as best where ${isBehind(after)}`,
    sql`select * from ${kind(WORTH.begun, nothing, begun)} as others_begun`,
    sql`select * from titles`,
  ];
  if (where === 'anywhere') {
    const people = sql<boolean>`${has(ID, written)} and not ${has(ID, written, 'titles')}`;
    kinds.push(sql`select * from ${kind(WORTH.people, enough, people)} as people`);
  }
  if (meant !== written) {
    const other = sql<boolean>`${has(ID, meant)} and not ${has(ID, written)}`;
    kinds.push(sql`select * from ${kind(WORTH.meant, enough, other)} as others`);
  }
  // What begins with one letter may be thousands; titles that are whole or begin with a whole word are few.
  const worth = worthOfBegun(key);
  return sql`with begun as materialized
      (select id, ${worth} as worth from movies where ${isBegun(key)} limit ${sql.lit(MANY + 1)}),
      sure as materialized (select id, worth from begun where ${isFew}
        union all select id, ${worth} from movies where not ${isFew} and ${isBeginning(key)}),
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

/** Whether a filter leaves the movie of this id. */
function isLeft(db: Db, filter: MovieFilter, id: RawBuilder<unknown>): RawBuilder<boolean> {
  if (!isWanted(filter)) return sql`true`;
  const its = filteredMovies(db, filter, null).where(sql<boolean>`movies.id = ${id}`);
  return sql`exists ${its.select('id')}`;
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
