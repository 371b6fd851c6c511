import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bytesOfFile } from '../../src/adapters/uploads/bytes.js';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import {
  allExports,
  FILES,
  IMPORTS,
  isThere,
  MOVIELENS,
  ZIPS,
} from '../support/exports-of-others.js';
import type { FileSummary } from '../support/upload-summary.js';
import { openUpload, summaryOf, zipOf } from '../support/uploads.js';

async function countsOf(name: string): Promise<FileSummary[]> {
  const upload = await fileUploads().open(await bytesOfFile(join(IMPORTS, name)), name);
  const files = await summaryOf(upload);
  for (const { rows, taken, aside } of files) {
    expect(taken + Object.values(aside).reduce((sum, count) => sum + count, 0)).toBe(rows);
  }
  return files;
}

describe.runIf(isThere(IMPORTS))('exports that people really have', () => {
  it('are all looked at, whichever there are', () => {
    const named = [...FILES, ...ZIPS].map(([name]) => name);
    expect(allExports()).toEqual(named.sort());
  });

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

describe.runIf(isThere(MOVIELENS))('data sets of MovieLens', () => {
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
