import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Exports as people really have them. They are not ours to ship: they lie beside the checkout, or nowhere. */
const DATA = join(import.meta.dirname, '../../../../shared/data');
export const IMPORTS = join(DATA, 'imports');
export const MOVIELENS = join(DATA, 'movielens');

/** Whether a folder of them is there; who has none is told what is not tested. */
export function isThere(folder: string): boolean {
  if (existsSync(folder)) return true;
  process.stderr.write(
    `NO FOLDER ${folder}: THE EXPORTS THAT PEOPLE REALLY HAVE ARE NOT TESTED.\n`,
  );
  return false;
}

/** Rows, and what became of them: ratings, viewings, watchlist, favourites, and what was set aside. */
export const FILES: [name: string, rows: number, wishes: number[], aside: object][] = [
  ['criticker/ratings.csv', 110, [106, 0, 0, 0], { tv: 4 }],
  ['imdb/ratings.2010-2017-columns.csv', 3, [3, 0, 0, 0], {}],
  ['imdb/ratings.2018-2024-columns.csv', 9, [7, 0, 0, 0], { tv: 2 }],
  ['imdb/ratings.2025-italian-interface.csv', 120, [110, 0, 0, 0], { tv: 10 }],
  ['imdb/watchlist.2025.csv', 20, [4, 0, 11, 0], { tv: 9 }],
  ['letterboxd/export/ratings.csv', 233, [233, 0, 0, 0], {}],
  ['letterboxd/export/watched.csv', 408, [0, 408, 0, 0], {}],
  ['letterboxd/export/diary.csv', 317, [175, 317, 0, 0], {}],
  ['letterboxd/export/watchlist.csv', 113, [0, 0, 113, 0], {}],
  ['letterboxd/export/reviews.csv', 127, [101, 127, 0, 0], {}],
  ['letterboxd/export/likes/films.csv', 89, [0, 0, 0, 89], {}],
  ['letterboxd/export/likes/lists.csv', 13, [0, 0, 0, 0], { 'not-a-film': 13 }],
  ['letterboxd/export/likes/reviews.csv', 30, [0, 0, 0, 0], { 'not-a-film': 30 }],
  ['letterboxd/export/deleted/diary.csv', 1, [0, 0, 0, 0], { deleted: 1 }],
  ['letterboxd/export/deleted/reviews.csv', 1, [0, 0, 0, 0], { deleted: 1 }],
  ['letterboxd/export/orphaned/comments.csv', 0, [0, 0, 0, 0], {}],
  ['letterboxd/export/orphaned/diary.csv', 0, [0, 0, 0, 0], {}],
  ['letterboxd/export/orphaned/reviews.csv', 0, [0, 0, 0, 0], {}],
  ['letterboxd/export/lists/contact.csv', 1, [0, 0, 0, 0], { list: 1 }],
  [
    'letterboxd/export/lists/parables-bizarrely-profound-youth-films-in.csv',
    12,
    [0, 0, 0, 0],
    { list: 12 },
  ],
  ['letterboxd/export/lists/software-history.csv', 2, [0, 0, 0, 0], { list: 2 }],
  ['letterboxd/export/comments.csv', 5, [0, 0, 0, 0], { 'not-a-film': 5 }],
  ['letterboxd/export/profile.csv', 1, [0, 0, 0, 0], { 'not-a-film': 1 }],
  ['letterboxd/export/lists/media-meta.csv', 7, [0, 0, 0, 0], { list: 7 }],
  ['movary/history.csv', 3, [0, 3, 0, 0], {}],
  ['movary/ratings.csv', 3, [3, 0, 0, 0], {}],
  ['movary/watchlist.csv', 1, [0, 0, 1, 0], {}],
  ['netflix/NetflixViewingHistory.csv', 424, [0, 71, 0, 0], { episode: 353 }],
  ['ryot/export.json', 3, [1, 1, 1, 0], { tv: 1 }],
  ['simkl/SimklBackup.json', 4, [2, 1, 1, 0], { tv: 1 }],
  ['tmdb/ratings.csv', 4, [2, 0, 0, 0], { episode: 1, tv: 1 }],
  ['tmdb/watchlist.csv', 2, [0, 0, 0, 0], { tv: 2 }],
  ['trakt/api-sync-ratings.json', 1, [1, 0, 0, 0], {}],
  ['trakt/export/ratings-movies.json', 1, [1, 0, 0, 0], {}],
  ['trakt/export/ratings-shows.json', 0, [0, 0, 0, 0], {}],
  ['trakt/export/watched-movies.json', 1, [0, 1, 0, 0], {}],
  ['trakt/export/watched-shows.json', 1, [0, 0, 0, 0], { tv: 1 }],
  ['trakt/export/lists-watchlist.json', 1, [0, 0, 1, 0], {}],
  ['trakt/export/lists-lists.json', 1, [0, 0, 0, 0], { 'not-a-film': 1 }],
  ['trakt/export/lists-list-99999-my-test-list.json', 2, [0, 0, 0, 0], { list: 2 }],
  ['trakt/export/collection-movies.json', 0, [0, 0, 0, 0], {}],
  ['yamtrack/yamtrack.csv', 30, [1, 1, 0, 0], { tv: 2, episode: 24, 'not-a-film': 2, game: 1 }],
];

/** The same as some of the files, in one. */
export const ZIPS: [name: string, rows: number][] = [
  ['letterboxd/letterboxd-example_user-2025-01-06-22-54-utc.zip', 1360],
  ['trakt/trakt-export.zip', 7],
];

/** Every export that lies in the folder, but what is written about them. */
export function allExports(): string[] {
  return readdirSync(IMPORTS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'README.md')
    .map((entry) => relative(IMPORTS, join(entry.parentPath, entry.name)))
    .sort();
}
