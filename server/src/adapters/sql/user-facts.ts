import { STEPS_PER_STAR } from '../../ratings/stars.js';
import type { GenreTaste } from '../../users/ports.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';

export async function favouriteGenresOf(
  db: Db,
  userId: UserId,
  limit: number,
): Promise<GenreTaste[]> {
  const rows = await db
    .selectFrom('ratings')
    .innerJoin('movie_genres', 'movie_genres.movie_id', 'ratings.movie_id')
    .innerJoin('genres', 'genres.id', 'genre_id')
    .select(({ fn }) => [
      'name',
      fn.countAll<number>().as('count'),
      fn.sum<number>('stars').as('steps'),
    ])
    .where('user_id', '=', userId)
    .groupBy('name')
    .orderBy('count', 'desc')
    .orderBy('steps', 'desc')
    .orderBy('name')
    .limit(limit)
    .execute();
  return rows.map(({ name, count, steps }) => ({
    name,
    count,
    mean: steps / (count * STEPS_PER_STAR),
  }));
}

export async function countsOf(db: Db, userId: UserId) {
  const count = (table: 'ratings' | 'favourites' | 'viewings' | 'watchlist') =>
    db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow();
  const [ratings, favourites, viewings, watchlist] = await Promise.all([
    count('ratings'),
    count('favourites'),
    count('viewings'),
    count('watchlist'),
  ]);
  return {
    ratings: ratings.n,
    favourites: favourites.n,
    viewings: viewings.n,
    watchlist: watchlist.n,
  };
}
