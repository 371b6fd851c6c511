import { sql } from 'kysely';
import type { Movie } from '../../movies/movie.js';
import type { MovieFilter, MovieSort } from '../../movies/ports.js';
import type { Page, PageRequest, SortKey } from '../../page.js';
import type { Db } from './atomic.js';
import { nullsLast, type Order, pageOf } from './keyset.js';
import { filteredMovies } from './movie-filter.js';
import { readMovies } from './movie-rows.js';
import { type Search, searchFor } from './search.js';

export async function listMovies(
  db: Db,
  filter: MovieFilter,
  sort: SortKey<MovieSort>[],
  page: PageRequest,
): Promise<Page<Movie>> {
  const search = filter.q === undefined ? null : await searchFor(db, filter.q);
  if (filter.q !== undefined && search === null) return { items: [], next: null, total: 0 };
  const order = sort.map((key) => orderOf(key, search));
  const { rows, next } = await pageOf(
    filteredMovies(db, filter, search)
      .innerJoin('scores', 'scores.movie_id', 'movies.id')
      .select('movies.id'),
    // Ties go the way of the sort: an index can then be read straight through.
    [...order, { by: sql`scores.movie_id`, descending: order.at(-1)?.descending ?? false }],
    page,
  );
  const { total } = await filteredMovies(db, filter, search)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow();
  const items = await readMovies(
    db,
    rows.map(({ id }) => id),
  );
  return { items, next, total };
}

function orderOf({ by, descending }: SortKey<MovieSort>, search: Search | null): Order {
  switch (by) {
    case 'title':
      return { by: sql`movies.title_key`, descending };
    case 'year':
      return { by: nullsLast(sql`movies.year`, descending, 'number'), descending };
    case 'popularity':
      return { by: sql`scores.popularity`, descending };
    case 'score':
      // Downwards as the index is written, so that it serves the best first.
      return { by: nullsLast(sql`scores.stars`, descending, 'number'), descending };
    case 'relevance':
      // The best match comes first when nothing else is said: relevance sorts the other way round.
      return { by: search?.relevance ?? sql`scores.popularity`, descending: !descending };
  }
}
