import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { Db } from './atomic.js';
import { insertMany } from './bulk.js';

/** Shorter words are never taken for misspelt ones. */
const SHORTEST_CORRECTED = 4;
const ONLY_LETTERS = /^\p{L}+$/u;
const WORDS_A_STATEMENT = 500;

/** Makes a movie found by these folded words. */
export async function indexMovie(
  db: Db,
  id: MovieId,
  titleWords: string,
  peopleWords: string,
): Promise<void> {
  await sql`insert into movie_search (rowid, title, people)
    values (${id}, ${titleWords}, ${peopleWords})`.execute(db);
  await learnWords(db, new Set(`${titleWords} ${peopleWords}`.split(' ')));
}

export async function unindexMovie(db: Db, id: MovieId): Promise<void> {
  await sql`delete from movie_search where rowid = ${id}`.execute(db);
}

/** Adds words that misspelt ones can be corrected to. One that no movie has any more does no harm. */
export async function learnWords(db: Db, words: Iterable<string>): Promise<void> {
  const telling = [...words].filter(
    (word) => word.length >= SHORTEST_CORRECTED && ONLY_LETTERS.test(word),
  );
  for (let i = 0; i < telling.length; i += WORDS_A_STATEMENT) {
    const rows = telling.slice(i, i + WORDS_A_STATEMENT).map((word) => ({ word }));
    const added = await db
      .insertInto('search_words')
      .values(rows)
      .onConflict((conflict) => conflict.column('word').doNothing())
      .returning(['id', 'word'])
      .execute();
    await insertMany(
      db,
      'search_word_letters',
      ['rowid', 'word'],
      added.map(({ id, word }) => [id, withEnds(word)]),
    );
  }
}

/** Known words that share letters with this one, to choose corrections from. */
export async function wordsLike(db: Db, word: string): Promise<string[]> {
  const marked = withEnds(word);
  const trigrams = Array.from({ length: marked.length - 2 }, (_, i) => marked.slice(i, i + 3));
  const any = trigrams.map((trigram) => `"${trigram}"`).join(' OR ');
  const { rows } = await sql<{ word: string }>`
    select word from search_words
    where id in (select rowid from search_word_letters where search_word_letters match ${any})
    and length(word) >= ${word.length - 2}`.execute(db);
  return rows.map((row) => row.word);
}

/** With its beginning and end as letters of their own: words that begin alike are more alike. */
function withEnds(word: string): string {
  return `^${word}$`;
}
