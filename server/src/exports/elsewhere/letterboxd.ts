import type { Movie } from '../../movies/movie.js';
import type { RatedMovie } from '../../ratings/ports.js';
import type { Stars } from '../../ratings/stars.js';
import type { DiaryEntry } from '../../viewings/ports.js';
import { type Cell, csvLine } from '../csv.js';
import type { ExportFile } from '../export.js';
import type { History } from '../history.js';
import { nearest } from './nearest.js';

/** It takes no more at a time. */
const MOST_ROWS = 1000;
const FILM = ['tmdbID', 'imdbID', 'Title', 'Year', 'Directors'];
const SAID = ['Rating', 'WatchedDate', 'Rewatch', 'Tags', 'Review'];

/**
 * What its importer takes. A row with a day is a viewing, and one without it what is thought now: those come last, for
 * the last one counts. Whatever is rated there is seen.
 */
export async function* letterboxdFiles(history: History): AsyncIterable<ExportFile> {
  yield* tables('letterboxd', [...FILM, ...SAID], films(history));
  yield* tables('watchlist', FILM, wanted(history));
}

async function* films({ viewings, ratings }: History): AsyncIterable<Cell[]> {
  for await (const entry of viewings()) yield [...filmCells(entry.movie), ...viewingCells(entry)];
  for await (const rated of ratings()) yield [...filmCells(rated.movie), ...ratingCells(rated)];
}

async function* wanted({ watchlist }: History): AsyncIterable<Cell[]> {
  for await (const { movie } of watchlist()) yield filmCells(movie);
}

async function* tables(
  name: string,
  header: Cell[],
  rows: AsyncIterable<Cell[]>,
): AsyncIterable<ExportFile> {
  let [part, lines] = [1, [] as string[]];
  const file = () => ({
    name: `${name}-${part}.csv`,
    text: once(csvLine(header) + lines.join('')),
  });
  for await (const cells of rows) {
    if (lines.length === MOST_ROWS) {
      yield file();
      [part, lines] = [part + 1, []];
    }
    lines.push(csvLine(cells));
  }
  yield file();
}

async function* once(text: string): AsyncIterable<string> {
  yield text;
}

function filmCells({ ids, title, year, directors }: Movie): Cell[] {
  return [ids.tmdb, ids.imdb, title, year, directors.map(({ name }) => name).join(', ')];
}

function viewingCells({ viewing }: DiaryEntry): Cell[] {
  const { stars, watchedOn, rewatch, tags, review } = viewing;
  // Commas part tags there.
  const listed = tags.map((tag) => tag.replaceAll(',', ' ')).join(', ');
  return [stars === null ? null : half(stars), watchedOn, rewatch ? 'Yes' : null, listed, review];
}

function ratingCells({ rating }: RatedMovie): Cell[] {
  return [half(rating.stars), null, null, null, rating.note];
}

function half(stars: Stars): number {
  return nearest(stars, 2) / 2;
}
