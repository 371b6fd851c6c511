import { sql } from 'kysely';
import { nameKey } from '../../movies/fold.js';
import type { MovieId } from '../../movies/movie.js';
import type { Page, PageRequest, SortKey } from '../../page.js';
import type { RatedMovie, RatedMovieFilter, RatedMovieSort } from '../../ratings/ports.js';
import type { Rater, Rating } from '../../ratings/rating.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { nullsLast, type Order, pageOf } from './keyset.js';
import { readMovies } from './movie-rows.js';
import { toRating } from './rating-rows.js';
import { searchFor } from './search.js';

export async function ratedMoviesOf(
  db: Db,
  userId: UserId,
  { minStars, genre, q }: RatedMovieFilter,
  sort: SortKey<RatedMovieSort>[],
  page: PageRequest,
): Promise<Page<RatedMovie>> {
  let mine = db
    .selectFrom('ratings')
    .innerJoin('movies', 'movies.id', 'movie_id')
    .where('user_id', '=', userId);
  if (minStars !== undefined) mine = mine.where('stars', '>=', minStars);
  if (genre !== undefined) {
    mine = mine.where('movie_id', 'in', ({ selectFrom }) =>
      selectFrom('movie_genres')
        .innerJoin('genres', 'genres.id', 'genre_id')
        .select('movie_genres.movie_id')
        .where('name_key', '=', nameKey(genre)),
    );
  }
  if (q !== undefined) {
    const search = await searchFor(db, q);
    if (search === null) return { items: [], next: null, total: 0 };
    mine = mine.where(sql<boolean>`movie_id in ${search.hits}`);
  }
  const { rows, next } = await pageOf(
    mine.selectAll('ratings'),
    [...sort.map(orderOf), { by: sql`movies.id`, descending: false }],
    page,
  );
  // Counted apart: a window count would vanish with the rows of a page past the end.
  const { total } = await mine
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const movies = await readMovies(
    db,
    rows.map(({ movie_id }) => movie_id),
  );
  const ratings = new Map(rows.map((row) => [row.movie_id, toRating(row)]));
  const items = movies.flatMap((movie) => {
    const rating = ratings.get(movie.id);
    return rating === undefined ? [] : { movie, rating };
  });
  return { items, next, total };
}

function orderOf({ by, descending }: SortKey<RatedMovieSort>): Order {
  switch (by) {
    case 'ratedAt':
      return { by: sql`ratings.rated_at`, descending };
    case 'stars':
      return { by: sql`ratings.stars`, descending };
    case 'releaseDate':
      return { by: releaseOrder(descending), descending };
    case 'title':
      return { by: sql`movies.title_key`, descending };
  }
}

/** By release date; where only the year is known, as if released on its first day. */
export function releaseOrder(descending: boolean) {
  return nullsLast(sql`coalesce(movies.release_date, movies.year || '-00-00')`, descending, 'text');
}

export async function publicRatingsOf(
  db: Db,
  movieId: MovieId,
  page: PageRequest,
): Promise<Page<{ rating: Rating; rater: Rater }>> {
  const open = db
    .selectFrom('ratings')
    .innerJoin('users', 'users.id', 'user_id')
    .where('movie_id', '=', movieId)
    .where('privacy', '=', 'public');
  const { rows, next } = await pageOf(
    open.selectAll('ratings').select(['handle', 'display_name']),
    [
      { by: sql`ratings.rated_at`, descending: true },
      { by: sql`ratings.user_id`, descending: false },
    ],
    page,
  );
  const { total } = await open
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const items = rows.map((row) => ({
    rating: toRating(row),
    rater: { id: row.user_id, handle: row.handle, displayName: row.display_name },
  }));
  return { items, next, total };
}
