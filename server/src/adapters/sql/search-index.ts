import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import { movieWords } from '../../movies/search-text.js';
import type { Db } from './atomic.js';
import { insertMany } from './bulk.js';
import type { Numbered, People, Person } from './catalogue-people.js';

/** Shorter words are never taken for misspelt ones. */
const SHORTEST_CORRECTED = 4;
const ONLY_LETTERS = /^\p{L}+$/u;
const WORDS_A_STATEMENT = 20_000;

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

/** Whose names, and which words, have been gone through. */
export type Heard = { people: Set<Person>; words: Set<string> };

/** Makes films found by the words of their titles and people, which `learnWords` is still to be told. */
export async function indexFilms(
  db: Db,
  films: readonly Numbered[],
  people: People,
  heard: Heard,
): Promise<void> {
  const rows = films.map(({ id, film }) => {
    const titles = movieWords({ title: film.title, originalTitle: null });
    for (const word of titles.split(' ')) heard.words.add(word);
    const names: string[] = [];
    for (const at of [...film.directors, ...film.cast]) {
      const person = people[at];
      if (!person?.words) continue;
      names.push(person.words);
      if (heard.people.has(person)) continue;
      heard.people.add(person);
      for (const word of person.words.split(' ')) heard.words.add(word);
    }
    return [id, titles, names.join(' ')];
  });
  await insertMany(db, 'movie_search', ['rowid', 'title', 'people'], rows);
}

export async function unindexMovie(db: Db, id: MovieId): Promise<void> {
  await sql`delete from movie_search where rowid = ${id}`.execute(db);
}

/**
 * Adds words that misspelt ones can be corrected to; those added last have the largest ids. A word that no movie has
 * any more does no harm.
 */
export async function learnWords(db: Db, words: Iterable<string>): Promise<void> {
  const telling = [...words].filter(
    (word) => word.length >= SHORTEST_CORRECTED && ONLY_LETTERS.test(word),
  );
  for (let i = 0; i < telling.length; i += WORDS_A_STATEMENT) {
    // Lets other work be done between.
    if (i > 0) await new Promise(setImmediate);
    const some = JSON.stringify(telling.slice(i, i + WORDS_A_STATEMENT));
    const { rows } = await sql<{ id: number | null }>`
      select max(id) as id from search_words`.execute(db);
    await sql`insert into search_words (word) select value from json_each(${some}) where true
      on conflict do nothing`.execute(db);
    await sql`insert into search_word_letters (rowid, word)
      select id, '^' || word || '$' from search_words where id > ${rows[0]?.id ?? 0}`.execute(db);
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
