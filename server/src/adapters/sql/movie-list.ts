import { sql } from 'kysely';
import type { Movie } from '../../movies/movie.js';
import type { MovieFilter, MovieSort } from '../../movies/ports.js';
import type { Page, PageRequest, SortKey } from '../../page.js';
import type { Db } from './atomic.js';
import { bestMatches } from './best-matches.js';
import { readMovies } from './kept-movies.js';
import { nullsLast, type Order, pageOf } from './keyset.js';
import { filteredMovies, totalOf } from './movie-filter.js';
import { relevanceOf } from './relevance.js';
import { hitsOf, type Search, searchFor } from './search.js';

export async function listMovies(
  db: Db,
  filter: MovieFilter,
  sort: SortKey<MovieSort>[],
  page: PageRequest,
): Promise<Page<Movie>> {
  const [first, ...others] = sort;
  const isBestFirst = first?.by === 'relevance' && !first.descending && others.length === 0;
  if (filter.q !== undefined && isBestFirst) return bestMatches(db, filter.q, filter, page);
  const { rows, next, total } = await sortedMovies(db, filter, sort, page);
  const items = await readMovies(
    db,
    rows.map(({ id }) => id),
  );
  return { items, next, total };
}

async function sortedMovies(
  db: Db,
  filter: MovieFilter,
  sort: SortKey<MovieSort>[],
  page: PageRequest,
) {
  const search = filter.q === undefined ? null : await searchFor(db, filter.q);
  if (filter.q !== undefined && search === null) return { rows: [], next: null, total: 0 };
  const hits = search === null ? null : hitsOf(db, search);
  const order = sort.map((key) => orderOf(db, key, search));
  const found = await pageOf(
    filteredMovies(db, filter, hits)
      .innerJoin('scores', 'scores.movie_id', 'movies.id')
      .select('movies.id'),
    // Ties go the way of the sort: an index can then be read straight through.
    [...order, { by: sql`scores.movie_id`, descending: order.at(-1)?.descending ?? false }],
    page,
  );
  const total = await totalOf(db, filteredMovies(db, filter, hits), filter);
  return { ...found, total };
}

function orderOf(db: Db, { by, descending }: SortKey<MovieSort>, search: Search | null): Order {
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
      return {
        by: search === null ? sql`scores.popularity` : relevanceOf(db, search),
        descending: !descending,
      };
  }
}
