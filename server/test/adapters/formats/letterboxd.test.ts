import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../support/refusal.js';
import { openUpload, rowsOf, summaryOf, toldIn, zipOf } from '../../support/uploads.js';

const FILMS = 'Date,Name,Year,Letterboxd URI';
const RATINGS = `${FILMS},Rating\r\n2019-03-01,"Me, Myself ""&"" Ü",1999,https://boxd.it/a1,3.5\r\n2019-03-02,Old,1878,https://boxd.it/a2,5\r\n`;
const DIARY = `${FILMS},Rating,Rewatch,Tags,Watched Date
2020-01-05,Tide,2001,https://boxd.it/e1,4,,,2020-01-01
2020-02-05,Tide,2001,https://boxd.it/e2,4.5,Yes,"sea, two words",2020-02-01
2020-03-05,Tide,2001,https://boxd.it/e3,,Yes,,2020-03-01
2020-03-06,Nameless Year,,https://boxd.it/e4,,,,
`;
const REVIEWS = `${FILMS},Rating,Rewatch,Review,Tags,Watched Date
2020-02-05,Tide,2001,https://boxd.it/e2,4.5,Yes,"First <i>line<i>

second ""line""",,2020-02-01
`;
const at = (day: string) => Date.parse(day);
const SEEN = {
  kind: 'viewing',
  watchedOn: null,
  score: null,
  rewatch: false,
  tags: [],
  review: null,
  loggedAt: null,
  entry: null,
};

describe('an export of Letterboxd', () => {
  it('has ratings in half stars, with the day they were given', async () => {
    expect(await toldIn('ratings.csv', RATINGS)).toEqual([
      ['Me, Myself "&" Ü', { kind: 'rating', score: 3.5, ratedAt: at('2019-03-01'), note: null }],
      ['Old', { kind: 'rating', score: 5, ratedAt: at('2019-03-02'), note: null }],
    ]);
  });

  it('has every viewing, with its own stars, in a diary', async () => {
    const zip = zipOf([
      { name: 'diary.csv', content: DIARY },
      { name: 'ratings.csv', content: RATINGS },
    ]);
    const rows = (await rowsOf('letterboxd.zip', zip)).filter(({ file }) => file === 'diary.csv');
    const entries = ['e1', 'e2', 'e3', 'e4'].map((entry) => `https://boxd.it/${entry}`);
    expect(rows.map(({ line, wishes }) => [line, ...wishes])).toEqual([
      [
        2,
        {
          ...SEEN,
          watchedOn: '2020-01-01',
          score: 4,
          loggedAt: at('2020-01-05'),
          entry: entries[0],
        },
      ],
      [
        3,
        {
          ...SEEN,
          watchedOn: '2020-02-01',
          score: 4.5,
          rewatch: true,
          tags: ['sea', 'two words'],
          loggedAt: at('2020-02-05'),
          entry: entries[1],
        },
      ],
      [
        4,
        {
          ...SEEN,
          watchedOn: '2020-03-01',
          rewatch: true,
          loggedAt: at('2020-03-05'),
          entry: entries[2],
        },
      ],
      [5, { ...SEEN, loggedAt: at('2020-03-06'), entry: entries[3] }],
    ]);
    expect(rows[3]?.film.year).toBeNull();
  });

  it('rates by the diary where it comes alone', async () => {
    const rows = await rowsOf('diary.csv', DIARY);
    expect(rows.map(({ wishes }) => wishes.map(({ kind }) => kind))).toEqual([
      ['rating', 'viewing'],
      ['rating', 'viewing'],
      ['viewing'],
      ['viewing'],
    ]);
  });

  it('has reviews of several lines, as they are written', async () => {
    const [row] = await rowsOf('reviews.csv', REVIEWS);
    expect(row?.wishes).toContainEqual(
      expect.objectContaining({
        kind: 'viewing',
        review: 'First <i>line<i>\n\nsecond "line"',
        entry: 'https://boxd.it/e2',
      }),
    );
  });

  it('is read diary first, and what was merely seen after', async () => {
    const bare = `${FILMS}\n2020-01-01,Tide,2001,https://boxd.it/a\n`;
    const upload = await openUpload(
      'letterboxd.zip',
      zipOf([
        { name: 'watchlist.csv', content: bare },
        { name: 'watched.csv', content: bare },
        { name: 'likes/films.csv', content: bare },
        { name: 'deleted/diary.csv', content: DIARY },
        { name: 'profile.csv', content: 'Date Joined,Username,Bio\n2017-01-01,x,y\n' },
        { name: 'comments.csv', content: 'Date,Content,Comment\n2017-01-01,https://x,y\n' },
        {
          name: 'lists/a.csv',
          content: `Letterboxd list export v7\nDate,Name,Tags,URL,Description\n2020-01-01,Mine,,https://boxd.it/l,"x\ny"\n\nPosition,Name,Year,URL,Description\n1,Tide,2001,https://boxd.it/a,\n2,Ebb,,https://boxd.it/b,\n`,
        },
        { name: 'ratings.csv', content: RATINGS },
        { name: 'diary.csv', content: DIARY },
      ]),
    );
    const files = await summaryOf(upload);
    expect(
      files.map(({ name, known, rows, taken, aside }) => [name, known?.part, rows, taken, aside]),
    ).toEqual([
      ['deleted/diary.csv', 'diary', 4, 0, { deleted: 4 }],
      ['diary.csv', 'diary', 4, 4, {}],
      ['ratings.csv', 'ratings', 2, 2, {}],
      ['watched.csv', 'watched', 1, 1, {}],
      ['likes/films.csv', 'favourites', 1, 1, {}],
      ['watchlist.csv', 'watchlist', 1, 1, {}],
      ['lists/a.csv', 'list', 2, 0, { list: 2 }],
      ['profile.csv', 'other', 1, 0, { 'not-a-film': 1 }],
      ['comments.csv', 'other', 1, 0, { 'not-a-film': 1 }],
    ]);
  });

  it('is asked about where nothing tells what films a table is of', async () => {
    const table = `${FILMS}\n2020-01-01,Tide,2001,https://boxd.it/a\n`;
    expect(await refusalOf(() => openUpload('films.csv', table))).toMatchObject({
      kind: 'import-unclear',
      choices: ['watched', 'watchlist', 'favourites'],
    });
    expect(await toldIn('films.csv', table, { part: 'favourites' })).toEqual([
      ['Tide', { kind: 'favourite', addedAt: at('2020-01-01') }],
    ]);
  });

  it('sets a rating aside that is not on the scale', async () => {
    const rows = await rowsOf(
      'ratings.csv',
      `${FILMS},Rating\n2020-01-01,Tide,2001,x,11\n2020-01-01,Ebb,2001,x,`,
    );
    expect(rows.map(({ aside }) => aside?.why)).toEqual(['malformed', 'nothing-said']);
  });
});

describe('what Letterboxd imports', () => {
  it('has any of its columns, and ids', async () => {
    const table =
      'imdbID,tmdbID,Title,Directors,Rating10,WatchedDate,Rewatch,Tags,Review\ntt0000001,603,Tide,"Ann A, Bob B",7,2020-05-06,true,a,"well, well"\n';
    const [row] = await rowsOf('out.csv', table);
    expect(row?.film).toMatchObject({
      directors: ['Ann A', 'Bob B'],
      ids: { imdb: 'tt0000001', tmdb: '603' },
    });
    expect(row?.wishes).toEqual([
      { kind: 'rating', score: 3.5, ratedAt: at('2020-05-06'), note: null, atViewing: true },
      {
        ...SEEN,
        watchedOn: '2020-05-06',
        score: 3.5,
        rewatch: true,
        tags: ['a'],
        review: 'well, well',
      },
    ]);
  });

  it('takes what is said without a viewing for what is thought of the film now', async () => {
    const table =
      'Title,Rating,WatchedDate,Tags,Review\nTide,4,,,"\'=well"\nTide,2,2020-05-06,,then\nEbb,3,,a,b\n';
    const [now, then, tagged] = await toldIn('out.csv', table);
    expect(now?.slice(1)).toEqual([
      { kind: 'rating', score: 4, ratedAt: null, note: '=well' },
      SEEN,
    ]);
    expect(then?.[1]).toMatchObject({ score: 2, atViewing: true, note: null });
    expect(tagged?.slice(1)).toEqual([
      { kind: 'rating', score: 3, ratedAt: null, note: null, atViewing: true },
      { ...SEEN, score: 3, tags: ['a'], review: 'b' },
    ]);
  });

  it('takes stars before points of ten, and 0 for none', async () => {
    const table = 'Title,Year,Rating,Rating10\nTide,2001,0.5,10\nEbb,2002,0,\n';
    const [tide, ebb] = await toldIn('out.csv', table);
    expect(tide?.[1]).toMatchObject({ kind: 'rating', score: 0.5 });
    expect(ebb?.[1]).toMatchObject({ kind: 'viewing', score: null });
  });
});
