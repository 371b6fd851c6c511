import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../support/refusal.js';
import { openUpload, rowsOf, toldIn } from '../../support/uploads.js';

const OLD =
  '"position","const","created","modified","description","Title","Title type","Directors","You rated","IMDb Rating","Runtime (mins)","Year","Genres","Num. Votes","Release Date (month/day/year)","URL"\n"1","tt0000007","Sun Mar  1 00:00:00 2015","","","Tide","Feature Film","Ann A, Bob B","6","7.0","104","2015","crime, sci_fi","3467","2015-02-25","http://www.imdb.com/title/tt0000007/"\n';
const MIDDLE =
  'Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\n';
const LOCAL =
  'Const,Your Rating,Date Rated,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\n';
const LIST =
  'Position,Const,Created,Modified,Description,Title,Original Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors,Your Rating,Date Rated\n1,tt0000007,2024-01-07,2024-01-07,,Tide,Tide,x,Film,8,45,1993,"A, B",1,1994-06-29,Ann A,,\n2,tt0000008,2024-01-08,2024-01-08,,Ebb,Ebb,x,Film,8,45,1993,A,1,1994,Ann A,7,2024-02-01\n';

describe('ratings of IMDb', () => {
  it('are read as they were written until 2017', async () => {
    const [row] = await rowsOf('ratings.csv', OLD);
    expect(row?.film).toEqual({
      title: 'Tide',
      originalTitle: null,
      year: 2015,
      releaseDate: '2015-02-25',
      directors: ['Ann A', 'Bob B'],
      genres: ['crime', 'sci-fi'],
      runtimeMinutes: 104,
      ids: { imdb: 'tt0000007', tmdb: null, wikidata: null },
    });
    expect(row?.wishes).toEqual([
      { kind: 'rating', score: 6, ratedAt: Date.parse('2015-03-01'), note: null },
    ]);
  });

  it('leave out what is no film, by the names of kinds', async () => {
    const kinds = [
      'movie',
      'short',
      'tvMovie',
      'tvSpecial',
      'video',
      'tvSeries',
      'tvMiniSeries',
      'tvEpisode',
      'videoGame',
      'podcastSeries',
      'musicVideo',
    ];
    const lines = kinds.map(
      (kind) => `tt0000007,6,2023-01-31,${kind},x,${kind},7,139,2022,A,1,2022-09-13,B`,
    );
    const told = await toldIn('ratings.csv', MIDDLE + lines.join('\n'));
    expect(
      told.map(([title, what]) => [title, typeof what === 'string' ? what : what?.kind]),
    ).toEqual([
      ['movie', 'rating'],
      ['short', 'rating'],
      ['tvMovie', 'rating'],
      ['tvSpecial', 'rating'],
      ['video', 'rating'],
      ['tvSeries', 'tv'],
      ['tvMiniSeries', 'tv'],
      ['tvEpisode', 'episode'],
      ['videoGame', 'game'],
      ['podcastSeries', 'not-a-film'],
      ['musicVideo', 'not-a-film'],
    ]);
  });

  it.each([
    ['Film', 'rating'],
    ['Película', 'rating'],
    ['Corto', 'rating'],
    ['Serie TV', 'tv'],
    ['Mini serie TV', 'tv'],
    ['Fernsehserie', 'tv'],
    ['Série télévisée', 'tv'],
    ['TV Mini Series', 'tv'],
    ['Episodio TV', 'episode'],
    ['Épisode TV', 'episode'],
    ['Videogioco', 'game'],
    ['Video Game', 'game'],
  ])('are told apart in other languages: %s', async (kind, what) => {
    const line = `tt0000007,6,2025-12-01,"Marea","Tide",x,${kind},7,139,2022,"Azione, Giallo",1,"2012-05","Ann A,Bob B"`;
    const [row] = await rowsOf('ratings.csv', LOCAL + line);
    expect(row?.aside?.why ?? row?.wishes[0]?.kind).toBe(what);
    expect(row?.film).toMatchObject({
      title: 'Marea',
      originalTitle: 'Tide',
      releaseDate: null,
      directors: ['Ann A', 'Bob B'],
    });
  });

  it('set aside what is not 1 to 10, and what was not rated', async () => {
    const line = (score: string) =>
      `tt0000007,${score},2023-01-31,Tide,x,movie,7,139,2022,A,1,2022,B\n`;
    const told = await toldIn('ratings.csv', MIDDLE + line('11') + line('') + line('x'));
    expect(told.map(([, what]) => what)).toEqual(['malformed', 'nothing-said', 'malformed']);
  });
});

describe('lists of IMDb', () => {
  it('are the watchlist by name, with the ratings that are in it', async () => {
    const addedAt = Date.parse('2024-01-07');
    expect(await toldIn('watchlist.csv', LIST)).toEqual([
      ['Tide', { kind: 'watchlist', addedAt }],
      [
        'Ebb',
        { kind: 'watchlist', addedAt: Date.parse('2024-01-08') },
        { kind: 'rating', score: 7, ratedAt: Date.parse('2024-02-01'), note: null },
      ],
    ]);
  });

  it('are asked about where the name says nothing', async () => {
    expect(await refusalOf(() => openUpload('5f0c.csv', LIST))).toMatchObject({
      kind: 'import-unclear',
      choices: ['watchlist', 'favourites', 'list'],
    });
    const told = await toldIn('5f0c.csv', LIST, { part: 'list' });
    expect(told.map(([, what]) => (typeof what === 'string' ? what : what?.kind))).toEqual([
      'list',
      'rating',
    ]);
  });
});
