import type { RatedMovie } from '../ratings/ports.js';
import { type Stars, writeStars } from '../ratings/stars.js';
import { type Cell, csvLine } from './csv.js';
import type { ExportFile, ExportFormat } from './export.js';
import type { History } from './history.js';

type Ratings = History['ratings'];

/** Letterboxd takes no more at a time. */
const LETTERBOXD_ROWS = 1000;
const IMDB_COLUMNS =
  'Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors';
/** Less is taken for no rating at all. */
const LEAST_OF_MOVIELENS = 0.5;
/** MovieLens parts genres by it. */
const BAR = /\|/g;

/** The ratings, as other services read them. Where their scale is coarser, the nearest of theirs. */
export const FILES_ELSEWHERE: Record<
  Exclude<ExportFormat, 'halfstar'>,
  (ratings: Ratings) => AsyncIterable<ExportFile>
> = {
  async *letterboxd(ratings) {
    const header = ['tmdbID', 'imdbID', 'Title', 'Year', 'Directors', 'Rating', 'Review'];
    let [part, lines] = [1, [] as string[]];
    const file = () => ({
      name: `letterboxd-${part}.csv`,
      text: once(csvLine(header) + lines.join('')),
    });
    for await (const { movie, rating } of ratings()) {
      if (lines.length === LETTERBOXD_ROWS) {
        yield file();
        [part, lines] = [part + 1, []];
      }
      const { ids, title, year, directors } = movie;
      const names = directors.map(({ name }) => name).join(', ');
      const stars = nearest(rating.stars, 2) / 2;
      lines.push(csvLine([ids.tmdb, ids.imdb, title, year, names, stars, rating.note]));
    }
    yield file();
  },

  async *imdb(ratings) {
    yield { name: 'ratings.csv', text: table(IMDB_COLUMNS.split(','), ratings, imdbCells) };
  },

  async *trakt(ratings) {
    yield { name: 'ratings-movies.json', text: traktItems(ratings) };
  },

  async *movielens(ratings) {
    yield {
      name: 'ratings.csv',
      text: table(['userId', 'movieId', 'rating', 'timestamp'], ratings, ({ movie, rating }) => [
        rating.userId,
        movie.id,
        Math.max(LEAST_OF_MOVIELENS, writeStars(rating.stars)),
        Math.floor(rating.ratedAt / 1000),
      ]),
    };
    yield {
      name: 'movies.csv',
      text: table(
        ['movieId', 'title', 'genres'],
        ratings,
        ({ movie: { id, title, year, genres } }) => [
          id,
          year === null ? title : `${title} (${year})`,
          genres.map((genre) => genre.replace(BAR, '/')).join('|') || '(no genres listed)',
        ],
      ),
    };
    yield {
      name: 'links.csv',
      text: table(['movieId', 'imdbId', 'tmdbId'], ratings, ({ movie: { id, ids } }) => [
        id,
        ids.imdb?.slice(2) ?? null,
        ids.tmdb,
      ]),
    };
  },
};

function imdbCells({ movie, rating }: RatedMovie): Cell[] {
  const { ids, title, runtimeMinutes, year, genres, releaseDate, directors } = movie;
  return [
    ids.imdb,
    nearest(rating.stars, 2),
    new Date(rating.ratedAt).toISOString().slice(0, 10),
    title,
    ids.imdb === null ? null : `https://www.imdb.com/title/${ids.imdb}/`,
    'movie',
    null,
    runtimeMinutes,
    year,
    genres.join(', '),
    null,
    releaseDate,
    directors.map(({ name }) => name).join(', '),
  ];
}

async function* traktItems(ratings: Ratings): AsyncIterable<string> {
  let before = '[\n';
  for await (const { movie, rating } of ratings()) {
    const item = {
      rated_at: new Date(rating.ratedAt).toISOString(),
      rating: nearest(rating.stars, 2),
      type: 'movie',
      movie: {
        title: movie.title,
        year: movie.year,
        ids: {
          imdb: movie.ids.imdb,
          tmdb: movie.ids.tmdb === null ? null : Number(movie.ids.tmdb),
        },
      },
    };
    yield before + JSON.stringify(item);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

/** In steps of so many a star; none of them has a zero. */
function nearest(stars: Stars, steps: number): number {
  return Math.max(1, Math.round(writeStars(stars) * steps));
}

async function* table(
  header: string[],
  ratings: Ratings,
  cells: (rated: RatedMovie) => Cell[],
): AsyncIterable<string> {
  yield csvLine(header);
  for await (const rated of ratings()) yield csvLine(cells(rated));
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}
