import { type RawBuilder, sql } from 'kysely';
import { searchedWords, titleKey } from '../../movies/fold.js';
import type { Db } from './atomic.js';
import type { Match } from './engine.js';
import { engineOf } from './engines.js';
import { knownCounts } from './known-counts.js';
import { type KnownWords, knownWords, vocabularyOf } from './vocabulary.js';

/** With fewer hits than this, the words may be misspelt. */
const FEW = 5;
/** With more hits than this, not all of them are looked at to find the best. */
export const MANY = 1000;

const LETTERS_OF_TITLES_ONLY = 2;
/** All words of so many letters, and of letters alone, are in the vocabulary. */
const LEARNT = /^[a-z]{4,}$/;
const YEAR = /^(18|19|20)\d\d$/;

/** `newest`: the largest id of a word that was there then; null if nobody looked. */
export type Counted = { hits: number; newest: number | null };
type Count = (attempt: Search) => Promise<Counted>;

export const NEWEST_WORD = sql<number>`(select coalesce(max(id), 0) from search_words)`;

/** What is searched for. */
export type Search = {
  /** As titles are compared, without the year. */
  key: string;
  written: Match;
  /** What makes a hit; more than is written when that found next to nothing. */
  meant: Match;
  where: 'titles' | 'anywhere';
  /** When set, of a hit's year, or the one before or after it. */
  year: number | null;
};

/**
 * Finds movies by words of titles and people, begun words and misspelt ones too. Null when there is no word. What is
 * searched for is what `count` was asked last, which need not count beyond `MANY`.
 */
export async function searchFor(
  db: Db,
  query: string,
  count: Count = ({ meant, where }) => countUpToMany(db, meant, where),
): Promise<Search | null> {
  const words = searchedWords(query);
  const [first] = words;
  if (first === undefined) return null;
  // Half of all movies have a person whose name begins with any one letter.
  const isShort = words.length === 1 && first.length <= LETTERS_OF_TITLES_ONLY;
  const where = isShort ? 'titles' : 'anywhere';
  const written = { all: words.map(begun) };
  const asWritten: Search = { key: titleKey(query), written, meant: written, where, year: null };
  let counted: Counted | null = null;

  /** Null where there are newer words than those known: whoever counts tells, since to ask takes as long as a search. */
  const searchBy = async (known: KnownWords | null, areAll = false): Promise<Search | null> => {
    // What was known at the beginning counts: others may read more words meanwhile.
    const isOld = ({ newest }: Counted) => !areAll && newest !== known?.newest;
    const hasBegun = (word: string) => !LEARNT.test(word) || known?.vocabulary.hasBegun(word);
    // What nothing begins with is not looked for as it is written.
    if (counted === null && (known === null || words.every(hasBegun))) {
      counted = await count(asWritten);
      if (counted.hits >= FEW || isShort) return asWritten;
    }
    if (known === null || (!areAll && known.newest === null)) return null;
    if (counted !== null && isOld(counted)) return null;
    const likely = words.map((word) => ({
      any: [begun(word), ...known.vocabulary.corrections(word).map(whole)],
    }));
    const isAsWritten = counted !== null && likely.every(({ any }) => any.length === 1);
    const asMeant = isAsWritten ? asWritten : { ...asWritten, meant: { all: likely } };
    const found = isAsWritten ? counted : await count(asMeant);
    if (found === null || isOld(found)) return null;
    if (found.hits > 0) return asMeant;
    const most = searchForMost(query, words, likely);
    if (most === null) return asMeant;
    const asMost: Search = { ...asWritten, ...most };
    await count(asMost);
    return asMost;
  };

  const soon = await searchBy(knownWords(db));
  return soon ?? searchBy({ vocabulary: await vocabularyOf(db), newest: null }, true);
}

/** When nothing has all the words: what is of the year among them, or else has all but any one of the others, if there are. */
function searchForMost(query: string, words: string[], likely: Match[]) {
  const year = words.find((word) => YEAR.test(word));
  const others = likely.filter((_, i) => words[i] !== year);
  if (year !== undefined && others.length > 0) {
    const title = query.replace(year, ' ');
    const written = { all: searchedWords(title).map(begun) };
    return { key: titleKey(title), written, meant: { all: others }, year: Number(year) };
  }
  if (likely.length < 3) return null;
  return { meant: { any: likely.map((_, i) => ({ all: likely.filter((_, j) => j !== i) })) } };
}

/** The ids of the movies that match. */
export function hitsOf(db: Db, { meant, where, year }: Search): RawBuilder<unknown> {
  const hits = engineOf(db).search.hits(meant, where);
  if (year === null) return hits;
  return sql`(select id from movies where id in ${hits}
    and year between ${year - 1} and ${year + 1})`;
}

async function countUpToMany(db: Db, match: Match, where: Search['where']): Promise<Counted> {
  const known = knownCounts(db);
  const most = MANY + 1;
  if (known.has(match, where)) return { hits: most, newest: null };
  const hits = engineOf(db).search.hits(match, where);
  const { rows } = await sql<Counted>`select count(*) as hits, ${NEWEST_WORD} as newest
    from (select 1 from ${hits} as hits limit ${sql.lit(most)}) as found`.execute(db);
  const counted = rows[0] as Counted;
  if (counted.hits === most) known.learn([match, where]);
  return counted;
}

function whole(word: string): Match {
  return { word, begun: false };
}

function begun(word: string): Match {
  return { word, begun: true };
}
