import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defuse } from '../../../src/imports/formula.js';
import { joinCell } from '../../../src/imports/joined.js';
import { openUpload, rowsOf, summaryOf, zipOf } from '../../support/uploads.js';

const MOVIE = {
  title: '=Tide',
  originalTitle: 'Marea',
  year: 1999,
  releaseDate: '1999-02-03',
  runtimeMinutes: 100,
  genres: ['Drama', 'A|B'],
  directors: ['Ann A'],
  ids: { imdb: 'tt0000007', tmdb: '7', wikidata: 'Q7' },
};
const TIME = '2024-01-15T10:30:00.000Z';
const VIEWING = {
  movie: MOVIE,
  watchedOn: '2024-01-15',
  stars: 4.35,
  rewatch: true,
  tags: ['sea', 'x|y', '-'],
  review: '+1\n"so"',
  loggedAt: TIME,
};
const EXPORT = {
  format: 'halfstar-export',
  version: 1,
  exportedAt: TIME,
  user: { handle: 'ann' },
  ratings: [{ movie: MOVIE, stars: 0, note: '-', ratedAt: TIME }],
  viewings: [VIEWING],
  watchlist: [{ movie: MOVIE, addedAt: TIME }],
  favourites: [{ movie: MOVIE, addedAt: TIME }],
};
const FILM_COLUMNS =
  'Title,Original Title,Year,Release Date,Directors,Genres,Runtime,IMDb ID,TMDB ID,Wikidata ID';
const FILM_CELLS = [
  MOVIE.title,
  MOVIE.originalTitle,
  '1999',
  MOVIE.releaseDate,
  joinCell(MOVIE.directors),
  joinCell(MOVIE.genres),
  '100',
  ...Object.values(MOVIE.ids),
];
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const table = (columns: string, ...cells: string[]) =>
  `${FILM_COLUMNS},${columns}\n${[...FILM_CELLS, ...cells].map((cell) => quoted(defuse(cell))).join(',')}\n`;
const TABLES = {
  'ratings.csv': table('Stars,Rated At,Note', '0', TIME, '-'),
  'viewings.csv': table(
    'Stars,Watched On,Rewatch,Tags,Review,Logged At',
    '4.35',
    '2024-01-15',
    'yes',
    joinCell(VIEWING.tags),
    VIEWING.review,
    TIME,
  ),
  'watchlist.csv': table('Added At', TIME),
  'favourites.csv': table('Favourite Since', TIME),
};

const loggedAt = Date.parse(TIME);
const WISHES = [
  { kind: 'rating', score: 0, ratedAt: loggedAt, note: '-' },
  {
    kind: 'viewing',
    watchedOn: '2024-01-15',
    score: 4.35,
    rewatch: true,
    tags: ['sea', 'x|y', '-'],
    review: '+1\n"so"',
    loggedAt,
    entry: expect.any(String),
  },
  { kind: 'watchlist', addedAt: loggedAt },
  { kind: 'favourite', addedAt: loggedAt },
];

describe('an export of ours', () => {
  it('is read whole from its JSON', async () => {
    const rows = await rowsOf('halfstar.json', JSON.stringify(EXPORT, null, 1));
    expect(rows.map(({ wishes: [wish] }) => wish)).toEqual(WISHES);
    for (const { film } of rows) expect(film).toEqual(MOVIE);
  });

  it('is read from any of its tables', async () => {
    for (const [n, [name, content]] of Object.entries(TABLES).entries()) {
      const [row] = await rowsOf(name, content);
      expect(row).toMatchObject({ film: MOVIE, wishes: [WISHES[n]] });
    }
  });

  it('is read once where JSON and tables say the same', async () => {
    const zip = zipOf([
      ...Object.entries(TABLES).map(([name, content]) => ({ name, content })),
      { name: 'halfstar.json', content: JSON.stringify(EXPORT) },
    ]);
    const files = await summaryOf(await openUpload('halfstar.zip', zip));
    expect(files.map(({ name, taken, aside }) => [name, taken, aside])).toEqual([
      ['halfstar.json', 4, {}],
      ['viewings.csv', 0, { 'told-elsewhere': 1 }],
      ['ratings.csv', 0, { 'told-elsewhere': 1 }],
      ['favourites.csv', 0, { 'told-elsewhere': 1 }],
      ['watchlist.csv', 0, { 'told-elsewhere': 1 }],
    ]);
  });

  it('keeps any note, in JSON and in tables', async () => {
    const sign = fc.constantFrom(...'"\'=+-@,;\t\n\\|{}[]<>é名'.split(''), '😀');
    const note = fc.string({ unit: sign, minLength: 1 }).filter((text) => text === text.trim());
    await fc.assert(
      fc.asyncProperty(note, async (text) => {
        const json = {
          ...EXPORT,
          ratings: [{ movie: MOVIE, stars: 5, note: text, ratedAt: TIME }],
        };
        const [fromJson] = await rowsOf('halfstar.json', JSON.stringify(json));
        const [fromTable] = await rowsOf(
          'ratings.csv',
          table('Stars,Rated At,Note', '5', TIME, text),
        );
        const wish = { kind: 'rating', score: 5, ratedAt: loggedAt, note: text };
        expect(fromJson?.wishes).toEqual([wish]);
        expect(fromTable?.wishes).toEqual([wish]);
      }),
    );
  });
});
