import type { Insertable, Selectable } from 'kysely';
import type { Put, Ratings } from '../../ratings/ports.js';
import type { Rating } from '../../ratings/rating.js';
import { atomic, type Db } from './atomic.js';
import { nextRevision } from './rating-events.js';
import { publicRatingsOf, ratedMoviesOf } from './rating-lists.js';
import { toEvent, toRating } from './rating-rows.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';
import { moveTally, tallyOfMovie, tallyOfUser } from './tallies.js';

type Row = Selectable<Schema['ratings']>;
type WhoseAndWhat = Pick<Rating, 'userId' | 'movieId'>;

export function sqlRatings(db: Db): Ratings {
  return {
    put: (wish) =>
      atomic(db, async (tx): Promise<Put | null> => {
        const { userId, movieId, stars, note, now } = wish;
        const revision = await nextRevision(tx, userId);
        if (revision === null) return null;
        const [found] = await findMovieAndRating(tx, { userId, movieId });
        if (found === undefined) return null;
        const before = found.user_id === null ? null : toRating(found as Row);
        const ratedAt = wish.ratedAt ?? (isSame(before, wish) ? before.ratedAt : now);
        if (isSame(before, wish) && before.ratedAt === ratedAt) {
          return { rating: before, tally: await tallyOfMovie(tx, movieId), created: false };
        }
        const event = { user_id: userId, movie_id: movieId, stars, note, revision };
        const row = { ...event, rated_at: ratedAt, updated_at: now };
        await writeRating(tx, row);
        await addEvent(tx, { ...event, at: now });
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

const addEvent = statement((db, row: Insertable<Schema['rating_events']>) =>
  db.insertInto('rating_events').values(row).compile(),
);

function isSame(before: Rating | null, wish: Pick<Rating, 'stars' | 'note'>): before is Rating {
  return before !== null && before.stars === wish.stars && before.note === wish.note;
}
