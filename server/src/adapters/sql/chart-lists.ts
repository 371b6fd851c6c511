import { sql } from 'kysely';
import type { MovieFilter } from '../../movies/ports.js';
import type { Chart, ChartLists } from '../../scores/chart-list.js';
import type { Db } from './atomic.js';
import { readMovies } from './kept-movies.js';
import { pageOf } from './keyset.js';
import { filteredMovies, totalOf } from './movie-filter.js';

const COLUMNS = {
  best: 'scores.best',
  divisive: 'scores.divisive',
  gems: 'scores.gem',
  rising: 'scores.rising',
} as const satisfies Record<Chart, string>;

export function sqlChartLists(db: Db): ChartLists {
  return {
    async list(chart, filter, page) {
      const listed = listedIn(db, chart, filter);
      // As the index is written, read from its end.
      const order = [COLUMNS[chart], 'scores.count', 'scores.movie_id'].map((column) => ({
        by: sql<number>`${sql.ref(column)}`,
        descending: true,
      }));
      const { rows, next } = await pageOf(
        listed.select(['movie_id', `${COLUMNS[chart]} as value`]),
        order,
        page,
      );
      const total = await totalOf(db, listed, filter);
      // Behind the sort values, a position says how many came before.
      const before = Number(page.after?.[order.length] ?? 0);
      const places = new Map(
        rows.map(({ movie_id, value }, i) => [
          movie_id,
          { rank: before + i + 1, value: value as number },
        ]),
      );
      const movies = await readMovies(db, [...places.keys()]);
      const items = movies.flatMap((movie) => {
        const place = places.get(movie.id);
        return place === undefined ? [] : { ...place, movie };
      });
      return { items, next: next && [...next, before + rows.length], total };
    },
  };
}

function listedIn(db: Db, chart: Chart, filter: Omit<MovieFilter, 'q'>) {
  const listed = db.selectFrom('scores').where(COLUMNS[chart], 'is not', null);
  // Unfiltered, the index of the chart tells all.
  if (Object.values(filter).every((wanted) => wanted === undefined)) return listed;
  return listed.where('movie_id', 'in', filteredMovies(db, filter, null).select('movies.id'));
}
