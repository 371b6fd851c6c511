import { sql } from 'kysely';
import { nameKey } from '../../movies/fold.js';
import type { MovieId } from '../../movies/movie.js';
import type { Page, PageRequest, Position, SortKey } from '../../page.js';
import type { RatedMovie, RatedMovieFilter, RatedMovieSort } from '../../ratings/ports.js';
import type { Rater, Rating } from '../../ratings/rating.js';
import type { Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';
import { cut, nullsLast, type Order, ordered, pageOf } from './keyset.js';
import { readMovies } from './movie-rows.js';
import { toRating } from './rating-rows.js';
import { type Search, searchFor } from './search.js';
import { shapedStatement, statement } from './statement.js';

/** What is asked for apart from its values: each has its own statements. */
type Shape = { sort: SortKey<RatedMovieSort>[]; by: Filter[]; goesOn: boolean };
type Filter = 'minStars' | 'genre';
type Values = Record<string, string | number>;

export async function ratedMoviesOf(
  db: Db,
  userId: UserId,
  { minStars, genre, q }: RatedMovieFilter,
  sort: SortKey<RatedMovieSort>[],
  { limit, after }: PageRequest,
): Promise<Page<RatedMovie>> {
  const search = q === undefined ? undefined : await searchFor(db, q);
  if (search === null) return { items: [], next: null, total: 0 };
  const values: Values = { userId };
  if (minStars !== undefined) values.minStars = minStars;
  if (genre !== undefined) values.genre = nameKey(genre);
  const by = (['minStars', 'genre'] as const).filter((name) => name in values);
  const shape = { sort, by, goesOn: after !== null };
  const places = { ...values, most: limit + 1, ...positionOf(after) };
  const [found, [counted]] =
    search === undefined
      ? [await page(db, shape, places), await count(db, by, values)]
      : [
          (await db.executeQuery(pageQuery(db, shape, places, search))).rows,
          (await db.executeQuery(countQuery(db, by, values, search))).rows,
        ];
  const { rows, next } = cut(found, ordersOf(sort), limit);
  const total = counted?.total ?? 0;
  if (rows.length === 0) return { items: [], next, total };
  const ids = rows.map(({ movie_id }) => movie_id);
  const movies = await readMovies(db, ids);
  const ratings = new Map(
    (await ratingsOf(db, { userId, ids: JSON.stringify(ids) })).map((row) => [row.movie_id, row]),
  );
  const items = movies.flatMap((movie) => {
    const row = ratings.get(movie.id);
    return row === undefined ? [] : { movie, rating: toRating(row) };
  });
  return { items, next, total };
}

const page = shapedStatement((db, shape: Shape, values: Values) => pageQuery(db, shape, values));
const count = shapedStatement((db, by: Filter[], values: Values) => countQuery(db, by, values));

/** Of the movies alone: to sort whole rows of a long list takes twice as long. */
function pageQuery(db: Db, { sort, by, goesOn }: Shape, values: Values, search?: Search) {
  const order = ordersOf(sort);
  const after = goesOn ? order.map((_, i) => values[`after${i}`] as string | number) : null;
  const mine = filtered(db, by, values, search)
    .$if(sort.some(isOfMovie), (all) => all.innerJoin('movies', 'movies.id', 'movie_id'))
    .select('movie_id');
  return ordered(mine, order, { most: values.most as number, after }).compile();
}

/** Counted apart: a window count would vanish with the rows of a page past the end. */
function countQuery(db: Db, by: Filter[], values: Values, search?: Search) {
  return filtered(db, by, values, search)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .compile();
}

function filtered(db: Db, by: Filter[], { userId, minStars, genre }: Values, search?: Search) {
  let mine = db.selectFrom('ratings').where('user_id', '=', userId as UserId);
  if (by.includes('minStars')) mine = mine.where('stars', '>=', minStars as Stars);
  if (by.includes('genre')) {
    mine = mine.where('movie_id', 'in', ({ selectFrom }) =>
      selectFrom('movie_genres')
        .innerJoin('genres', 'genres.id', 'genre_id')
        .select('movie_genres.movie_id')
        .where('name_key', '=', genre as string),
    );
  }
  return search === undefined ? mine : mine.where(sql<boolean>`movie_id in ${search.hits}`);
}

const ratingsOf = statement((db, { userId, ids }: { userId: UserId; ids: string }) =>
  db
    .selectFrom('ratings')
    .selectAll()
    .where('user_id', '=', userId)
    .where('movie_id', 'in', engineOf(db).bulk.idsOf(ids))
    .compile(),
);

function positionOf(after: Position | null): Values {
  return Object.fromEntries((after ?? []).map((value, i) => [`after${i}`, value]));
}

function ordersOf(sort: SortKey<RatedMovieSort>[]): Order[] {
  return [...sort.map(orderOf), { by: sql`ratings.movie_id`, descending: false }];
}

function isOfMovie({ by }: SortKey<RatedMovieSort>): boolean {
  return by === 'releaseDate' || by === 'title';
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
