import type { MovieId } from '../../movies/movie.js';
import { movieWords } from '../../movies/search-text.js';
import type { Db } from './atomic.js';
import type { Numbered, People, Person } from './catalogue-people.js';
import { engineOf } from './engines.js';

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
  await engineOf(db).search.add(db, [[id, titleWords, peopleWords]]);
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
  const rows = films.map(({ id, film }): [number, string, string] => {
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
  await engineOf(db).search.add(db, rows);
}

export function unindexMovie(db: Db, id: MovieId): Promise<void> {
  return engineOf(db).search.remove(db, id);
}

/**
 * Adds words that misspelt ones can be corrected to. One that no movie has any more does no harm.
 */
export async function learnWords(db: Db, words: Iterable<string>): Promise<void> {
  const telling = [...words].filter(
    (word) => word.length >= SHORTEST_CORRECTED && ONLY_LETTERS.test(word),
  );
  for (let i = 0; i < telling.length; i += WORDS_A_STATEMENT) {
    // Lets other work be done between.
    if (i > 0) await new Promise(setImmediate);
    await engineOf(db).search.learn(db, telling.slice(i, i + WORDS_A_STATEMENT));
  }
}
