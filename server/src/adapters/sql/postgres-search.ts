import { sql } from 'kysely';
import type { Match, SearchIndex } from './engine.js';
import { insertMany } from './insert-many.js';
import { postgresBulk } from './postgres-bulk.js';
import { trigramsOf, withEnds } from './trigrams.js';

/** Longer words are not kept by PostgreSQL; nobody types so much of one. */
const LONGEST_WORD = 300;

export const postgresSearch: SearchIndex = {
  hits(match, where = 'anywhere') {
    const text = write(match, where === 'titles' ? 'A' : '');
    return sql`(select movie_id from movie_search where words @@ ${text}::tsquery)`;
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
    const rows = words.map((word) => ({
      word,
      letters: [...new Set(trigramsOf(withEnds(word)))],
    }));
    // Their ids are in the order given. Whoever adds several at once does so in one order: two would otherwise wait
    // for each other.
    await sql`
      with given as materialized (
        select nextval(pg_get_serial_sequence('search_words', 'id')) as id, word, letters
        from json_populate_recordset(null::search_words, ${JSON.stringify(rows)}::json) as new
        where not exists (select from search_words known where known.word = new.word)
      )
      insert into search_words (id, word, letters) select id, word, letters from given
      order by word
      on conflict do nothing`.execute(db);
  },

  async wordsLike(db, word) {
    const letters = trigramsOf(withEnds(word));
    const { rows } = await sql<{ word: string }>`
      select word from search_words
      where letters && ${letters}::text[] and length(word) >= ${word.length - 2}
      order by id`.execute(db);
    return rows.map((row) => row.word);
  },
};

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
