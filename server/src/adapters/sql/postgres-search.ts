import { type RawBuilder, sql } from 'kysely';
import type { Match, NewWords, SearchIndex } from './engine.js';
import { insertMany } from './insert-many.js';
import { postgresBulk } from './postgres-bulk.js';

/** Longer words are not kept by PostgreSQL; nobody types so much of one. */
const LONGEST_WORD = 300;
const FEW_LETTERS = 2;
/** So long are the beginnings that are counted. */
const LONGEST_COUNTED = 3;

export const postgresSearch: SearchIndex = {
  hits: (match, where) => sql`(select movie_id from movie_search where ${isAmong(match, where)})`,
  found: (match, where) =>
    sql`(select movie_id, words from movie_search where ${isAmong(match, where)})`,
  isFound: (match, where) => sql`found.words @@ ${asked(write(match, where))}`,
  counted(match, where) {
    const [one] = 'all' in match && match.all.length === 1 ? match.all : [];
    if (one === undefined || !('word' in one) || !one.begun) return null;
    const letters = [...one.word].length;
    // Of fewer letters only titles are counted.
    if (letters > LONGEST_COUNTED || (letters < LONGEST_COUNTED && where !== 'titles')) return null;
    return sql`select coalesce(sum(${sql.ref(where === 'titles' ? 'titled' : 'movies')}), 0) as movies,
      coalesce(sum(titled), 0) as titled from search_beginnings where beginning = ${one.word}`;
  },
  has: (id, match, where) =>
    sql`(select words @@ ${asked(write(match, where))} from movie_search where movie_id = ${id})`,

  add: (db, movies) =>
    insertMany(
      postgresBulk,
      db,
      'movie_search',
      ['movie_id', 'words'],
      movies.map(([id, titles, people]) => [
        id,
        `${weighed(titles, '1A')} ${weighed(people, '2B')}`,
      ]),
    ),

  async remove(db, movieId) {
    await sql`delete from movie_search where movie_id = ${movieId}`.execute(db);
  },

  async learn(db, words) {
    // Their ids are in the order given. Whoever adds several at once does so in one order: two would otherwise wait
    // for each other.
    await sql`
      with given as materialized (
        select nextval(pg_get_serial_sequence('search_words', 'id')) as id, word
        from json_array_elements_text(${JSON.stringify(words)}::json) as new (word)
        where not exists (select from search_words known where known.word = new.word)
      )
      insert into search_words (id, word) select id, word from given
      order by word
      on conflict do nothing`.execute(db);
  },

  async wordsAfter(db, id, gaps) {
    // Who learns words has changed something before, and so has a number; numbers go far beyond an integer's.
    const { rows } = await sql<NewWords>`
      select string_agg(word, ' ' order by id) as words, string_agg(id::text, ' ' order by id) as ids,
        greatest(max(id), ${id}) as last,
        pg_snapshot_xmin(pg_current_snapshot())::text::bigint as running,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next
      from (select id, word from search_words where id > ${id}
        union all select id, word from json_array_elements(${JSON.stringify(gaps)}::json) as gap
          join search_words on id between (gap->>0)::bigint and (gap->>1)::bigint) as fresh`.execute(
      db,
    );
    return rows[0] as NewWords;
  },
};

type Where = 'titles' | 'anywhere';

/** By the indexes, of which one that has nothing but words of titles keeps no weights. */
function isAmong(match: Match, where: Where = 'anywhere'): RawBuilder<boolean> {
  const words = where === 'titles' ? sql`ts_filter(words, '{a}')` : sql`words`;
  // In one order, whichever word is short: the statement is the same then.
  const inOrder = byLength(match).toSorted(
    (a, b) => Number(a.short === null) - Number(b.short === null),
  );
  const ways = inOrder.map(({ long, short }) => {
    const isFound = sql<boolean>`${words} @@ ${asked(write(long))}`;
    if (short === null) return isFound;
    // Not by the operator, for which both would be looked for in the index.
    return sql<boolean>`(${isFound} and ts_match_vq(words, ${asked(write(short, where))}))`;
  });
  return sql`(${sql.join(ways, sql` or `)})`;
}

/**
 * Beside a word of some length the index is not asked for what begins with a letter or two, which half of all have: the
 * rows tell sooner. Each of several ways to match is looked for by itself where that helps.
 */
function byLength(match: Match): { long: Match; short: Match | null }[] {
  if ('any' in match && match.any.every((way) => 'all' in way)) {
    const ways = match.any.flatMap(byLength);
    if (ways.some(({ short }) => short !== null)) return ways;
  }
  if (!('all' in match)) return [{ long: match, short: null }];
  const long = match.all.filter((one) => !isShort(one));
  if (long.length === 0 || long.length === match.all.length) return [{ long: match, short: null }];
  return [{ long: { all: long }, short: { all: match.all.filter(isShort) } }];
}

function isShort(match: Match): boolean {
  if ('word' in match) return match.begun && match.word.length <= FEW_LETTERS;
  return 'any' in match ? match.any.some(isShort) : match.all.every(isShort);
}

/**
 * The planner does not look into it, and so finds no plan worth making anew for each search: that took more than to run
 * most of them.
 */
function asked(text: string): RawBuilder<unknown> {
  return sql`(select ${text}::tsquery)`;
}

/** Folded words hold letters, marks and digits only: nothing in them is syntax once quoted. */
function write(match: Match, where: Where = 'anywhere'): string {
  if ('all' in match) return match.all.map((one) => write(one, where)).join(' & ');
  if ('any' in match) return `(${match.any.map((one) => `(${write(one, where)})`).join(' | ')})`;
  return `'${cut(match.word)}':${match.begun ? '*' : ''}${where === 'titles' ? 'A' : ''}`;
}

function weighed(words: string, position: '1A' | '2B'): string {
  return words === ''
    ? ''
    : words
        .split(' ')
        .map((word) => `'${cut(word)}':${position}`)
        .join(' ');
}

function cut(word: string): string {
  return [...word].slice(0, LONGEST_WORD).join('');
}
