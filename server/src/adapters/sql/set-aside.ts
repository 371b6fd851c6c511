import { sql } from 'kysely';
import type { MovieId } from '../../movies/movie.js';
import type { SetAside } from '../../predictions/set-aside.js';
import type { UserId } from '../../users/user.js';
import { atomic, type Db } from './atomic.js';
import { readMovies } from './kept-movies.js';
import { pageOf } from './keyset.js';

export function sqlSetAside(db: Db): SetAside {
  return {
    add: (userId, movieId, now) =>
      atomic(db, async (tx) => {
        const { rows } = await sql<{ at: number }>`
          insert into set_aside (user_id, movie_id, at)
          select users.id, movies.id, ${now} from users inner join movies on movies.id = ${movieId}
          where users.id = ${userId}
          on conflict do nothing returning at`.execute(tx);
        if (rows.length > 0) return { added: true, at: now };
        const at = await since(tx, userId, movieId);
        return at === null ? null : { added: false, at };
      }),

    async remove(userId, movieId) {
      const { numDeletedRows } = await db
        .deleteFrom('set_aside')
        .where('user_id', '=', userId)
        .where('movie_id', '=', movieId)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },

    async ids(userId) {
      const rows = await db
        .selectFrom('set_aside')
        .select('movie_id')
        .where('user_id', '=', userId)
        .execute();
      return rows.map(({ movie_id }) => movie_id);
    },

    async byUser(userId, page) {
      const mine = db.selectFrom('set_aside').where('user_id', '=', userId);
      const { rows, next } = await pageOf(
        mine.select(['movie_id', 'at']),
        [
          { by: sql`at`, descending: true },
          { by: sql`movie_id`, descending: false },
        ],
        page,
      );
      const { total } = await mine
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const since = new Map(rows.map(({ movie_id, at }) => [movie_id, at]));
      const movies = await readMovies(db, [...since.keys()]);
      return {
        items: movies.map((movie) => ({ movie, at: since.get(movie.id) as number })),
        next,
        total,
      };
    },
  };
}

async function since(db: Db, userId: UserId, movieId: MovieId): Promise<number | null> {
  const row = await db
    .selectFrom('set_aside')
    .select('at')
    .where('user_id', '=', userId)
    .where('movie_id', '=', movieId)
    .executeTakeFirst();
  return row?.at ?? null;
}
