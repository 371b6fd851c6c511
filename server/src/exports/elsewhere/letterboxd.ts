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

/** `day`: rows of one are kept in one file. */
type TableRow = { cells: Cell[]; day: string | null };

async function* films({ viewings, ratings }: History): AsyncIterable<TableRow> {
  for await (const entry of viewings()) {
    const cells = [...filmCells(entry.movie), ...viewingCells(entry)];
    yield { cells, day: entry.viewing.watchedOn };
  }
  for await (const rated of ratings()) {
    yield { cells: [...filmCells(rated.movie), ...ratingCells(rated)], day: null };
  }
}

async function* wanted({ watchlist }: History): AsyncIterable<TableRow> {
  for await (const { movie } of watchlist()) yield { cells: filmCells(movie), day: null };
}

async function* tables(
  name: string,
  header: Cell[],
  rows: AsyncIterable<TableRow>,
): AsyncIterable<ExportFile> {
  let [part, some] = [1, [] as TableRow[]];
  const file = (of: readonly TableRow[]) => ({
    name: `${name}-${part}.csv`,
    text: once([header, ...of.map(({ cells }) => cells)].map(csvLine).join('')),
  });
  for await (const row of rows) {
    if (some.length === MOST_ROWS) {
      const end = endBefore(some, row);
      yield file(some.slice(0, end));
      [part, some] = [part + 1, some.slice(end)];
    }
    some.push(row);
  }
  yield file(some);
}

/** Two viewings of a film on one day are told apart within a file alone; a day that fills one is parted all the same. */
function endBefore(rows: readonly TableRow[], { day }: TableRow): number {
  const ofDay = day === null ? -1 : rows.findIndex((row) => row.day === day);
  return ofDay > 0 ? ofDay : rows.length;
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
