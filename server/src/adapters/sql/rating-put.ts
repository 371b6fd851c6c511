import { type Insertable, type Selectable, sql } from 'kysely';
import type { Put, RatingWish } from '../../ratings/ports.js';
import type { Rating } from '../../ratings/rating.js';
import { alone, atomic, type Db } from './atomic.js';
import { engineOf } from './engines.js';
import { addEvent, nextRevision } from './rating-events.js';
import { toRating } from './rating-rows.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';
import { moveTally, type TallyRow, tallyOfMovie, toTally } from './tallies.js';

type Row = Selectable<Schema['ratings']>;
export type WhoseAndWhat = Pick<Rating, 'userId' | 'movieId'>;

export function putOne(db: Db, wish: RatingWish): Promise<Put | null> {
  return engineOf(db).kind === 'postgres' ? putAtOnce(db, wish) : putInSteps(db, wish);
}

/** Statement by statement: on SQLite none of them leaves the process, and nobody else writes meanwhile. */
function putInSteps(db: Db, wish: RatingWish): Promise<Put | null> {
  return atomic(db, async (tx) => {
    const { userId, movieId, stars, note, now } = wish;
    const [found] = await findMovieAndRating(tx, { userId, movieId });
    if (found === undefined) return null;
    const before = found.user_id === null ? null : toRating(found as Row);
    const ratedAt = wish.ratedAt ?? (isSame(before, wish) ? before.ratedAt : now);
    if (isSame(before, wish) && before.ratedAt === ratedAt) {
      return { rating: before, tally: await tallyOfMovie(tx, movieId), created: false };
    }
    const revision = await nextRevision(tx, userId);
    if (revision === null) return null;
    const event = { user_id: userId, movie_id: movieId, stars, note, revision };
    const row = { ...event, rated_at: ratedAt, updated_at: now };
    await writeRating(tx, row);
    await addEvent(tx, { ...event, at: now });
    const from = before?.stars ?? null;
    const tally = await moveTally(tx, { movieId, userId, from, to: stars });
    if (tally === null) throw new Error(`movie ${movieId} has no tally`);
    return { rating: toRating(row), tally, created: before === null };
  });
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

export function toPut(
  { userId, movieId, stars, note }: RatingWish,
  { created, rated_at, updated_at, revision, ...tally }: PutRow,
): Put {
  const times = { ratedAt: rated_at, updatedAt: updated_at };
  return {
    rating: { userId, movieId, stars, note, ...times, revision },
    tally: toTally(tally),
    created,
  };
}

const callPutRating = statement((db, wish: RatingWish & { shard: number }) => {
  const { userId, movieId, stars, note, ratedAt, now, shard } = wish;
  return sql<PutRow>`select * from put_rating(
    ${userId}, ${movieId}, ${stars}, ${note}, ${ratedAt}, ${now}, ${shard}
  )`.compile(db);
});

/** No row when there is no such movie, one of nulls when it is not rated. */
const findMovieAndRating = statement((db, { userId, movieId }: WhoseAndWhat) =>
  db
    .selectFrom('movies')
    .leftJoin('ratings', (join) =>
      join.onRef('ratings.movie_id', '=', 'movies.id').on('ratings.user_id', '=', userId),
    )
    .selectAll('ratings')
    .where('movies.id', '=', movieId)
    .compile(),
);

const writeRating = statement((db, row: Insertable<Schema['ratings']>) =>
  db
    .insertInto('ratings')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_id', 'movie_id']).doUpdateSet(row))
    .compile(),
);

function isSame(before: Rating | null, wish: Pick<Rating, 'stars' | 'note'>): before is Rating {
  return before !== null && before.stars === wish.stars && before.note === wish.note;
}
