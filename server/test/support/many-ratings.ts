import { sql } from 'kysely';
import type { Db } from '../../src/adapters/sql/atomic.js';
import type { Row } from '../../src/adapters/sql/engine.js';
import { engineOf } from '../../src/adapters/sql/engines.js';
import { insertMany } from '../../src/adapters/sql/insert-many.js';
import { giveOnlyNewIds } from '../../src/adapters/sql/last-ids.js';
import { rebuildTallies } from '../../src/adapters/sql/move-tallies.js';
import { type Chance, chance } from './chance.js';

/** How many ratings a person has on average. */
export const A_PERSON = 50;
const ROWS = 5000;
const FEWEST = 5;

type Wanted = {
  ratings: number;
  /** Movies 1 to so many are there already. */
  films: number;
  seed: number;
  /** Of the first rating; the others follow, a millisecond apart. */
  at: number;
  /** Hashes of access tokens, of the first people. */
  tokens: string[];
};

/**
 * Adds people and what they rated to a database without either, drawn from a seed: films are as popular as their rank
 * says (Zipf), people rate from 5 to 95 of them, each with a taste of their own. Answers how many people.
 */
export function addManyRatings(db: Db, wanted: Wanted): Promise<number> {
  const random = chance(wanted.seed);
  const people = Math.ceil(wanted.ratings / A_PERSON);
  const { bulk } = engineOf(db);
  return db.transaction().execute(async (tx) => {
    await tx.deleteFrom('tallies').execute();
    const film = zipf(wanted.films, random);
    const [rated, revisions]: [Row[], number[]] = [[], []];
    let left = wanted.ratings;
    for (let person = 1; person <= people; person++) {
      const usual = FEWEST + random.below(2 * (A_PERSON - FEWEST) + 1);
      const most = person === people ? left : Math.min(left, usual);
      const seen = new Set<number>();
      for (let tries = 0; seen.size < most && tries < 20 * most; tries++) seen.add(film());
      const taste = 40 + random.below(41);
      let revision = 0;
      for (const movie of seen) {
        const stars = Math.min(
          100,
          Math.max(0, taste + (movie % 5) * 5 - 10 + random.below(41) - 20),
        );
        const note = random.below(100) === 0 ? `Note ${person} on ${movie}: très bien 🎬` : null;
        const at = wanted.at + rated.length;
        rated.push([person, movie, stars, note, at, at, ++revision]);
      }
      revisions.push(revision);
      left -= seen.size;
    }
    await insertMany(
      bulk,
      tx,
      'users',
      [
        'id',
        'handle',
        'handle_key',
        'display_name',
        'display_key',
        'role',
        'created_at',
        'revision',
      ],
      revisions.map((revision, i) => {
        const name = `person${i + 1}`;
        return [i + 1, name, name, name, name, 'USER', wanted.at, revision];
      }),
    );
    for (const [i, hash] of wanted.tokens.entries()) {
      await tx
        .insertInto('tokens')
        .values({
          user_id: (i + 1) as never,
          kind: 'access',
          hash,
          name: 'bench',
          scope: 'write',
          created_at: wanted.at,
          expires_at: null,
          last_used_at: null,
        })
        .execute();
    }
    for (let i = 0; i < rated.length; i += ROWS) {
      await insertMany(
        bulk,
        tx,
        'ratings',
        ['user_id', 'movie_id', 'stars', 'note', 'rated_at', 'updated_at', 'revision'],
        rated.slice(i, i + ROWS),
      );
    }
    await sql`insert into rating_events (user_id, revision, movie_id, stars, note, at)
      select user_id, revision, movie_id, stars, note, updated_at from ratings`.execute(tx);
    await rebuildTallies(tx, tx);
    // On PostgreSQL, ids that were chosen here would be given again.
    await giveOnlyNewIds(tx, tx);
    return people;
  });
}

/** Ranks from 1, the second half as likely as the first, and so on. */
export function zipf(ranks: number, random: Chance): () => number {
  const sums: number[] = [];
  for (let rank = 1; rank <= ranks; rank++) sums.push((sums.at(-1) ?? 0) + 1 / rank);
  const all = sums.at(-1) as number;
  return () => {
    const at = (random.below(2 ** 31) / 2 ** 31) * all;
    let [low, high] = [0, ranks - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}
