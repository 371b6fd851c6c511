import { type RawBuilder, sql } from 'kysely';
import { searchedWords, titleKey } from '../../movies/fold.js';
import { corrections } from '../../movies/spelling.js';
import type { Db } from './atomic.js';
import type { Match, SearchIndex } from './engine.js';
import { engineOf } from './engines.js';

/**
 * How much a kind of match is worth, in points of popularity (which go from 0 to about 1,300): the whole title
 * before its beginning, before words of it, before people. What was only meant comes after what was written.
 */
const WORTH = { whole: 1900, beginning: 1500, begun: 1400, words: 1200, people: 900, meant: -200 };

/** With fewer hits than this, the words may be misspelt. */
const FEW = 5;

const LETTERS_OF_TITLES_ONLY = 2;
/** Shorter words are never taken for misspelt ones. */
const SHORTEST_CORRECTED = 4;
const YEAR = /^(18|19|20)\d\d$/;

/** The ids of the movies that match, and what a match is worth; both go into a query on `movies`. */
export type Search = { hits: RawBuilder<unknown>; relevance: RawBuilder<number> };

/** Finds movies by words of titles and people, begun words and misspelt ones too. Null when there is no word. */
export async function searchFor(db: Db, query: string): Promise<Search | null> {
  const words = searchedWords(query);
  if (words.length === 0) return null;
  const { search: index } = engineOf(db);
  const written = { all: words.map(begun) };
  // Half of all movies have a person whose name begins with any one letter.
  if (words.length === 1 && query.length <= LETTERS_OF_TITLES_ONLY) {
    return { ...searchBy(index, query, written, written), hits: index.hits(written, 'titles') };
  }
  if ((await countUpTo(db, FEW, written)) >= FEW) return searchBy(index, query, written, written);
  const meant = await Promise.all(
    words.map(async (word) => {
      const known = word.length < SHORTEST_CORRECTED ? [] : await index.wordsLike(db, word);
      return { any: [begun(word), ...corrections(word, known).map(whole)] };
    }),
  );
  if ((await countUpTo(db, 1, { all: meant })) > 0) {
    return searchBy(index, query, written, { all: meant });
  }
  return searchForMost(index, query, words, meant);
}

/** When nothing has all the words: what is of the year among them, or else has all but any one of the others. */
function searchForMost(index: SearchIndex, query: string, words: string[], meant: Match[]): Search {
  const year = words.find((word) => YEAR.test(word));
  const others = meant.filter((_, i) => words[i] !== year);
  if (year !== undefined && others.length > 0) {
    const title = query.replace(year, ' ');
    const written = { all: searchedWords(title).map(begun) };
    const { hits, relevance } = searchBy(index, title, written, { all: others });
    const ofYear = sql`(select id from movies where id in ${hits}
      and year between ${sql.lit(Number(year) - 1)} and ${sql.lit(Number(year) + 1)})`;
    return { hits: ofYear, relevance };
  }
  const allButOne = meant.map((_, i) => ({ all: meant.filter((_, j) => j !== i) }));
  const most = meant.length < 3 ? { all: meant } : { any: allButOne };
  return searchBy(index, query, { all: words.map(begun) }, most);
}

function searchBy(index: SearchIndex, query: string, written: Match, meant: Match): Search {
  const key = titleKey(query);
  const starts = (start: string) => {
    const letters = sql.lit([...start].length);
    return sql`(substr(title_key, 1, ${letters}) = ${start}
      or substr(original_key, 1, ${letters}) = ${start})`;
  };
  return {
    hits: index.hits(meant),
    relevance: sql<number>`((case
      when title_key = ${key} or original_key = ${key} then ${sql.lit(WORTH.whole)}
      when ${starts(`${key} `)} then ${sql.lit(WORTH.beginning)}
      when ${starts(key)} then ${sql.lit(WORTH.begun)}
      when movies.id in ${index.hits(written, 'titles')} then ${sql.lit(WORTH.words)}
      when movies.id in ${index.hits(written)} then ${sql.lit(WORTH.people)}
      else ${sql.lit(WORTH.meant)} end) + scores.popularity)`,
  };
}

async function countUpTo(db: Db, most: number, match: Match): Promise<number> {
  const hits = engineOf(db).search.hits(match);
  const { rows } = await sql`select 1 from ${hits} as found limit ${sql.lit(most)}`.execute(db);
  return rows.length;
}

function whole(word: string): Match {
  return { word, begun: false };
}

function begun(word: string): Match {
  return { word, begun: true };
}
