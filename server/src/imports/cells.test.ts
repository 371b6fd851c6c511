import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleaned,
  readDay,
  readImdbId,
  readMinutes,
  readNumber,
  readReleaseDate,
  readScore,
  readTime,
  readTmdbId,
  readYear,
} from './cells.js';
import { defuse, undefuse } from './formula.js';
import { joinCell, partCell } from './joined.js';
import { partTitle } from './titles.js';

describe('cells', () => {
  it.each([
    ['2015-03-01', '2015-03-01T00:00:00Z'],
    ['2023-05-02T09:29:50Z', '2023-05-02T09:29:50Z'],
    ['2023-05-02T09:29:50.123+02:00', '2023-05-02T07:29:50.123Z'],
    ['2023-05-02 09:29:50', '2023-05-02T09:29:50Z'],
    ['2023-05-02 09:29:50 UTC', '2023-05-02T09:29:50Z'],
    ['Sun Mar  1 00:00:00 2015', '2015-03-01T00:00:00Z'],
    ['Jun 21 2014, 22:06', '2014-06-21T22:06:00Z'],
    ['Jun 5 2014, 2:06', '2014-06-05T02:06:00Z'],
    ['21.09.2021', '2021-09-21T00:00:00Z'],
    ['1.2.2021 9:05', '2021-02-01T09:05:00Z'],
    ['01.02.2021 09:05:59', '2021-02-01T09:05:59Z'],
  ])('hold the time %s', (text, time) => {
    expect(readTime(text)).toBe(Date.parse(time));
  });

  it.each([
    '',
    'soon',
    '2015-02-30',
    '2015-13-01',
    'Xyz 21 2014, 22:06',
    '21/10/2020',
    '30.02.2020',
    '21.09.21',
    '0001-01-01',
  ])('hold no time: %s', (text) => {
    expect(readTime(text)).toBeNull();
    expect(readDay(text)).toBeNull();
  });

  it('hold the day of a time as it is written there', () => {
    expect(readDay('2023-05-02T23:29:50-08:00')).toBe('2023-05-02');
    expect(readDay('1.2.2021 23:59')).toBe('2021-02-01');
    expect(readReleaseDate('2012-05')).toBeNull();
    expect(readReleaseDate('1850-01-01')).toBeNull();
  });

  it('hold numbers, with points or commas', () => {
    expect(['3.5', '3,5', '7', '+1', '-1'].map(readNumber)).toEqual([3.5, 3.5, 7, 1, -1]);
    expect(['', 'x', '1e9', '1.2.3', '1 000', 'NaN', '0x10'].map(readNumber)).toEqual(
      Array(7).fill(null),
    );
    expect(['1894', '1999', '99', '3000', ''].map(readYear)).toEqual([
      1894,
      1999,
      null,
      null,
      null,
    ]);
    expect(['104', '0', '99999999', 'x'].map(readMinutes)).toEqual([104, null, null, null]);
  });

  it('hold a score, none, or what is none', () => {
    const scale = { least: 1, most: 10 };
    expect(['7', '', '0', '11', '-1', 'x'].map((text) => readScore(text, scale))).toEqual([
      [7],
      [],
      [],
      undefined,
      undefined,
      undefined,
    ]);
    expect(readScore('0', { least: 0, most: 10 })).toEqual([0]);
  });

  it('hold ids', () => {
    const imdb = [
      'tt0000007',
      'tt10648342',
      '7',
      '0000007',
      'http://www.imdb.com/title/tt0000007/',
      '',
      'x',
    ];
    expect(imdb.map(readImdbId)).toEqual([
      'tt0000007',
      'tt10648342',
      'tt0000007',
      'tt0000007',
      'tt0000007',
      null,
      null,
    ]);
    expect(['603', '603.0', '0', '', 'x', '-1'].map(readTmdbId)).toEqual([
      '603',
      '603',
      null,
      null,
      null,
      null,
    ]);
  });

  it('hold nothing that cannot be kept', () => {
    const kept = cleaned(' a\u0000b\ud800\u001b\r\nc\td ');
    expect(kept).toBe('ab\ufffd\nc\td');
  });

  it('are defused for spreadsheets and restored, whatever they hold', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(..."'=+-@\t\ra".split('')) }),
    );
    fc.assert(
      fc.property(text, (cell) => {
        expect(defuse(cell)).not.toMatch(/^[=+\-@\t\r]/);
        expect(undefuse(defuse(cell))).toBe(cell);
      }),
    );
    expect(['=1+1', "'tis", "'=1", 'a=1'].map(defuse)).toEqual(["'=1+1", "'tis", "''=1", 'a=1']);
  });

  it('hold several texts, whatever those are', () => {
    const text = fc.string({ unit: fc.constantFrom('|', '\\', 'a', ','), minLength: 1 });
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        expect(partCell(joinCell(texts))).toEqual(texts);
      }),
    );
  });
});

describe('titles', () => {
  it.each([
    ['Matrix, The (1999)', 'The Matrix', null, 1999],
    [
      'City of Lost Children, The (Cité des enfants perdus, La) (1995)',
      'The City of Lost Children',
      'La Cité des enfants perdus',
      1995,
    ],
    ['Seven (a.k.a. Se7en) (1995) ', 'Seven', 'Se7en', 1995],
    ['Death Note (2006–2007)', 'Death Note', null, 2006],
    ['(500) Days of Summer (2009)', '(500) Days of Summer', null, 2009],
    ['Year One', 'Year One', null, null],
    ["Avventura, L' (1960)", "L'Avventura", null, 1960],
    ['(T)raumschiff', '(T)raumschiff', null, null],
    ['Goodbye, Lenin! (2003)', 'Goodbye, Lenin!', null, 2003],
  ])('part: %s', (text, title, otherTitle, year) => {
    expect(partTitle(text)).toEqual({ title, otherTitle, year });
  });
});
