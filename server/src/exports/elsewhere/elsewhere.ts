import type { ExportFile, ExportFormat } from '../export.js';
import type { History } from '../history.js';
import { imdbFiles } from './imdb.js';
import { letterboxdFiles } from './letterboxd.js';
import { movielensFiles } from './movielens.js';
import { traktFiles } from './trakt.js';

/** A history as other services read it: what they have a place for. */
export const FILES_ELSEWHERE: Record<
  Exclude<ExportFormat, 'halfstar'>,
  (history: History) => AsyncIterable<ExportFile>
> = {
  letterboxd: letterboxdFiles,
  imdb: imdbFiles,
  trakt: traktFiles,
  movielens: movielensFiles,
};
