import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Catalogue, CatalogueFilm } from './film.js';
import { formatCatalogue } from './format.js';
import { parseCatalogue } from './parse.js';

const aFilm = (facts: Partial<CatalogueFilm> = {}): CatalogueFilm => ({
  title: 'Bullitt',
  year: 1968,
  releaseDate: '1968-10-17',
  genres: ['Thriller', 'Action'],
  directors: [0],
  cast: [1, 2],
  ids: { imdb: 'tt0062765', tmdb: '916', wikidata: 'Q465646', wikipedia: null },
  renown: 512,
  ...facts,
});
const aCatalogue = (...films: CatalogueFilm[]): Catalogue => ({
  people: ['Peter Yates', 'Steve McQueen', 'Steve McQueen'],
  films,
});
const unknown = aFilm({
  title: 'Été “là-bas”',
  year: null,
  releaseDate: null,
  genres: [],
  directors: [],
  cast: [],
  ids: { imdb: null, tmdb: null, wikidata: null, wikipedia: 'The Train Wreckers|1905' },
  renown: 0,
});

describe('what was formatted', () => {
  it('comes back as it was', () => {
    const catalogue = aCatalogue(
      aFilm(),
      aFilm({ ids: { imdb: 'tt12345678', tmdb: null, wikidata: 'Q1', wikipedia: null } }),
      unknown,
    );
    expect(parseCatalogue(formatCatalogue(catalogue))).toEqual(catalogue);
  });

  it('comes back when it is nothing', () => {
    const nothing = { people: [], films: [] };
    expect(parseCatalogue(formatCatalogue(nothing))).toEqual(nothing);
  });
});

describe('what the text cannot carry', () => {
  it.each([
    ['a tab in a title', aFilm({ title: 'a\tb' })],
    ['a line break in a title', aFilm({ title: 'a\nb' })],
    ['no title', aFilm({ title: '' })],
    ['a date of another year', aFilm({ year: 1969 })],
    ['an id of another shape', aFilm({ ids: { ...unknown.ids, imdb: '62765' } })],
  ])('%s is refused', (_, film) => {
    expect(() => formatCatalogue(aCatalogue(film))).toThrow(RangeError);
  });

  it('more genres than digits are refused', () => {
    const genres = Array.from({ length: 37 }, (_, index) => `Genre ${index}`);
    expect(() => formatCatalogue(aCatalogue(aFilm({ genres })))).toThrow(RangeError);
  });

  it('a person without a name is refused', () => {
    expect(() => formatCatalogue({ people: [''], films: [] })).toThrow(RangeError);
  });
});

describe('a malformed text', () => {
  // The header is line 1, the genres 2, three people 3 to 5, the empty line 6, the film 7.
  const FILM_LINE = 7;
  const good = formatCatalogue(aCatalogue(aFilm()));
  const withFields = (...changes: [field: number, text: string][]) => {
    const lines = good.split('\n');
    const fields = lines[FILM_LINE - 1]!.split('\t');
    for (const [field, text] of changes) fields[field] = text;
    return lines.with(FILM_LINE - 1, fields.join('\t')).join('\n');
  };

  it.each([
    ['nothing', '', 1],
    ['another file', '<!doctype html>\n', 1],
    ['another version', good.replace('\t1\t', '\t2\t'), 1],
    ['no counts', good.replace('\t3\t1\n', '\n'), 1],
    ['a person without a name', good.replace('Peter Yates', ''), 3],
    ['too many people', good.replace('\t3\t1\n', '\t2\t1\n'), 5],
    ['too few people', good.replace('\t3\t1\n', '\t4\t1\n'), 6],
    ['too many films', good.replace('\t3\t1\n', '\t3\t0\n'), 7],
    ['too few films', good.replace('\t3\t1\n', '\t3\t2\n'), 8],
    ['an end cut off', good.slice(0, -1), 7],
    ['a field too many', good.replace(/\n$/, '\t\n'), FILM_LINE],
    ['no title', withFields([0, '']), FILM_LINE],
    ['a year that is none', withFields([1, '19x8']), FILM_LINE],
    ['a year before film', withFields([1, '1873']), FILM_LINE],
    ['a year far off', withFields([1, '2031']), FILM_LINE],
    ['a date without a year', withFields([1, '']), FILM_LINE],
    ['a month that is none', withFields([2, '1317']), FILM_LINE],
    ['a genre that is none', withFields([3, 'z']), FILM_LINE],
    ['a director that is none', withFields([4, '3']), FILM_LINE],
    ['a cast that is none', withFields([5, '1  2']), FILM_LINE],
    ['an imdb id that is none', withFields([6, '62765']), FILM_LINE],
    ['a tmdb id that is none', withFields([7, '-1']), FILM_LINE],
    ['a wikidata id that is none', withFields([8, 'Q1']), FILM_LINE],
    ['no renown', withFields([10, '']), FILM_LINE],
    ['too much renown', withFields([10, '1001']), FILM_LINE],
  ])('is refused by its line: %s', (_, text, line) => {
    expect(() => parseCatalogue(text)).toThrow(new RegExp(`^catalogue line ${line}: `));
  });
});

describe('the catalogue that ships', () => {
  let catalogue: Catalogue;
  beforeAll(() => {
    const packed = readFileSync(new URL('../../data/catalogue.tsv.br', import.meta.url));
    catalogue = parseCatalogue(brotliDecompressSync(packed).toString('utf8'));
  });

  it('holds more than 60,000 films, best known first', () => {
    const { films } = catalogue;
    expect(films.length).toBeGreaterThan(60_000);
    const falls = films.every((film, at) => at === 0 || film.renown <= films[at - 1]!.renown);
    expect(falls).toBe(true);
  });

  it('knows The Shawshank Redemption', () => {
    const film = catalogue.films.find(({ ids }) => ids.imdb === 'tt0111161')!;
    expect(film).toMatchObject({
      title: 'The Shawshank Redemption',
      year: 1994,
      ids: { tmdb: '278', wikidata: 'Q172241', wikipedia: null },
    });
    expect(film.directors.map((index) => catalogue.people[index])).toEqual(['Frank Darabont']);
  });

  it('gives no id to two films', () => {
    for (const source of ['imdb', 'tmdb', 'wikidata', 'wikipedia'] as const) {
      const ids = catalogue.films.map((film) => film.ids[source]).filter((id) => id !== null);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('gives every film an id that a second load can know it by', () => {
    expect(catalogue.films.filter(({ ids }) => !ids.wikidata && !ids.wikipedia)).toEqual([]);
  });

  it('tells people of one name apart', () => {
    const mcqueens = catalogue.people.filter((name) => name === 'Steve McQueen');
    expect(mcqueens).toHaveLength(2);
  });

  it.each([
    ['the matrix', 1999],
    ['pulp fiction', 1994],
    ['star wars', 1977],
    ['titanic', 1997],
    ['the godfather', 1972],
    ['amélie', 2001],
    ['inception', 2010],
    ['psycho', 1960],
  ])('has the %s of %i before its namesakes', (beginning, year) => {
    const first = catalogue.films.find(({ title }) => title.toLowerCase().startsWith(beginning));
    expect(first?.year).toBe(year);
  });
});
