import type { Selectable } from 'kysely';
import type { Put, Ratings } from '../../ratings/ports.js';
import type { Rating } from '../../ratings/rating.js';
import { atomic, type Db } from './atomic.js';
import { nextRevision } from './rating-events.js';
import { publicRatingsOf, ratedMoviesOf } from './rating-lists.js';
import { toEvent, toRating } from './rating-rows.js';
import type { Schema } from './schema.js';
import { moveTally, tallyOfMovie, tallyOfUser } from './tallies.js';

export function sqlRatings(db: Db): Ratings {
  return {
    put: (wish) =>
      atomic(db, async (tx): Promise<Put | null> => {
        const { userId, movieId, stars, note, now } = wish;
        const revision = await nextRevision(tx, userId);
        if (revision === null) return null;
        const found = await findMovieAndRating(tx, userId, movieId);
        if (found === null) return null;
        const before = found.rating;
        const ratedAt = wish.ratedAt ?? (isSame(before, wish) ? before.ratedAt : now);
        if (isSame(before, wish) && before.ratedAt === ratedAt) {
          return { rating: before, tally: await tallyOfMovie(tx, movieId), created: false };
        }
        const event = { user_id: userId, movie_id: movieId, stars, note, revision };
        const row = { ...event, rated_at: ratedAt, updated_at: now };
        await tx
          .insertInto('ratings')
          .values(row)
          .onConflict((conflict) => conflict.columns(['user_id', 'movie_id']).doUpdateSet(row))
          .execute();
        await tx
          .insertInto('rating_events')
          .values({ ...event, at: now })
          .execute();
        // Last of all: others who rate this movie wait from here to the end.
        const from = before?.stars ?? null;
        const tally = await moveTally(tx, { movieId, userId, from, to: stars });
        if (tally === null) throw new Error(`movie ${movieId} has no tally`);
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
        await moveTally(tx, { movieId, userId, from: gone.stars, to: null });
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

/** Null when there is no such movie. */
async function findMovieAndRating(
  db: Db,
  userId: Rating['userId'],
  movieId: Rating['movieId'],
): Promise<{ rating: Rating | null } | null> {
  const row = await db
    .selectFrom('movies')
    .leftJoin('ratings', (join) =>
      join.onRef('ratings.movie_id', '=', 'movies.id').on('ratings.user_id', '=', userId),
    )
    .selectAll('ratings')
    .where('movies.id', '=', movieId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { rating: row.user_id === null ? null : toRating(row as Selectable<Schema['ratings']>) };
}

function isSame(before: Rating | null, wish: Pick<Rating, 'stars' | 'note'>): before is Rating {
  return before !== null && before.stars === wish.stars && before.note === wish.note;
}
