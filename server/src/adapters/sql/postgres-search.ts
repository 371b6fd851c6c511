import { type RawBuilder, sql } from 'kysely';
import type { Match, NewWords, SearchIndex } from './engine.js';
import { insertMany } from './insert-many.js';
import { postgresBulk } from './postgres-bulk.js';

/** Longer words are not kept by PostgreSQL; nobody types so much of one. */
const LONGEST_WORD = 300;

export const postgresSearch: SearchIndex = {
  hits: (match, where) => sql`(select movie_id from movie_search where ${isAmong(match, where)})`,
  found: (match, where) =>
    sql`(select movie_id, words from movie_search where ${isAmong(match, where)})`,
  isFound: (match, where) => sql`found.words @@ ${textOf(match, where)}::tsquery`,

  has(id, match, where) {
    return sql`(select words @@ ${textOf(match, where)}::tsquery from movie_search where movie_id = ${id})`;
  },

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

/** As the indexes have it. */
function isAmong(match: Match, where: Where = 'anywhere'): RawBuilder<boolean> {
  // Weights are not in an index: each row would be looked at.
  const words = where === 'titles' ? sql`ts_filter(words, '{a}')` : sql`words`;
  return sql`${words} @@ ${write(match, '')}::tsquery`;
}

function textOf(match: Match, where: Where = 'anywhere'): string {
  return write(match, where === 'titles' ? 'A' : '');
}

/** Folded words hold letters, marks and digits only: nothing in them is syntax once quoted. */
function write(match: Match, weight: string): string {
  if ('all' in match) return match.all.map((one) => write(one, weight)).join(' & ');
  if ('any' in match) return `(${match.any.map((one) => `(${write(one, weight)})`).join(' | ')})`;
  return `'${cut(match.word)}':${match.begun ? '*' : ''}${weight}`;
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
