import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOfFile } from '../../src/adapters/uploads/bytes.js';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import type { FileSummary } from '../../src/imports/summary.js';
import { openUpload, summaryOf, zipOf } from '../support/uploads.js';

/** Exports as people really have them. They are not ours to ship: they lie beside the checkout, or nowhere. */
const DATA = join(import.meta.dirname, '../../../../shared/data');
const IMPORTS = join(DATA, 'imports');
const MOVIELENS = join(DATA, 'movielens');
for (const folder of [IMPORTS, MOVIELENS]) {
  if (!existsSync(folder)) {
    process.stderr.write(
      `NO FOLDER ${folder}: THE EXPORTS THAT PEOPLE REALLY HAVE ARE NOT TESTED.\n`,
    );
  }
}

async function countsOf(name: string): Promise<FileSummary[]> {
  const upload = await fileUploads().open(await bytesOfFile(join(IMPORTS, name)), name);
  const files = await summaryOf(upload);
  for (const { rows, taken, aside } of files) {
    expect(taken + Object.values(aside).reduce((sum, count) => sum + count, 0)).toBe(rows);
  }
  return files;
}

/** Rows, and what became of them: ratings, viewings, watchlist, favourites, and what was set aside. */
const FILES: [name: string, rows: number, wishes: number[], aside: object][] = [
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

describe.runIf(existsSync(IMPORTS))('exports that people really have', () => {
  it.each(FILES)('are read to the last row: %s', async (name, rows, wishes, aside) => {
    const [file] = await countsOf(name);
    expect(file).toMatchObject({ rows, aside });
    expect(Object.values(file?.wishes ?? {})).toEqual(wishes);
  });

  it('are read whole from a zip of Letterboxd', async () => {
    const files = await countsOf('letterboxd/letterboxd-example_user-2025-01-06-22-54-utc.zip');
    expect(files.map(({ name, rows, taken }) => [name, rows, taken])).toEqual([
      ['diary.csv', 317, 317],
      ['deleted/diary.csv', 1, 0],
      ['orphaned/diary.csv', 0, 0],
      ['reviews.csv', 127, 127],
      ['deleted/reviews.csv', 1, 0],
      ['orphaned/reviews.csv', 0, 0],
      ['ratings.csv', 233, 233],
      ['watched.csv', 408, 408],
      ['likes/films.csv', 89, 89],
      ['watchlist.csv', 113, 113],
      ['lists/contact.csv', 1, 0],
      ['lists/media-meta.csv', 7, 0],
      ['lists/parables-bizarrely-profound-youth-films-in.csv', 12, 0],
      ['lists/software-history.csv', 2, 0],
      ['comments.csv', 5, 0],
      ['profile.csv', 1, 0],
      ['likes/lists.csv', 13, 0],
      ['likes/reviews.csv', 30, 0],
      ['orphaned/comments.csv', 0, 0],
    ]);
  });

  it('are read whole from a zip of Trakt', async () => {
    const files = await countsOf('trakt/trakt-export.zip');
    const parts = files.map(({ known, rows, taken }) => [known?.part, rows, taken]);
    expect(parts).toEqual([
      ['ratings', 1, 1],
      ['watched', 1, 1],
      ['watched', 1, 0],
      ['watchlist', 1, 1],
      ['list', 2, 0],
      ['other', 0, 0],
      ['other', 1, 0],
      ['other', 0, 0],
    ]);
  });
});

describe.runIf(existsSync(MOVIELENS))('data sets of MovieLens', () => {
  const packed = (folder: string, ...names: string[]) =>
    zipOf(
      names.map((name) => ({
        name,
        content: gunzipSync(readFileSync(join(MOVIELENS, folder, `${name}.gz`))),
      })),
    );

  it.each<[string, string[], number, number]>([
    [
      'ml-latest-small',
      ['ratings.csv', 'movies.csv', 'links.csv', 'tags.csv'],
      100_836 + 3683,
      232,
    ],
    ['ml-100k', ['u.data', 'u.item', 'u.user'], 100_000, 272],
  ])('are read to the last row: %s', async (folder, names, rows, ofPerson1) => {
    const zip = packed(folder, ...names);
    const files = await summaryOf(await openUpload('ml.zip', zip, { person: '1' }));
    expect(files.reduce((sum, file) => sum + file.rows, 0)).toBe(rows);
    const ratings = files.find(({ known }) => known?.part === 'ratings');
    expect(ratings).toMatchObject({ taken: ofPerson1, wishes: { rating: ofPerson1 } });
    expect(ratings?.aside).toEqual({ 'not-mine': (ratings?.rows ?? 0) - ofPerson1 });
  });
});
