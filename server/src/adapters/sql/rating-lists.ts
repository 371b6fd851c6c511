import { type Selectable, sql } from 'kysely';
import { nameKey } from '../../movies/fold.js';
import type { MovieId } from '../../movies/movie.js';
import type { Page, PageRequest, Position, SortKey } from '../../page.js';
import type { RatedMovie, RatedMovieFilter, RatedMovieSort } from '../../ratings/ports.js';
import type { Rater, Rating } from '../../ratings/rating.js';
import type { Stars } from '../../ratings/stars.js';
import type { UserId } from '../../users/user.js';
import { type Db, snapshot } from './atomic.js';
import { moviesOf } from './kept-movies.js';
import { cut, nullsLast, type Order, ordered, pageOf } from './keyset.js';
import { movieState, type StateRow } from './movie-rows.js';
import { toRating } from './rating-rows.js';
import type { Schema } from './schema.js';
import { hitsOf, type Search, searchFor } from './search.js';
import { shapedStatement } from './statement.js';

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
  const found =
    search === undefined
      ? await page(db, shape, places)
      : (await db.executeQuery(pageQuery(db, shape, places, search))).rows;
  const { rows, next } = cut(found, ordersOf(sort), limit);
  const [first] = rows;
  const movies = await moviesOf(db, rows);
  // Of one that was merged meanwhile the rating may lie before the next page by now.
  const isOneGone = rows.some(({ id }) => !movies.has(id));
  if (isOneGone && !db.isTransaction) {
    return snapshot(db, (tx) =>
      ratedMoviesOf(tx, userId, { minStars, genre, q }, sort, { limit, after }),
    );
  }
  const items = rows.flatMap((row) => {
    const movie = movies.get(row.id);
    return movie === undefined ? [] : { movie, rating: toRating(ratingIn(row)) };
  });
  return { items, next, total: first?.total ?? (await countOf(db, by, values, search)) };
}

/** The total is in each row, and nowhere on a page past the end. */
async function countOf(db: Db, by: Filter[], values: Values, search?: Search): Promise<number> {
  const { rows } = await db.executeQuery(filtered(db, by, values, search).select(TOTAL).compile());
  return rows[0]?.total ?? 0;
}

type Rated = Selectable<Schema['ratings']>;
type PageRow = StateRow & { given: Rated['stars']; changed_at: number; total: number } & Omit<
    Rated,
    'movie_id' | 'stars' | 'updated_at'
  >;

/** Each by its name: to copy what is left of a row of so many columns took a tenth of a page on SQLite. */
function ratingIn({ id, given, changed_at, user_id, note, rated_at, revision }: PageRow): Rated {
  const times = { rated_at, updated_at: changed_at };
  return { user_id, movie_id: id, stars: given, note, ...times, revision };
}

const page = shapedStatement((db, shape: Shape, values: Values) => pageQuery(db, shape, values));

/** Only ids are sorted: to sort whole rows of a long list takes twice as long. */
function pageQuery(db: Db, { sort, by, goesOn }: Shape, values: Values, search?: Search) {
  const order = ordersOf(sort);
  const after = goesOn ? order.map((_, i) => values[`after${i}`] as string | number) : null;
  const mine = filtered(db, by, values, search)
    .$if(sort.some(isOfMovie), (all) => all.innerJoin('movies', 'movies.id', 'movie_id'))
    .select('movie_id');
  const keys = order.map((_, i) => sql.ref(`page.key${i}`));
  const again = order.map(
    ({ descending }, i) => sql`${keys[i]} ${sql.raw(descending ? 'desc' : 'asc')}`,
  );
  return sql<PageRow>`
    with page as ${ordered(mine, order, { most: values.most as number, after })}
    select ${movieState()}, ratings.user_id, ratings.stars as given, note, rated_at,
      ratings.updated_at as changed_at, revision, ${sql.join(keys)},
      ${filtered(db, by, values, search).select(TOTAL)} as total
    from page
    join movies on movies.id = page.movie_id
    join ratings on ratings.user_id = ${values.userId} and ratings.movie_id = page.movie_id
    left join scores on scores.movie_id = page.movie_id
    order by ${sql.join(again)}`.compile(db);
}

const TOTAL = sql<number>`count(*)`.as('total');

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
  return search === undefined ? mine : mine.where(sql<boolean>`movie_id in ${hitsOf(db, search)}`);
}

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
