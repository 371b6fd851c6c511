import { type Insertable, sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import type { Schema } from './schema.js';
import { statement } from './statement.js';

/**
 * The user's next revision, or null when there is no such user. The row stays locked until the transaction
 * ends: two changes of one user come one after the other, so no revision is ever passed over by a reader.
 */
export async function nextRevision(db: Db, userId: UserId): Promise<number | null> {
  const [row] = await raiseRevision(db, { userId });
  return row?.revision ?? null;
}

const raiseRevision = statement((db, { userId }: { userId: UserId }) =>
  db
    .updateTable('users')
    .set({
      revision: sql`revision + 1`,
      owed: 1,
      unjudged: sql`coalesce(unjudged, revision + 1)`,
    })
    .where('id', '=', userId)
    .returning('revision')
    .compile(),
);

export const addEvent = statement((db, row: Insertable<Schema['rating_events']>) =>
  db.insertInto('rating_events').values(row).compile(),
);

/** Tells everyone who rated a movie, in their changes, that the rating goes. */
export async function tellRaters(db: Db, movieId: MovieId, now: number): Promise<void> {
  const raters = db.selectFrom('ratings').select('user_id').where('movie_id', '=', movieId);
  await db
    .updateTable('users')
    .set({ revision: sql`revision + 1`, owed: 1 })
    .where('id', 'in', raters)
    .execute();
  await db
    .insertInto('rating_events')
    .columns(['user_id', 'revision', 'movie_id', 'stars', 'note', 'at'])
    .expression(
      db
        .selectFrom('users')
        .select(({ lit, val }) => [
          'id',
          'revision',
          val(movieId).as('movie_id'),
          lit(null).as('stars'),
          lit(null).as('note'),
          val(now).as('at'),
        ])
        .where('id', 'in', raters),
    )
    .execute();
}
