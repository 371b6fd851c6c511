import { sql } from 'kysely';
import type { MarkedMovies, MarkSort } from '../../movies/marked.js';
import type { MovieId } from '../../movies/movie.js';
import type { SortKey } from '../../page.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import { readMovies } from './kept-movies.js';
import { nullsLast, type Order, pageOf } from './keyset.js';
import { releaseOrder } from './rating-lists.js';
import type { Schema } from './schema.js';

type Table = 'favourites' | 'watchlist';

export function sqlMarkedMovies(db: Db, table: Table): MarkedMovies {
  return {
    add: (userId, movieId, now) =>
      atomic(db, async (tx) => {
        const both = await tx
          .selectFrom('movies')
          .innerJoin('users', (join) => join.on('users.id', '=', userId))
          .select('movies.id')
          .where('movies.id', '=', movieId)
          .executeTakeFirst();
        if (both === undefined) return null;
        const inserted = await tx
          .insertInto(table)
          .values({ user_id: userId, movie_id: movieId, added_at: now })
          .onConflict((conflict) => conflict.columns(['user_id', 'movie_id']).doNothing())
          .returning('added_at')
          .executeTakeFirst();
        if (inserted !== undefined) return { added: true, at: now };
        return { added: false, at: (await findMark(tx, table, userId, movieId)) ?? now };
      }),

    find: (userId, movieId) => findMark(db, table, userId, movieId),

    async among(userId, movieIds) {
      if (movieIds.length === 0) return new Set();
      const rows = await db
        .selectFrom(table)
        .select('movie_id')
        .where('user_id', '=', userId)
        .where('movie_id', 'in', movieIds)
        .execute();
      return new Set(rows.map(({ movie_id }) => movie_id));
    },

    async remove(userId, movieId) {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where('user_id', '=', userId)
        .where('movie_id', '=', movieId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async clear(userId) {
      const { numDeletedRows } = await db
        .deleteFrom(table)
        .where('user_id', '=', userId)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },

    async byUser(userId, sort, page) {
      const mine = db
        .selectFrom(sql<Schema[Table]>`${sql.table(table)}`.as('marked'))
        .innerJoin('movies', 'movies.id', 'marked.movie_id')
        .leftJoin('ratings', (join) =>
          join
            .onRef('ratings.movie_id', '=', 'marked.movie_id')
            .onRef('ratings.user_id', '=', 'marked.user_id'),
        )
        .where('marked.user_id', '=', userId);
      const { rows, next } = await pageOf(
        mine.select(['marked.movie_id', 'added_at', 'stars']),
        [...sort.map(orderOf), { by: sql`movies.id`, descending: false }],
        page,
      );
      const { total } = await mine
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const movies = await readMovies(
        db,
        rows.map(({ movie_id }) => movie_id),
      );
      const byMovie = new Map(rows.map((row) => [row.movie_id, row]));
      const items = movies.flatMap((movie) => {
        const row = byMovie.get(movie.id);
        return row === undefined ? [] : { movie, stars: row.stars, addedAt: row.added_at };
      });
      return { items, next, total };
    },
  };
}

async function findMark(
  db: Db,
  table: Table,
  userId: UserId,
  movieId: MovieId,
): Promise<number | null> {
  const row = await db
    .selectFrom(table)
    .select('added_at')
    .where('user_id', '=', userId)
    .where('movie_id', '=', movieId)
    .executeTakeFirst();
  return row?.added_at ?? null;
}

function orderOf({ by, descending }: SortKey<MarkSort>): Order {
  switch (by) {
    case 'addedAt':
      return { by: sql`marked.added_at`, descending };
    case 'releaseDate':
      return { by: releaseOrder(descending), descending };
    case 'stars':
      return { by: nullsLast(sql`ratings.stars`, descending, 'number'), descending };
  }
}
