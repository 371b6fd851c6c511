import { describe, expect, it } from 'vitest';
import { fieldsRefused } from '../../test/support/refusal.js';
import { aMovie } from '../../test/support/some.js';
import { checkMovie } from './check-movie.js';
import type { MovieWish, PersonId } from './movie.js';

describe('a movie as someone tells it', () => {
  it('is taken with its texts trimmed and composed', () => {
    const told = aMovie({
      title: '  Ame\u0301lie\n',
      originalTitle: ' Le Fabuleux Destin ',
      overview: '\tA waitress. ',
      genres: [' Comedy'],
      directors: [{ name: ' Jean-Pierre Jeunet ' }],
      cast: [{ id: 7 as PersonId }, { name: 'Audrey Tautou\u00a0' }],
    });
    expect(checkMovie(told)).toEqual({
      ...told,
      title: 'Amélie',
      originalTitle: 'Le Fabuleux Destin',
      overview: 'A waitress.',
      genres: ['Comedy'],
      directors: [{ name: 'Jean-Pierre Jeunet' }],
      cast: [{ id: 7 }, { name: 'Audrey Tautou' }],
    });
  });

  it('has each director once, whatever the case of a name, and who has two parts twice', () => {
    const twice = [{ name: 'Lana Wachowski' }, { id: 7 as PersonId }, { name: 'lana wachowski ' }];
    expect(checkMovie(aMovie({ directors: [...twice, { id: 7 as PersonId }] })).directors).toEqual([
      { name: 'Lana Wachowski' },
      { id: 7 },
    ]);
    expect(checkMovie(aMovie({ cast: twice })).cast).toHaveLength(3);
  });

  it.each<[Partial<MovieWish>, number | null]>([
    [{ releaseDate: '2001-04-25' }, 2001],
    [{ releaseDate: '2001-04-25', year: 2000 }, 2000],
    [{ year: 1999 }, 1999],
    [{}, null],
  ])('has from %j the year %s', (facts, year) => {
    expect(checkMovie(aMovie(facts)).year).toBe(year);
  });

  it.each(['', ' ', '\n'])('has no original title and no overview when they are %j', (blank) => {
    expect(checkMovie(aMovie({ originalTitle: blank, overview: blank }))).toMatchObject({
      originalTitle: null,
      overview: null,
    });
  });

  it.each(['?', '★', '…', '7', '버닝', '👍', '$'])('may be called %s', (title) => {
    expect(checkMovie(aMovie({ title })).title).toBe(title);
  });

  it.each(['1874-01-01', '2100-12-31', '2024-02-29', '2000-02-29'])(
    'may be released on %s',
    (releaseDate) => {
      expect(checkMovie(aMovie({ releaseDate })).releaseDate).toBe(releaseDate);
    },
  );

  it.each(['https://example.org/a.jpg', 'http://example.org/ä.jpg?x=1#y'])(
    'may have a poster at %s',
    (posterUrl) => {
      expect(checkMovie(aMovie({ posterUrl })).posterUrl).toBe(posterUrl);
    },
  );

  it.each<[Partial<MovieWish>, string]>([
    [{ title: '' }, 'title format'],
    [{ title: '   ' }, 'title format'],
    [{ title: '\u200b\u200d' }, 'title format'],
    [{ title: '\u3164' }, 'title format'],
    [{ title: '\u2800\u034f' }, 'title format'],
    [{ originalTitle: '\u200b' }, 'originalTitle format'],
    [{ overview: '\u2060' }, 'overview format'],
    [{ genres: ['Drama', ' '] }, 'genres/1 min-length'],
    [{ genres: ['\u200b'] }, 'genres/0 format'],
    [{ directors: [{ name: '' }] }, 'directors/0 min-length'],
    [{ cast: [{ name: 'A' }, { id: 1 as PersonId }, { name: '\u00ad' }] }, 'cast/2 format'],
    [{ releaseDate: '2001-02-29' }, 'releaseDate format'],
    [{ releaseDate: '1900-02-29' }, 'releaseDate format'],
    [{ releaseDate: '2001-04-31' }, 'releaseDate format'],
    [{ releaseDate: '2001-13-01' }, 'releaseDate format'],
    [{ releaseDate: '2001-00-10' }, 'releaseDate format'],
    [{ releaseDate: '2001-1-1' }, 'releaseDate format'],
    [{ releaseDate: '' }, 'releaseDate format'],
    [{ releaseDate: '1873-12-31' }, 'releaseDate range'],
    [{ releaseDate: '2101-01-01' }, 'releaseDate range'],
    [{ posterUrl: '' }, 'posterUrl format'],
    [{ posterUrl: '/poster.jpg' }, 'posterUrl format'],
    [{ posterUrl: 'javascript:alert(1)' }, 'posterUrl format'],
    [{ posterUrl: 'data:image/png;base64,AA' }, 'posterUrl format'],
    [{ posterUrl: 'ftp://example.org/a.jpg' }, 'posterUrl format'],
  ])('is refused when it is none: %j', async (facts, refused) => {
    expect(await fieldsRefused(() => checkMovie(aMovie(facts)))).toEqual([refused]);
  });
});
