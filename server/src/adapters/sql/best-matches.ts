import { type RawBuilder, sql } from 'kysely';
import type { Movie } from '../../movies/movie.js';
import type { MovieFilter } from '../../movies/ports.js';
import type { Page, PageRequest } from '../../page.js';
import type { Db } from './atomic.js';
import { tablesOfFew } from './best-of-few.js';
import {
  BEST_FIRST,
  bestOfMany,
  isAll,
  isBehind,
  isWanted,
  ofYear,
  type Wish,
} from './best-of-many.js';
import { engineOf } from './engines.js';
import { keepMovies } from './kept-movies.js';
import { cut } from './keyset.js';
import { knownBests, NEWEST_MOVIE } from './known-bests.js';
import { isSelective, knownCounts } from './known-counts.js';
import { filteredMovies } from './movie-filter.js';
import { toMovie, type WholeRow, wholeMovie } from './movie-rows.js';
import { type Counted, hitsOf, MANY, NEWEST_WORD, searchFor } from './search.js';

/**
 * Of the movies that were found, the best; how many they are comes with each, or alone, and so do `newest` and the largest id
 * of a movie.
 */
type Answer = Counted & { total: number; inTitles: number; newestMovie: number; best: Ranked[] };
type Ranked = { id: number; relevance: number } & WholeRow;
type Counts = { [count in 'hits' | 'total' | 'inTitles']: RawBuilder<number> };

/** The best first, and of equals those added last. */
export async function bestMatches(
  db: Db,
  query: string,
  filter: MovieFilter,
  { limit, after }: PageRequest,
): Promise<Page<Movie>> {
  const bests = isWanted(filter) ? null : knownBests(db);
  const key = JSON.stringify([query, limit, after]);
  const before = await bests?.find(key);
  if (before) return before;
  const known = knownCounts(db);
  let [answer, areMany] = [NOTHING, false];
  await searchFor(db, query, async (search) => {
    const { meant, written, where } = search;
    const wish = { search, filter: ofYear(filter, search.year), most: limit + 1, after };
    // What was known is not learnt again, else it would be known for as long as it is asked for.
    const isNew = isAll(wish) ? known.total(meant, where) === undefined : !known.has(meant, where);
    answer = await bestOf(db, wish);
    const { hits, total, inTitles } = answer;
    if (inTitles > MANY && !known.has(written, 'titles')) known.learn([written, 'titles']);
    areMany = hits > MANY && isNew;
    if (areMany) known.learn([meant, where], isAll(wish) ? total : undefined);
    return answer;
  });
  const ranked = answer.best.map((row) => ({ row, key0: row.relevance, key1: row.id }));
  const { rows, next } = cut(ranked, ['relevance', 'id'], limit);
  const found = rows.map(({ row }) => row);
  const rest = { next, total: answer.total };
  if (!areMany || bests === null) return { items: found.map(toMovie), ...rest };
  const items = keepMovies(db, found);
  // For as long as their total is known, and no longer.
  const versions = items.map(({ id, version }) => ({ id, version }));
  bests.learn(key, { versions, newest: answer.newestMovie, ...rest });
  return { items, ...rest };
}

const NOTHING: Answer = { hits: 0, newest: null, total: 0, inTitles: 0, newestMovie: 0, best: [] };

/**
 * Counts hits, no further than many, and ranks them: on PostgreSQL in one statement where they may be many, for to ask
 * once more takes longer than most of it. It takes a while to begin, too: where they are hardly many, that is seen to when
 * they are. SQLite is asked at once, but fills all tables of a statement, also those that turn out to be of no use.
 */
async function bestOf(db: Db, wish: Wish): Promise<Answer> {
  const { meant, where } = wish.search;
  const counted = engineOf(db).search.counted(meant, where);
  const isKnown = counted === null && knownCounts(db).has(meant, where);
  if (isKnown) return ask(db, ofMany(db, wish));
  if (engineOf(db).kind === 'postgres' && !isSelective(meant))
    return ask(db, ofAny(db, wish, counted));
  const few = await ask(db, ofFew(db, wish));
  return few.hits > MANY ? ask(db, ofMany(db, wish)) : few;
}

async function ask(db: Db, statement: RawBuilder<Omit<Answer, 'best'> & Ranked>): Promise<Answer> {
  const { rows } = await statement.execute(db);
  const { hits, newest, total, inTitles, newestMovie } = rows[0] as Answer & Ranked;
  const best = rows.filter(({ id }) => id !== null);
  return { hits, newest, total, inTitles, newestMovie, best };
}

function ofMany(db: Db, wish: Wish) {
  const { tables, best, inTitles } = bestOfMany(db, wish, sql`1 = 1`, null);
  const counts = { hits: sql<number>`${sql.lit(MANY + 1)}`, total: countOf(db, wish), inTitles };
  return withFilms(db, wish, tables, counts, sql`(${best}) as hits`);
}

const HITS = sql<number>`(select count(*) from found)`;
const RANKED = sql<number>`(select count(*) from ranked)`;

function ofFew(db: Db, wish: Wish) {
  const { found, begun, ranked } = tablesOfFew(db, wish, isMany(HITS));
  const counts = { hits: HITS, total: RANKED, inTitles: sql<number>`0` };
  const left = sql`ranked where ${isBehind(wish.after)}`;
  return withFilms(db, wish, [found, begun, ranked], counts, left);
}

/** Where it is known how many they are, of many not even as many as make them many are looked for. */
function ofAny(db: Db, wish: Wish, counted: RawBuilder<unknown> | null) {
  const isCounted = counted !== null;
  const hits = isCounted ? sql<number>`(select movies from counted)` : HITS;
  const titled = isCounted ? sql<number>`(select titled from counted)` : null;
  const { found, ranked } = tablesOfFew(db, wish, isMany(hits));
  const { tables, best, inTitles } = bestOfMany(db, wish, isMany(hits), titled);
  const left = sql<number>`case when ${isMany(hits)} then ${countOf(db, wish)} else ${RANKED} end`;
  const total = isCounted && isAll(wish) ? hits : left;
  const first = isCounted ? [sql`counted as materialized (${counted})`] : [];
  const all = sql`(select * from ranked where ${isBehind(wish.after)} union all ${best}) as hits`;
  const counts = { hits, total, inTitles };
  return withFilms(db, wish, [...first, found, ...tables, ranked], counts, all);
}

function isMany(hits: RawBuilder<number>): RawBuilder<boolean> {
  return sql`(${hits} > ${sql.lit(MANY)})`;
}

/** Whole films, since to ask for them afterwards takes as long as they do. */
function withFilms(
  db: Db,
  { most }: Wish,
  tables: RawBuilder<unknown>[],
  { hits, total, inTitles }: Counts,
  ranked: RawBuilder<unknown>,
) {
  return sql<Omit<Answer, 'best'> & Ranked>`with ${sql.join(tables)},
    best as materialized (select id, relevance from ${ranked} order by ${BEST_FIRST} limit ${sql.lit(most)})
    select counts.*, relevance, ${wholeMovie(db)}
    from (select ${hits} as hits, ${total} as total, ${inTitles} as "inTitles",
        ${NEWEST_WORD} as newest, ${NEWEST_MOVIE} as "newestMovie") as counts
      left join best on true
      left join movies on movies.id = best.id
      left join scores on scores.movie_id = best.id
    order by relevance desc, best.id desc`;
}

function countOf(db: Db, wish: Wish): RawBuilder<number> {
  const { search, filter } = wish;
  const known = isAll(wish) ? knownCounts(db).total(search.meant, search.where) : undefined;
  if (known !== undefined) return sql`cast(${known} as integer)`;
  const hits = hitsOf(db, search);
  if (!isWanted(filter)) return sql`(select count(*) from ${hits} as hits)`;
  return sql`${filteredMovies(db, filter, hits).select(({ fn }) => fn.countAll().as('n'))}`;
}
