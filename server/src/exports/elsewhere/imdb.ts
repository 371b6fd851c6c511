import type { Movie } from '../../movies/movie.js';
import { type Cell, csvLine } from '../csv.js';
import type { ExportFile } from '../export.js';
import type { History } from '../history.js';
import { nearest } from './nearest.js';

const FILM = [
  'Title',
  'URL',
  'Title Type',
  'IMDb Rating',
  'Runtime (mins)',
  'Year',
  'Genres',
  'Num Votes',
  'Release Date',
  'Directors',
];

/** Ratings and the watchlist, as it gives them itself. */
export async function* imdbFiles(history: History): AsyncIterable<ExportFile> {
  yield { name: 'ratings.csv', text: ratings(history) };
  yield { name: 'watchlist.csv', text: watchlist(history) };
}

async function* ratings(history: History): AsyncIterable<string> {
  yield csvLine(['Const', 'Your Rating', 'Date Rated', ...FILM]);
  for await (const { movie, rating } of history.ratings()) {
    const said = [nearest(rating.stars, 2), dayOf(rating.ratedAt)];
    yield csvLine([movie.ids.imdb, ...said, ...filmCells(movie)]);
  }
}

async function* watchlist(history: History): AsyncIterable<string> {
  yield csvLine(['Position', 'Const', 'Created', 'Modified', 'Description', ...FILM]);
  let position = 0;
  for await (const { movie, addedAt } of history.watchlist()) {
    const day = dayOf(addedAt);
    yield csvLine([++position, movie.ids.imdb, day, day, null, ...filmCells(movie)]);
  }
}

function filmCells(movie: Movie): Cell[] {
  const { ids, title, runtimeMinutes, year, genres, releaseDate, directors } = movie;
  return [
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

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
