import { type RawBuilder, sql } from 'kysely';
import type { Db } from './atomic.js';
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

/** What a hit is worth, of `movies` and their `scores`. */
export function relevanceOf(db: Db, search: Search): RawBuilder<number> {
  const { has } = engineOf(db).search;
  const id = sql<number>`scores.movie_id`;
  return sql`((case
    when ${isBegun(search.key)} then ${worthOfBegun(search.key)}
    when ${has(id, search.written, 'titles')} then ${sql.lit(WORTH.words)}
    when ${has(id, search.written, 'anywhere')} then ${sql.lit(WORTH.people)}
    else ${sql.lit(WORTH.meant)} end) + scores.popularity)`;
}

/** Of a movie one of whose titles begins with what was typed. */
export function worthOfBegun(key: string): RawBuilder<number> {
  return sql`(case
    when title_key = ${key} or original_key = ${key} then ${sql.lit(WORTH.whole)}
    when ${isBetween(`${key} `, `${key}!`)} then ${sql.lit(WORTH.beginning)}
    else ${sql.lit(WORTH.begun)} end)`;
}

export function isBegun(key: string): RawBuilder<boolean> {
  return isBetween(key, key + BEHIND_ALL);
}

/** Text is compared by its bytes: what begins with a text lies together, and indexes are in this order. */
function isBetween(from: string, to: string): RawBuilder<boolean> {
  return sql`((title_key >= ${from} and title_key < ${to})
    or (original_key >= ${from} and original_key < ${to}))`;
}
