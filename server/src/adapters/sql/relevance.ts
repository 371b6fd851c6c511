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
export function relevanceOf(db: Db, { key, written, meant, where }: Search): RawBuilder<number> {
  const { has } = engineOf(db).search;
  const id = sql<number>`scores.movie_id`;
  const when = (is: RawBuilder<boolean>, worth: RawBuilder<number>) =>
    sql`when ${is} then ${worth}`;
  const kinds = [when(isBegun(key), worthOfBegun(key))];
  let least = WORTH.meant;
  // What all hits have need not be looked for.
  if (meant !== written || where === 'anywhere') {
    kinds.push(when(has(id, written, 'titles'), sql.lit(WORTH.words)));
    if (meant !== written) kinds.push(when(has(id, written), sql.lit(WORTH.people)));
    else least = WORTH.people;
  } else least = WORTH.words;
  return sql`((case ${sql.join(kinds, sql` `)} else ${sql.lit(least)} end) + scores.popularity)`;
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
