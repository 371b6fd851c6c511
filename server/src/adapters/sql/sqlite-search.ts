import { type RawBuilder, sql } from 'kysely';
import type { Match, SearchIndex } from './engine.js';
import { insertMany } from './insert-many.js';
import { sqliteBulk } from './sqlite-bulk.js';

export const sqliteSearch: SearchIndex = {
  hits,
  found: (match, where) => sql`(select rowid as movie_id from ${hits(match, where)})`,
  isFound: (match, where) => sql`found.movie_id in ${hits(match, where)}`,
  // It reads ids off its index, ten times as quickly as PostgreSQL looks at rows.
  counted: () => null,
  // With the sign, the order in which movies are gone through stays.
  has: (id, match, where) => sql`+${id} in ${hits(match, where)}`,

  add: (db, movies) =>
    insertMany(sqliteBulk, db, 'movie_search', ['rowid', 'title', 'people'], movies),

  async remove(db, movieId) {
    await sql`delete from movie_search where rowid = ${movieId}`.execute(db);
  },

  async learn(db, words) {
    await sql`insert into search_words (word)
      select value from json_each(${JSON.stringify(words)}) where true
      on conflict do nothing`.execute(db);
  },

  async wordsAfter(db, id) {
    const { rows } = await sql<{ words: string | null; last: number | null }>`
      select group_concat(word, ' ' order by id) as words, max(id) as last
      from search_words where id > ${id}`.execute(db);
    // Who writes is alone: ids are committed in their order.
    const { words, last } = rows[0] ?? { words: null, last: null };
    return { words, ids: null, last: last ?? id, running: 0, next: 0 };
  },
};

function hits(match: Match, where: 'titles' | 'anywhere' = 'anywhere'): RawBuilder<unknown> {
  const text = where === 'titles' ? `{title} : (${write(match)})` : write(match);
  return sql`(select rowid from movie_search where movie_search match ${text})`;
}

/** Folded words hold letters, marks and digits only: nothing in them is syntax once quoted. */
function write(match: Match): string {
  if ('all' in match) return match.all.map(write).join(' AND ');
  if ('any' in match) return `(${match.any.map((one) => `(${write(one)})`).join(' OR ')})`;
  return `"${match.word}"${match.begun ? '*' : ''}`;
}
