import type { Ratings } from '../../ratings/ports.js';
import { atomic, type Db } from './atomic.js';
import { puttingTogether } from './put-together.js';
import { addEvent, nextRevision } from './rating-events.js';
import { publicRatingsOf, ratedMoviesOf } from './rating-lists.js';
import { putOne, type WhoseAndWhat } from './rating-put.js';
import { toEvent, toRating } from './rating-rows.js';
import { statement } from './statement.js';
import { moveTally, tallyOfMovie, tallyOfUser } from './tallies.js';

export function sqlRatings(db: Db): Ratings {
  return {
    put: db.isTransaction ? (wish) => putOne(db, wish) : puttingTogether(db),

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
        const event = { user_id: userId, movie_id: movieId, stars: null, note: null, revision };
        await addEvent(tx, { ...event, at: now });
        await moveTally(tx, { movieId, userId, from: gone.stars, to: null });
        return true;
      }),

    async find(userId, movieId) {
      const [row] = await findRating(db, { userId, movieId });
      return row === undefined ? null : toRating(row);
    },

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
        .where(({ eb, or, selectFrom }) =>
          or([
            eb('movie_id', '=', movieId),
            eb(
              'movie_id',
              'in',
              selectFrom('merged_movies').select('id').where('into_id', '=', movieId),
            ),
          ]),
        )
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

const findRating = statement((db, { userId, movieId }: WhoseAndWhat) =>
  db
    .selectFrom('ratings')
    .selectAll()
    .where('user_id', '=', userId)
    .where('movie_id', '=', movieId)
    .compile(),
);
