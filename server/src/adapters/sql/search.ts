import { type RawBuilder, sql } from 'kysely';
import { searchedWords, titleKey } from '../../movies/fold.js';
import { corrections } from '../../movies/spelling.js';
import type { Db } from './atomic.js';
import { wordsLike } from './search-index.js';

/**
 * How much a kind of match is worth, in points of popularity (which go from 0 to about 1,300): the whole title
 * before its beginning, before words of it, before people. What was only meant comes after what was written.
 */
const WORTH = { whole: 1900, beginning: 1500, begun: 1400, words: 1200, people: 900, meant: -200 };

/** With fewer hits than this, the words may be misspelt. */
const FEW = 5;

const LETTERS_OF_TITLES_ONLY = 2;
const YEAR = /^(18|19|20)\d\d$/;

/** The ids of the movies that match, and what a match is worth; both go into a query on `movies`. */
export type Search = { hits: RawBuilder<unknown>; relevance: RawBuilder<number> };

/** Finds movies by words of titles and people, begun words and misspelt ones too. Null when there is no word. */
export async function searchFor(db: Db, query: string): Promise<Search | null> {
  const words = searchedWords(query);
  if (words.length === 0) return null;
  const written = all(words.map(begun));
  // Half of all movies have a person whose name begins with any one letter.
  if (words.length === 1 && query.length <= LETTERS_OF_TITLES_ONLY) {
    return searchBy(query, `{title} : (${written})`, `{title} : (${written})`);
  }
  if ((await countUpTo(db, FEW, written)) >= FEW) return searchBy(query, written, written);
  const meant = await Promise.all(
    words.map(async (word) => {
      const known = word.length < 4 ? [] : await wordsLike(db, word);
      return `(${[begun(word), ...corrections(word, known).map(quoted)].join(' OR ')})`;
    }),
  );
  if ((await countUpTo(db, 1, all(meant))) > 0) return searchBy(query, written, all(meant));
  return searchForMost(query, words, meant);
}

/** When nothing has all the words: what is of the year among them, or else has all but any one of the others. */
function searchForMost(query: string, words: string[], meant: string[]): Search {
  const year = words.find((word) => YEAR.test(word));
  const others = meant.filter((_, i) => words[i] !== year);
  if (year !== undefined && others.length > 0) {
    const title = query.replace(year, ' ');
    const { hits, relevance } = searchBy(title, all(searchedWords(title).map(begun)), all(others));
    const ofYear = sql`(select id from movies where id in ${hits}
      and year between ${Number(year) - 1} and ${Number(year) + 1})`;
    return { hits: ofYear, relevance };
  }
  const allButOne = meant.map((_, i) => `(${all(meant.filter((_, j) => j !== i))})`);
  const most = meant.length < 3 ? all(meant) : allButOne.join(' OR ');
  return searchBy(query, all(words.map(begun)), most);
}

function searchBy(query: string, written: string, meant: string): Search {
  const key = titleKey(query);
  const matching = (match: string) =>
    sql`movies.id in (select rowid from movie_search where movie_search match ${match})`;
  const starts = (start: string) => {
    const letters = [...start].length;
    return sql`(substr(title_key, 1, ${letters}) = ${start}
      or substr(original_key, 1, ${letters}) = ${start})`;
  };
  return {
    hits: sql`(select rowid from movie_search where movie_search match ${meant})`,
    relevance: sql<number>`((case
      when title_key = ${key} or original_key = ${key} then ${sql.lit(WORTH.whole)}
      when ${starts(`${key} `)} then ${sql.lit(WORTH.beginning)}
      when ${starts(key)} then ${sql.lit(WORTH.begun)}
      when ${matching(`{title} : (${written})`)} then ${sql.lit(WORTH.words)}
      when ${matching(written)} then ${sql.lit(WORTH.people)}
      else ${sql.lit(WORTH.meant)} end) + scores.popularity)`,
  };
}

async function countUpTo(db: Db, most: number, match: string): Promise<number> {
  const { rows } = await sql`
    select rowid from movie_search where movie_search match ${match} limit ${sql.lit(most)}`.execute(
    db,
  );
  return rows.length;
}

function all(terms: string[]): string {
  return terms.join(' AND ');
}

/** Folded words hold letters, marks and digits only: nothing in them is syntax once quoted. */
function quoted(word: string): string {
  return `"${word}"`;
}

function begun(word: string): string {
  return `${quoted(word)}*`;
}
