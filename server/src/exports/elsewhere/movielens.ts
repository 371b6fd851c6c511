import type { RatedMovie } from '../../ratings/ports.js';
import { writeStars } from '../../ratings/stars.js';
import { type Cell, csvLine } from '../csv.js';
import type { ExportFile } from '../export.js';
import type { History } from '../history.js';

/** Less is taken for no rating at all. */
const LEAST_STARS = 0.5;
/** Genres are parted by it. */
const BAR = /\|/g;

/** Ratings, as its data sets have them. */
export async function* movielensFiles({ ratings }: History): AsyncIterable<ExportFile> {
  yield {
    name: 'ratings.csv',
    text: table(['userId', 'movieId', 'rating', 'timestamp'], ratings(), ratingCells),
  };
  yield { name: 'movies.csv', text: table(['movieId', 'title', 'genres'], ratings(), movieCells) };
  yield { name: 'links.csv', text: table(['movieId', 'imdbId', 'tmdbId'], ratings(), linkCells) };
}

function ratingCells({ movie, rating: { userId, stars, ratedAt } }: RatedMovie): Cell[] {
  const given = Math.max(LEAST_STARS, writeStars(stars));
  return [userId, movie.id, given, Math.floor(ratedAt / 1000)];
}

function movieCells({ movie: { id, title, year, genres } }: RatedMovie): Cell[] {
  const named = genres.map((genre) => genre.replace(BAR, '/')).join('|');
  return [id, year === null ? title : `${title} (${year})`, named || '(no genres listed)'];
}

function linkCells({ movie: { id, ids } }: RatedMovie): Cell[] {
  return [id, ids.imdb?.slice(2) ?? null, ids.tmdb];
}

async function* table(
  header: string[],
  ratings: AsyncIterable<RatedMovie>,
  cells: (rated: RatedMovie) => Cell[],
): AsyncIterable<string> {
  yield csvLine(header);
  for await (const rated of ratings) yield csvLine(cells(rated));
}
