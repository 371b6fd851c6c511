import { sql } from 'kysely';
import type { Match, SearchIndex } from './engine.js';
import { insertMany } from './insert-many.js';
import { sqliteBulk } from './sqlite-bulk.js';
import { trigramsOf, withEnds } from './trigrams.js';

export const sqliteSearch: SearchIndex = {
  hits(match, where = 'anywhere') {
    const text = where === 'titles' ? `{title} : (${write(match)})` : write(match);
    return sql`(select rowid from movie_search where movie_search match ${text})`;
  },

  add: (db, movies) =>
    insertMany(sqliteBulk, db, 'movie_search', ['rowid', 'title', 'people'], movies),

  async remove(db, movieId) {
    await sql`delete from movie_search where rowid = ${movieId}`.execute(db);
  },

  async learn(db, words) {
    const { rows } = await sql<{ id: number | null }>`
      select max(id) as id from search_words`.execute(db);
    await sql`insert into search_words (word)
      select value from json_each(${JSON.stringify(words)}) where true
      on conflict do nothing`.execute(db);
    // Those added last have the largest ids.
    await sql`insert into search_word_letters (rowid, word)
      select id, '^' || word || '$' from search_words where id > ${rows[0]?.id ?? 0}`.execute(db);
  },

  async wordsLike(db, word) {
    const any = trigramsOf(withEnds(word)).map((trigram) => `"${trigram}"`);
    const { rows } = await sql<{ word: string }>`
      select word from search_words
      where id in (select rowid from search_word_letters
        where search_word_letters match ${any.join(' OR ')})
      and length(word) >= ${word.length - 2}
      order by id`.execute(db);
    return rows.map((row) => row.word);
  },
};

/** Folded words hold letters, marks and digits only: nothing in them is syntax once quoted. */
function write(match: Match): string {
  if ('all' in match) return match.all.map(write).join(' AND ');
  if ('any' in match) return `(${match.any.map((one) => `(${write(one)})`).join(' OR ')})`;
  return `"${match.word}"${match.begun ? '*' : ''}`;
}
