import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../support/refusal.js';
import { openUpload, rowsOf, toldIn } from '../../support/uploads.js';

const at = (time: string) => Date.parse(time);
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

describe('ratings of Criticker', () => {
  const table = `Score, Film Name, Year, Date Rated, Mini Review, URL, IMDB ID
0,"Tide",1957,"Jun 21 2014, 22:06","so, so",https://www.criticker.com/film/Tide/,tt0000007
100,"Ebb",1958,"Feb 5 2020, 00:40","",https://www.criticker.com/film/Ebb/,tt0000008
7,"Show",2017,"Feb 28 2021, 19:50","",https://www.criticker.com/tv/Show/,tt0000009
101,"Wave",2017,"Feb 28 2021, 19:50","",https://www.criticker.com/film/Wave/,tt0000010
`;

  it('have 0 among them, times and reviews', async () => {
    expect(await toldIn('ratings.csv', table)).toEqual([
      ['Tide', { kind: 'rating', score: 0, ratedAt: at('2014-06-21T22:06Z'), note: 'so, so' }],
      ['Ebb', { kind: 'rating', score: 100, ratedAt: at('2020-02-05T00:40Z'), note: null }],
      ['Show', 'tv'],
      ['Wave', 'malformed'],
    ]);
  });
});

describe('tables of TMDB', () => {
  const table = `TMDb ID,IMDb ID,Type,Name,Release Date,Season Number,Episode Number,Rating,Your Rating,Date Rated
7,tt0000007,movie,부산행,2016-07-20T00:00:00Z,,,7.757,7.0,2023-05-02T09:29:50Z
8,tt0000008,tv,Show S1E1,1994-09-22T00:00:00Z,1,1,6.976,8,2023-01-07T16:35:52Z
9,tt0000009,tv,Show,2019-05-06T00:00:00Z,,,8.636,8,2023-05-02T09:40:17Z
10,,movie,Tide,,,,8.49,,2023-05-02T09:40:27Z
`;

  it('are ratings, of which the public mean is none', async () => {
    const ratedAt = at('2023-05-02T09:29:50Z');
    expect(await toldIn('ratings.csv', table)).toEqual([
      ['부산행', { kind: 'rating', score: 7, ratedAt, note: null }],
      ['Show S1E1', 'episode'],
      ['Show', 'tv'],
      ['Tide', 'nothing-said'],
    ]);
    const [row] = await rowsOf('ratings.csv', table);
    expect(row?.film).toMatchObject({ year: 2016, releaseDate: '2016-07-20', ids: { tmdb: '7' } });
  });

  it('are a watchlist or favourites by name, and asked about without', async () => {
    const addedAt = at('2023-05-02T09:40:27Z');
    expect((await toldIn('watchlist.csv', table))[3]).toEqual([
      'Tide',
      { kind: 'watchlist', addedAt },
    ]);
    expect((await toldIn('favorites.csv', table))[3]).toEqual([
      'Tide',
      { kind: 'favourite', addedAt },
    ]);
    expect(await refusalOf(() => openUpload('tmdb.csv', table))).toMatchObject({
      choices: ['ratings', 'watchlist', 'favourites'],
    });
  });
});

describe('tables of Movary', () => {
  it('have one line per viewing, also of one day', async () => {
    const table = `title,year,tmdbId,imdbId,watchedAt,comment,location
"Tide, The",1999,7,tt0000007,2022-01-02,,
"Tide, The",1999,7,tt0000007,2022-01-02,,
Ebb,1979,8,tt0000008,,"no date",Cinema
`;
    expect(await toldIn('history.csv', table)).toEqual([
      ['The Tide', { ...SEEN, watchedOn: '2022-01-02' }],
      ['The Tide', { ...SEEN, watchedOn: '2022-01-02' }],
      ['Ebb', { ...SEEN, review: 'no date', tags: ['Cinema'] }],
    ]);
  });

  it('are ratings and a watchlist', async () => {
    expect(await toldIn('r.csv', 'title,year,tmdbId,imdbId,userRating\nTide,1999,7,,9\n')).toEqual([
      ['Tide', { kind: 'rating', score: 9, ratedAt: null, note: null }],
    ]);
    const table = 'title,year,tmdbId,imdbId,addedAt\nTide,1999,7,,"2023-03-04 05:06:07"\n';
    expect(await toldIn('w.csv', table)).toEqual([
      ['Tide', { kind: 'watchlist', addedAt: at('2023-03-04T05:06:07Z') }],
    ]);
  });
});

describe('a table of Yamtrack', () => {
  const table = (...lines: string[]) =>
    [
      '"media_id","source","media_type","title","image","season_number","episode_number","score","progress","status","repeats","start_date","end_date","notes","watch_date"',
      ...lines,
    ].join('\n');

  it('has films among all else', async () => {
    const lines = ['movie', 'tv', 'season', 'episode', 'anime', 'manga', 'game'].map(
      (kind) =>
        `"7","tmdb","${kind}","${kind}","","","","9.5","1","Completed","0","","2024-02-09","",""`,
    );
    expect(await toldIn('yamtrack.csv', table(...lines))).toEqual([
      [
        'movie',
        { kind: 'rating', score: 9.5, ratedAt: at('2024-02-09'), note: null },
        { ...SEEN, watchedOn: '2024-02-09' },
      ],
      ['tv', 'tv'],
      ['season', 'tv'],
      ['episode', 'episode'],
      ['anime', 'not-a-film'],
      ['manga', 'not-a-film'],
      ['game', 'game'],
    ]);
  });

  it('has what is planned, repeated and merely begun', async () => {
    const line = (status: string, repeats: string) =>
      `"7","tmdb","movie","${status}","","","","","1","${status}","${repeats}","2024-02-08","2024-02-09","words",""`;
    const lines = [line('Planning', '0'), line('Completed', '2'), line('Dropped', '0')];
    expect(await toldIn('yamtrack.csv', table(...lines))).toEqual([
      ['Planning', { kind: 'watchlist', addedAt: at('2024-02-08') }],
      [
        'Completed',
        { ...SEEN, watchedOn: '2024-02-09', rewatch: true, review: 'words' },
        { ...SEEN, rewatch: true },
        { ...SEEN, rewatch: true },
      ],
      ['Dropped', 'nothing-said'],
    ]);
    const often = table(line('Completed', '1000000000'));
    expect(await toldIn('yamtrack.csv', often)).toEqual([['Completed', 'malformed']]);
  });
});

describe('tables of NeoDB', () => {
  it('have a mark and a review of one film as one viewing', async () => {
    const link = 'https://neodb.social/movie/abc';
    const marks = `title,info,links,timestamp,status,rating,comment,tags
Tide,imdb:tt0000007,${link} https://www.themoviedb.org/movie/7,2021-01-02T03:04:05Z,complete,8,fine,sea two
Ebb,,https://neodb.social/movie/d,2021-01-02T03:04:05Z,wishlist,,,
Show,,https://neodb.social/tv/season/d,2021-01-02T03:04:05Z,complete,9,,
`;
    const loggedAt = at('2021-01-02T03:04:05Z');
    expect(await toldIn('movie_mark.csv', marks)).toEqual([
      [
        'Tide',
        { kind: 'rating', score: 8, ratedAt: loggedAt, note: 'fine' },
        { ...SEEN, watchedOn: '2021-01-02', loggedAt, tags: ['sea', 'two'], entry: link },
      ],
      ['Ebb', { kind: 'watchlist', addedAt: loggedAt }],
      ['Show', 'tv'],
    ]);
    const reviews = `title,info,links,timestamp,title,content\nTide,imdb:tt0000007,${link},2021-01-02T03:04:05Z,On it,"Much, much"\n`;
    expect(await toldIn('movie_review.csv', reviews)).toEqual([
      ['Tide', { ...SEEN, review: 'On it\n\nMuch, much', loggedAt, entry: link }],
    ]);
  });

  it('tell year, directors and tags of several words', async () => {
    const marks = `title,info,links,timestamp,status,rating,comment,tags
Heat,year:1995 director:Michael Mann/Ada Two imdb:tt0113277,https://neodb.social/movie/d,2024-01-03T03:04:05+00:00,complete,8,,sci-fi|slow cinema
`;
    expect(await rowsOf('movie_mark.csv', marks)).toMatchObject([
      {
        film: {
          title: 'Heat',
          year: 1995,
          directors: ['Michael Mann', 'Ada Two'],
          ids: { imdb: 'tt0113277' },
        },
        wishes: [{ score: 8 }, { tags: ['sci-fi', 'slow cinema'] }],
      },
    ]);
  });

  it('are of something else by the name of the file', async () => {
    const marks =
      'title,info,links,timestamp,status,rating,comment,tags\nTide,,,2021-01-02,complete,8,,\n';
    const whys = ['tv_mark.csv', 'game_mark.csv', 'book_mark.csv'].map((name) =>
      toldIn(name, marks),
    );
    expect((await Promise.all(whys)).map(([told]) => told?.[1])).toEqual([
      'tv',
      'game',
      'not-a-film',
    ]);
    const notes = 'title,info,links,timestamp,progress,title,content\nTide,,,2021-01-02,,x,y\n';
    expect(await toldIn('movie_note.csv', notes)).toEqual([['Tide', 'nothing-said']]);
  });
});
