import { MOST_POPULAR_PAGES, POPULAR_A_PAGE, type PopularFilms } from '../../catalogue/outside.js';
import type { MovieId } from '../../movies/movie.js';
import type { Clock } from '../../ports.js';
import type { Db } from './atomic.js';
import { readMovies } from './kept-movies.js';

const MONTH_MS = 30 * 24 * 60 * 60_000;

/** What is popular here: the most rated of the last 30 days, then the best known of the catalogue. */
export function sqlPopular(db: Db, now: Clock): PopularFilms {
  return {
    async popular({ page }) {
      const offset = (page - 1) * POPULAR_A_PAGE;
      const recent = await ratedLately(db, now());
      const some = recent.slice(offset, offset + POPULAR_A_PAGE);
      const rest = await bestKnown(db, recent, {
        limit: POPULAR_A_PAGE - some.length,
        offset: Math.max(0, offset - recent.length),
      });
      const movies = await readMovies(db, [...some, ...rest]);
      const { total } = await db
        .selectFrom('movies')
        .select(({ fn }) => fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return {
        page,
        totalPages: Math.min(MOST_POPULAR_PAGES, Math.ceil(total / POPULAR_A_PAGE)),
        items: movies.map(({ id, ids, title, year, releaseDate, posterUrl, overview, genres }) => ({
          tmdbId: ids.tmdb,
          movieId: id,
          title,
          year,
          releaseDate,
          posterUrl,
          overview,
          genres: [...genres],
        })),
      };
    },
  };
}

async function ratedLately(db: Db, now: number): Promise<MovieId[]> {
  const rows = await db
    .selectFrom('ratings')
    .select(({ fn }) => ['movie_id', fn.countAll<number>().as('n')])
    .where('rated_at', '>', now - MONTH_MS)
    .groupBy('movie_id')
    .orderBy('n', 'desc')
    .orderBy('movie_id')
    .limit(MOST_POPULAR_PAGES * POPULAR_A_PAGE)
    .execute();
  return rows.map(({ movie_id }) => movie_id);
}

async function bestKnown(
  db: Db,
  but: readonly MovieId[],
  { limit, offset }: { limit: number; offset: number },
): Promise<MovieId[]> {
  if (limit === 0) return [];
  const rows = await db
    .selectFrom('scores')
    .select('movie_id')
    .orderBy('popularity', 'desc')
    .orderBy('movie_id', 'desc')
    .limit(offset + limit + but.length)
    .execute();
  const shown = new Set(but);
  return rows
    .map(({ movie_id }) => movie_id)
    .filter((id) => !shown.has(id))
    .slice(offset, offset + limit);
}
