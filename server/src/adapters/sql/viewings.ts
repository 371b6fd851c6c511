import { type Selectable, sql } from 'kysely';
import type { Viewings } from '../../viewings/ports.js';
import type { Viewing, ViewingFacts } from '../../viewings/viewing.js';
import { atomic, type Db } from './atomic.js';
import { readMovies } from './kept-movies.js';
import { nullsLast, pageOf } from './keyset.js';
import type { Schema } from './schema.js';

type Row = Selectable<Schema['viewings']>;

export function sqlViewings(db: Db): Viewings {
  return {
    add: (userId, movieId, facts, now) =>
      atomic(db, async (tx) => {
        const both = await tx
          .selectFrom('movies')
          .innerJoin('users', (join) => join.on('users.id', '=', userId))
          .select('movies.id')
          .where('movies.id', '=', movieId)
          .executeTakeFirst();
        if (both === undefined) return null;
        const row = await tx
          .insertInto('viewings')
          .values({
            user_id: userId,
            movie_id: movieId,
            ...columnsOf(facts),
            logged_at: now,
            updated_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        return toViewing(row);
      }),

    async find(userId, id) {
      const row = await db
        .selectFrom('viewings')
        .selectAll()
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return row === undefined ? null : toViewing(row);
    },

    async edit(userId, id, change, now) {
      const row = await db
        .updateTable('viewings')
        .set({ ...columnsOf(change), updated_at: now })
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? null : toViewing(row);
    },

    async remove(userId, id) {
      const { numDeletedRows } = await db
        .deleteFrom('viewings')
        .where('id', '=', id)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async byUser(userId, { movieId }, descending, page) {
      let mine = db.selectFrom('viewings').where('user_id', '=', userId);
      if (movieId !== undefined) mine = mine.where('movie_id', '=', movieId);
      const { rows, next } = await pageOf(
        mine.selectAll(),
        [
          { by: nullsLast(sql`watched_on`, descending, 'text'), descending },
          { by: sql`viewings.id`, descending },
        ],
        page,
      );
      const { total } = await mine
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const seen = [...new Set(rows.map(({ movie_id }) => movie_id))];
      const movies = new Map((await readMovies(db, seen)).map((movie) => [movie.id, movie]));
      const items = rows.flatMap((row) => {
        const movie = movies.get(row.movie_id);
        return movie === undefined ? [] : { movie, viewing: toViewing(row) };
      });
      return { items, next, total };
    },
  };
}

function columnsOf(facts: ViewingFacts): Omit<Row, 'id' | 'user_id' | 'movie_id' | Times>;
function columnsOf(facts: Partial<ViewingFacts>): Partial<Row>;
function columnsOf({ watchedOn, stars, rewatch, tags, review }: Partial<ViewingFacts>) {
  return {
    ...(watchedOn !== undefined && { watched_on: watchedOn }),
    ...(stars !== undefined && { stars }),
    ...(rewatch !== undefined && { rewatch: rewatch ? 1 : 0 }),
    ...(tags !== undefined && { tags: JSON.stringify(tags) }),
    ...(review !== undefined && { review }),
  };
}
type Times = 'logged_at' | 'updated_at';

export function toViewing(row: Row): Viewing {
  return {
    id: row.id,
    userId: row.user_id,
    movieId: row.movie_id,
    watchedOn: row.watched_on,
    stars: row.stars,
    rewatch: row.rewatch === 1,
    tags: JSON.parse(row.tags),
    review: row.review,
    loggedAt: row.logged_at,
    updatedAt: row.updated_at,
  };
}
