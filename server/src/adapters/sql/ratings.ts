import type { Put, Ratings } from '../../ratings/ports.js';
import type { Rating } from '../../ratings/rating.js';
import { atomic, type Db } from './atomic.js';
import { nextRevision } from './rating-events.js';
import { publicRatingsOf, ratedMoviesOf } from './rating-lists.js';
import { toEvent, toRating } from './rating-rows.js';
import { moveTally, tallyOfMovie, tallyOfUser } from './tallies.js';

export function sqlRatings(db: Db): Ratings {
  return {
    put: (wish) =>
      atomic(db, async (tx): Promise<Put | null> => {
        const revision = await nextRevision(tx, wish.userId);
        if (revision === null) return null;
        const before = await findRating(tx, wish.userId, wish.movieId);
        const ratedAt = wish.ratedAt ?? (isSame(before, wish) ? before.ratedAt : wish.now);
        if (isSame(before, wish) && before.ratedAt === ratedAt) {
          return { rating: before, tally: await tallyOfMovie(tx, wish.movieId), created: false };
        }
        const tally = await moveTally(tx, wish.movieId, before?.stars ?? null, wish.stars);
        if (tally === null) return null;
        const row = {
          user_id: wish.userId,
          movie_id: wish.movieId,
          stars: wish.stars,
          note: wish.note,
          rated_at: ratedAt,
          updated_at: wish.now,
          revision,
        };
        await tx
          .insertInto('ratings')
          .values(row)
          .onConflict((conflict) => conflict.columns(['user_id', 'movie_id']).doUpdateSet(row))
          .execute();
        const { rated_at, updated_at, ...event } = row;
        await tx
          .insertInto('rating_events')
          .values({ ...event, at: updated_at })
          .execute();
        return { rating: toRating(row), tally, created: before === null };
      }),

    remove: (userId, movieId, now) =>
      atomic(db, async (tx) => {
        const revision = await nextRevision(tx, userId);
        const gone = await tx
          .deleteFrom('ratings')
          .where('user_id', '=', userId)
          .where('movie_id', '=', movieId)
          .returning('stars')
          .executeTakeFirst();
        if (gone === undefined || revision === null) return false;
        await moveTally(tx, movieId, gone.stars, null);
        await tx
          .insertInto('rating_events')
          .values({
            user_id: userId,
            revision,
            movie_id: movieId,
            stars: null,
            note: null,
            at: now,
          })
          .execute();
        return true;
      }),

    find: (userId, movieId) => findRating(db, userId, movieId),

    async starsOf(userId, movieIds) {
      if (movieIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('ratings')
        .select(['movie_id', 'stars'])
        .where('user_id', '=', userId)
        .where('movie_id', 'in', movieIds)
        .execute();
      return new Map(rows.map(({ movie_id, stars }) => [movie_id, stars]));
    },

    async history(userId, movieId) {
      const rows = await db
        .selectFrom('rating_events')
        .selectAll()
        .where('user_id', '=', userId)
        .where('movie_id', '=', movieId)
        .orderBy('revision')
        .execute();
      return rows.map(toEvent);
    },

    async changes(userId, after, limit) {
      const rows = await db
        .selectFrom('rating_events')
        .selectAll()
        .where('user_id', '=', userId)
        .where('revision', '>', after)
        .orderBy('revision')
        .limit(limit)
        .execute();
      return rows.map(toEvent);
    },

    byUser: (userId, filter, sort, page) => ratedMoviesOf(db, userId, filter, sort, page),
    publicByMovie: (movieId, page) => publicRatingsOf(db, movieId, page),
    tallyOf: (movieId) => tallyOfMovie(db, movieId),
    tallyOfUser: (userId) => tallyOfUser(db, userId),
  };
}

async function findRating(
  db: Db,
  userId: Rating['userId'],
  movieId: Rating['movieId'],
): Promise<Rating | null> {
  const row = await db
    .selectFrom('ratings')
    .selectAll()
    .where('user_id', '=', userId)
    .where('movie_id', '=', movieId)
    .executeTakeFirst();
  return row === undefined ? null : toRating(row);
}

function isSame(before: Rating | null, wish: Pick<Rating, 'stars' | 'note'>): before is Rating {
  return before !== null && before.stars === wish.stars && before.note === wish.note;
}
