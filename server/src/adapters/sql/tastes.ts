import type { Tastes } from '../../predictions/ports.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { statement } from './statement.js';

export function sqlTastes(db: Db): Tastes {
  return {
    async revision(userId) {
      const [row] = await findRevision(db, { userId });
      return row?.revision ?? null;
    },

    async ratings(userId) {
      const rows = await findRatings(db, { userId });
      const revision = rows[0]?.revision;
      if (revision === undefined) return null;
      const rated = rows.flatMap(({ movie_id, stars }) =>
        movie_id === null || stars === null ? [] : [{ movieId: movie_id, steps: stars }],
      );
      return {
        revision,
        movieIds: rated.map(({ movieId }) => movieId),
        steps: rated.map(({ steps }) => steps),
      };
    },
  };
}

const findRevision = statement((db, { userId }: { userId: UserId }) =>
  db.selectFrom('users').select('revision').where('id', '=', userId).compile(),
);

/** One statement, so that the revision is that of these ratings. */
const findRatings = statement((db, { userId }: { userId: UserId }) =>
  db
    .selectFrom('users')
    .leftJoin('ratings', 'ratings.user_id', 'users.id')
    .select(['users.revision', 'ratings.movie_id', 'ratings.stars'])
    .where('users.id', '=', userId)
    .orderBy('ratings.movie_id')
    .compile(),
);
