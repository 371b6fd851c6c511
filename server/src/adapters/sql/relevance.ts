import { type RawBuilder, sql } from 'kysely';
import type { Db } from './atomic.js';
import type { Match } from './engine.js';
import { engineOf } from './engines.js';
import type { Search } from './search.js';

/**
 * How much a kind of match is worth, in points of popularity (which go from 0 to about 1,300): the whole title
 * before its beginning, before words of it, before people. What was only meant comes after what was written.
 */
export const WORTH = {
  whole: 1900,
  beginning: 1500,
  begun: 1400,
  words: 1200,
  people: 900,
  meant: -200,
};

const BEHIND_ALL = '\u{10ffff}';

type Is = (match: Match, where?: 'titles' | 'anywhere') => RawBuilder<boolean>;

/** What a hit is worth, of `movies` and their `scores`. */
export function relevanceOf(db: Db, search: Search): RawBuilder<number> {
  const { has } = engineOf(db).search;
  const is: Is = (match, where) => has(sql`scores.movie_id`, match, where);
  return sql`((case when ${isBegun(search.key)} then ${worthOfBegun(search.key)}
    else ${worthOfWords(search, is)} end) + scores.popularity)`;
}

/** What a movie in `found` is worth unless one of its titles begins with what was typed. */
export function worthOfFound(db: Db, search: Search): RawBuilder<number> {
  return worthOfWords(search, engineOf(db).search.isFound);
}

/** What all hits have is not looked for. */
function worthOfWords({ written, meant, where }: Search, is: Is): RawBuilder<number> {
  const worth = (kind: keyof typeof WORTH) => sql.lit(WORTH[kind]);
  if (meant === written && where === 'titles') return sql`${worth('words')}`;
  const inTitles = sql`when ${is(written, 'titles')} then ${worth('words')}`;
  if (meant === written) return sql`(case ${inTitles} else ${worth('people')} end)`;
  return sql`(case ${inTitles} when ${is(written)} then ${worth('people')} else ${worth('meant')} end)`;
}

/** Of a movie one of whose titles begins with what was typed. */
export function worthOfBegun(key: string): RawBuilder<number> {
  return sql`(case when ${isWhole(key)} then ${sql.lit(WORTH.whole)}
    when ${beginsWord(key)} then ${sql.lit(WORTH.beginning)}
    else ${sql.lit(WORTH.begun)} end)`;
}

export function isBegun(key: string): RawBuilder<boolean> {
  return isBetween(key, key + BEHIND_ALL);
}

/** It is the whole title, or its first words. */
export function isBeginning(key: string): RawBuilder<boolean> {
  return sql`(${isWhole(key)} or ${beginsWord(key)})`;
}

function isWhole(key: string): RawBuilder<boolean> {
  return sql`(title_key = ${asked(key)} or original_key = ${asked(key)})`;
}

function beginsWord(key: string): RawBuilder<boolean> {
  return isBetween(`${key} `, `${key}!`);
}

/** Text is compared by its bytes: what begins with a text lies together, and indexes are in this order. */
function isBetween(first: string, last: string): RawBuilder<boolean> {
  const [from, to] = [asked(first), asked(last)];
  return sql`((title_key >= ${from} and title_key < ${to})
    or (original_key >= ${from} and original_key < ${to}))`;
}

/** No planner looks into it: one plan serves every search, where to make one takes longer than to run it. */
function asked(text: string): RawBuilder<string> {
  return sql`(select ${text})`;
}
