import { type RawBuilder, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { MovieFilter } from '../../movies/ports.js';
import type { Position } from '../../page.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { knownCounts } from './known-counts.js';
import { filteredMovies } from './movie-filter.js';
import { isBeginning, isBegun, WORTH, worthOfBegun } from './relevance.js';
import { MANY, type Search } from './search.js';

/** `after` is a relevance and an id. */
export type Wish = { search: Search; filter: MovieFilter; most: number; after: Position | null };

export const BEST_FIRST = sql`relevance desc, id desc`;
const ID = sql<MovieId>`scores.movie_id`;

/**
 * For each kind of match, films are gone through from the most popular one down until there are enough of it: among so
 * many that is soon. What is worth less than the last of enough others is not looked at. Of whichever kind there are
 * few, all are ranked: it would take long to come upon them. Nothing of it is run unless `isMany`.
 *
 * The tables that the select of `best` is from; of these `begun` is there in any case. How many titles match, no further
 * than many, is told for the next time, when it need not be asked; nor need it where `titled` says it.
 */
export function bestOfMany(
  db: Db,
  { search, filter, most, after }: Wish,
  isMany: RawBuilder<boolean>,
  titled: RawBuilder<number> | null,
): { tables: RawBuilder<unknown>[]; best: RawBuilder<unknown>; inTitles: RawBuilder<number> } {
  const { key, written, meant, where } = search;
  const { has, found } = engineOf(db).search;
  const isNext = (relevance: RawBuilder<unknown>) =>
    sql<boolean>`${isMany} and ${isLeft(db, filter, ID)} and ${isBehind(after, relevance, ID)}`;
  const byPopularity = (worth: number, least: RawBuilder<number>, is: RawBuilder<boolean>) => {
    const relevance = sql`popularity + ${sql.lit(worth)}`;
    const furthest =
      after === null ? sql`` : sql`and popularity <= ${after[0]} - ${sql.lit(worth)}`;
    return sql`select * from (select movie_id as id, ${relevance} as relevance from scores
      where popularity >= ${least} - ${sql.lit(worth)} ${furthest} and ${is} and ${isNext(relevance)}
      order by popularity desc, movie_id desc limit ${sql.lit(most)}) as popular`;
  };
  const allOf = (table: string, worth: number, is: RawBuilder<boolean>) => {
    const relevance = sql`popularity + ${sql.lit(worth)}`;
    return sql`select scores.movie_id as id, ${relevance} as relevance
      from ${sql.ref(table)} as few join scores on scores.movie_id = few.movie_id
      where ${isFew(table)} and ${is} and ${isNext(relevance)}`;
  };
  const areManyTitles =
    titled === null ? sql<boolean>`false` : sql<boolean>`${titled} > ${sql.lit(MANY)}`;
  const upToMany = (table: string, among: 'titles' | 'anywhere') =>
    sql`${sql.ref(table)} as materialized (select movie_id from ${found(written, among)} as hits
      where ${isMany} and not ${areManyTitles} limit ${sql.lit(MANY + 1)})`;
  const nothing = sql<number>`0`;
  const enough = sql<number>`(select case when count(*) = ${sql.lit(most)} then min(relevance) else 0 end from titles)`;

  // What begins with one letter may be thousands; titles that are whole or begin with a whole word are few.
  const worth = worthOfBegun(key);
  const begins = sql<boolean>`((select ${isBegun(key)} from movies where id = ${ID}) is true)`;
  const tables = [
    begunOf(search),
    sql`sure as materialized (select id, worth from begun where ${isMany} and ${isFew('begun')}
      union all select id, ${worth} from movies
        where ${isMany} and not ${isFew('begun')} and ${isBeginning(key)})`,
  ];
  const begun = sql<boolean>`not ${isFew('begun')} and ${begins} and ${ID} not in (select id from sure)`;
  const kinds = [
    sql`select * from (select id, worth + (select popularity from scores where movie_id = id) as relevance
      from sure where ${isLeft(db, filter, sql`sure.id`)}) as best where ${isBehind(after)}`,
    byPopularity(WORTH.begun, nothing, begun),
    sql`select * from titles`,
  ];

  const isOther = sql<boolean>`${ID} not in (select id from begun) and (${isFew('begun')} or not ${begins})`;
  const isTitle = has(ID, written, 'titles');
  const areMany = where === 'titles' || knownCounts(db).has(written, 'titles');
  if (areMany) {
    const titles = byPopularity(WORTH.words, nothing, sql`${isTitle} and ${isOther}`);
    tables.push(sql`titles as materialized (${titles})`);
  } else {
    const ofMany = sql<boolean>`(${areManyTitles} or not ${isFew('in_titles')}) and ${isTitle} and ${isOther}`;
    tables.push(
      upToMany('in_titles', 'titles'),
      sql`titles as materialized (select * from (${byPopularity(WORTH.words, nothing, ofMany)}
        union all ${allOf('in_titles', WORTH.words, isOther)}) as either
        order by ${BEST_FIRST} limit ${sql.lit(most)})`,
    );
  }
  const people = sql<boolean>`${has(ID, written)} and not ${isTitle}`;
  if (where === 'anywhere' && meant === written) {
    kinds.push(byPopularity(WORTH.people, enough, people));
  } else if (where === 'anywhere') {
    tables.push(upToMany('as_written', where));
    kinds.push(
      byPopularity(WORTH.people, enough, sql`not ${isFew('as_written')} and ${people}`),
      allOf('as_written', WORTH.people, sql`not ${isTitle}`),
      byPopularity(WORTH.meant, enough, sql`${has(ID, meant)} and not ${has(ID, written)}`),
    );
  }
  const inTitles = areMany ? sql<number>`0` : sql<number>`(select count(*) from in_titles)`;
  return { tables, best: sql.join(kinds, sql` union all `), inTitles };
}

/** The first of those whose title begins with what was typed. */
export function begunOf({ key }: Search): RawBuilder<unknown> {
  return sql`begun as materialized (select id, ${worthOfBegun(key)} as worth
    from movies where ${isBegun(key)} limit ${sql.lit(MANY + 1)})`;
}

function isFew(table: string): RawBuilder<boolean> {
  return sql`(select count(*) from ${sql.ref(table)}) <= ${sql.lit(MANY)}`;
}

export function isBehind(
  after: Position | null,
  relevance = sql`relevance`,
  id = sql`id`,
): RawBuilder<boolean> {
  if (after === null) return sql`true`;
  const [last, lastId] = after;
  return sql`(${relevance} < ${last} or (${relevance} = ${last} and ${id} < ${lastId}))`;
}

/** Whether a filter leaves the movie of this id. */
export function isLeft(db: Db, filter: MovieFilter, id: RawBuilder<unknown>): RawBuilder<boolean> {
  if (!isWanted(filter)) return sql`true`;
  const its = filteredMovies(db, filter, null).where(sql<boolean>`movies.id = ${id}`);
  return sql`exists ${its.select('id')}`;
}

export function isWanted(filter: MovieFilter): boolean {
  const { q, ...others } = filter;
  return Object.values(others).some((value) => value !== undefined);
}

/** Whether whatever matches is wanted. */
export function isAll({ search, filter }: Wish): boolean {
  return search.year === null && !isWanted(filter);
}

/** What is of a year, or of the one before or after it. */
export function ofYear(filter: MovieFilter, year: number | null): MovieFilter {
  if (year === null) return filter;
  const { minYear = year - 1, maxYear = year + 1 } = filter;
  return { ...filter, minYear: Math.max(minYear, year - 1), maxYear: Math.min(maxYear, year + 1) };
}
