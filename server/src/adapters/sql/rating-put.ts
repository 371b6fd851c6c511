import { CompiledQuery, type Selectable, sql } from 'kysely';
import type { Put, RatingWish } from '../../ratings/ports.js';
import type { Rating } from '../../ratings/rating.js';
import { alone, atomic, type Db } from './atomic.js';
import { engineOf } from './engines.js';
import { putRatings, type Run } from './put-ratings.js';
import type { Schema } from './schema.js';
import { forEach } from './sqlite-each.js';
import { statement } from './statement.js';
import { type TallyRow, toTally } from './tallies.js';

type Row = Selectable<Schema['ratings']>;
export type WhoseAndWhat = Pick<Rating, 'userId' | 'movieId'>;

export function putOne(db: Db, wish: RatingWish): Promise<Put | null> {
  if (engineOf(db).kind === 'postgres') return putAtOnce(db, wish);
  return atomic(db, async (tx) => (await putInTransaction(tx, [wish]))[0] ?? null);
}

/** In a transaction: on SQLite nobody else writes meanwhile. */
export function putInTransaction(tx: Db, wishes: readonly RatingWish[]): Promise<(Put | null)[]> {
  const run: Run = {
    once: async (text, values) =>
      (await tx.executeQuery<object>(CompiledQuery.raw(text, [...values]))).rows,
    forEach: (text, each) => tx.executeQuery(forEach(CompiledQuery.raw(text), each)),
  };
  return putRatings(run, wishes);
}

/** In one round trip to the server, by its function `put_rating`, which does the same. */
function putAtOnce(db: Db, wish: RatingWish): Promise<Put | null> {
  const shard = wish.userId % engineOf(db).shards;
  return alone(db, async () => {
    const [row] = await callPutRating(db, { ...wish, shard });
    return row === undefined ? null : toPut(wish, row);
  });
}

/** What `put_rating` answers. */
export type PutRow = TallyRow &
  Pick<Row, 'rated_at' | 'updated_at' | 'revision'> & { created: boolean };

export function toPut({ userId, movieId, stars, note }: RatingWish, row: PutRow): Put {
  const times = { ratedAt: row.rated_at, updatedAt: row.updated_at };
  return {
    rating: { userId, movieId, stars, note, ...times, revision: row.revision },
    tally: toTally(row),
    created: row.created,
  };
}

const callPutRating = statement((db, wish: RatingWish & { shard: number }) => {
  const { userId, movieId, stars, note, ratedAt, now, shard } = wish;
  return sql<PutRow>`select * from put_rating(
    ${userId}, ${movieId}, ${stars}, ${note}, ${ratedAt}, ${now}, ${shard}
  )`.compile(db);
});
