import { joinCell } from '../imports/joined.js';
import type { MarkedMovie } from '../movies/marked.js';
import type { Movie } from '../movies/movie.js';
import type { RatedMovie } from '../ratings/ports.js';
import { writeStars } from '../ratings/stars.js';
import type { User } from '../users/user.js';
import type { DiaryEntry } from '../viewings/ports.js';
import { type Cell, csvLine } from './csv.js';
import type { ExportFile } from './export.js';
import type { History, ToldChange } from './history.js';

const VERSION = 1;
const MOVIE_COLUMNS = [
  'Title',
  'Original Title',
  'Year',
  'Release Date',
  'Directors',
  'Genres',
  'Runtime',
  'IMDb ID',
  'TMDB ID',
  'Wikidata ID',
];
/** The number is ours alone: by title, year and ids the film is found anywhere. */
const CHANGE_COLUMNS = [
  ...['Movie ID', 'Stars', 'Note', 'At'],
  ...['Title', 'Year', 'IMDb ID', 'TMDB ID', 'Wikidata ID'],
];
const VIEWING_COLUMNS = ['Stars', 'Watched On', 'Rewatch', 'Tags', 'Review', 'Logged At'];

/** All of it: once as JSON, which is read again as a whole, and as tables for people. */
export async function* halfstarFiles(
  user: User,
  history: History,
  now: number,
): AsyncIterable<ExportFile> {
  const { ratings, viewings, watchlist, favourites, changes } = history;
  yield { name: 'halfstar.json', text: json(user, history, now) };
  yield {
    name: 'ratings.csv',
    text: table([...MOVIE_COLUMNS, 'Stars', 'Rated At', 'Note'], ratings(), ratingCells),
  };
  yield {
    name: 'viewings.csv',
    text: table([...MOVIE_COLUMNS, ...VIEWING_COLUMNS], viewings(), viewingCells),
  };
  yield {
    name: 'watchlist.csv',
    text: table([...MOVIE_COLUMNS, 'Added At'], watchlist(), markedCells),
  };
  yield {
    name: 'favourites.csv',
    text: table([...MOVIE_COLUMNS, 'Favourite Since'], favourites(), markedCells),
  };
  yield {
    name: 'rating-changes.csv',
    text: table(CHANGE_COLUMNS, changes(), changeCells),
  };
}

async function* json(
  user: User,
  { ratings, viewings, watchlist, favourites }: History,
  now: number,
): AsyncIterable<string> {
  const { handle, displayName, email, scale, privacy, createdAt } = user;
  const profile = { handle, displayName, email, scale, privacy, createdAt: time(createdAt) };
  yield '{\n"format": "halfstar-export",\n';
  yield `"version": ${VERSION},\n"exportedAt": "${time(now)}",\n"user": ${JSON.stringify(profile)},\n`;
  yield '"ratings": [';
  yield* items(ratings(), ratingItem);
  yield '],\n"viewings": [';
  yield* items(viewings(), viewingItem);
  yield '],\n"watchlist": [';
  yield* items(watchlist(), markedItem);
  yield '],\n"favourites": [';
  yield* items(favourites(), markedItem);
  yield ']\n}\n';
}

async function* items<Row>(rows: AsyncIterable<Row>, write: (row: Row) => object) {
  let first = true;
  for await (const row of rows) {
    yield `${first ? '' : ','}\n${JSON.stringify(write(row))}`;
    first = false;
  }
}

async function* table<Row>(
  header: string[],
  rows: AsyncIterable<Row>,
  cells: (row: Row) => Cell[],
): AsyncIterable<string> {
  yield csvLine(header);
  for await (const row of rows) yield csvLine(cells(row));
}

function ratingItem({ movie, rating }: RatedMovie): object {
  const { stars, note, ratedAt, updatedAt } = rating;
  return {
    movie: movieItem(movie),
    stars: writeStars(stars),
    note,
    ratedAt: time(ratedAt),
    updatedAt: time(updatedAt),
  };
}

function viewingItem({ movie, viewing }: DiaryEntry): object {
  const { stars, watchedOn, rewatch, tags, review, loggedAt } = viewing;
  const given = stars === null ? null : writeStars(stars);
  const item = { movie: movieItem(movie), watchedOn, stars: given, rewatch, tags, review };
  return { ...item, loggedAt: time(loggedAt) };
}

function markedItem({ movie, addedAt }: MarkedMovie): object {
  return { movie: movieItem(movie), addedAt: time(addedAt) };
}

function movieItem({ id, directors, genres, ids, ...facts }: Movie): object {
  const { title, originalTitle, year, releaseDate, runtimeMinutes } = facts;
  const names = directors.map(({ name }) => name);
  return {
    id,
    title,
    originalTitle,
    year,
    releaseDate,
    runtimeMinutes,
    genres,
    directors: names,
    ids,
  };
}

function ratingCells({ movie, rating }: RatedMovie): Cell[] {
  return [...movieCells(movie), writeStars(rating.stars), time(rating.ratedAt), rating.note];
}

function markedCells({ movie, addedAt }: MarkedMovie): Cell[] {
  return [...movieCells(movie), time(addedAt)];
}

function viewingCells({ movie, viewing }: DiaryEntry): Cell[] {
  const { stars, watchedOn, rewatch, tags, review, loggedAt } = viewing;
  const given = stars === null ? null : writeStars(stars);
  const cells = [given, watchedOn, rewatch ? 'yes' : null, joinCell(tags), review, time(loggedAt)];
  return [...movieCells(movie), ...cells];
}

function changeCells({ movieId, stars, note, at, movie }: ToldChange): Cell[] {
  const { imdb, tmdb, wikidata } = movie?.ids ?? {};
  const film = [movie?.title, movie?.year, imdb, tmdb, wikidata].map((cell) => cell ?? null);
  return [movieId, stars === null ? null : writeStars(stars), note, time(at), ...film];
}

function movieCells(movie: Movie): Cell[] {
  return [
    movie.title,
    movie.originalTitle,
    movie.year,
    movie.releaseDate,
    joinCell(movie.directors.map(({ name }) => name)),
    joinCell(movie.genres),
    movie.runtimeMinutes,
    movie.ids.imdb,
    movie.ids.tmdb,
    movie.ids.wikidata,
  ];
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
