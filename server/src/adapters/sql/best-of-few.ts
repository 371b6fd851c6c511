import { type RawBuilder, sql } from 'kysely';
import type { Db } from './atomic.js';
import { begunOf, isLeft, type Wish } from './best-of-many.js';
import { engineOf } from './engines.js';
import { worthOfFound } from './relevance.js';
import { MANY } from './search.js';

/** Of whatever else is known of a movie than that it was found no more than this is looked up. */
export function tablesOfFew(db: Db, { search, filter }: Wish, areMany: RawBuilder<boolean>) {
  const hits = engineOf(db).search.found(search.meant, search.where);
  return {
    found: sql`found as materialized (select * from ${hits} as hits limit ${sql.lit(MANY + 1)})`,
    begun: begunOf(search),
    ranked: sql`ranked as materialized (select found.movie_id as id,
        coalesce(begun.worth, ${worthOfFound(db, search)}) + popularity as relevance
      from found join scores on scores.movie_id = found.movie_id
        left join begun on begun.id = found.movie_id
      where not ${areMany} and ${isLeft(db, filter, sql`found.movie_id`)})`,
  };
}
