import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parseStars } from '../../src/ratings/stars.js';
import type { UserId } from '../../src/users/user.js';
import { command } from '../support/command.js';
import { databaseLike, type OwnDatabase } from '../support/database.js';
import { everything } from '../support/everything.js';
import { cleanUp, temporaryFolder } from '../support/process.js';
import { addMovie } from '../support/some.js';
import { makeTemplate, type Template } from '../support/template.js';

const LETTERBOXD = 'Date,Name,Year,Letterboxd URI,Rating\n';
const TWO = `${LETTERBOXD}2020-01-02,Back to the Future,1985,x,4.5\n2020-01-03,Unheard of,1990,y,2\n`;
const CRITICKER = `Score, Film Name, Year, Date Rated, Mini Review, URL, IMDB ID
4, Back to the Future, 1985, "Jun 21 2014, 22:06", , , tt0088763
`;

let template: Template;
let database: OwnDatabase;
beforeAll(async () => {
  template = await makeTemplate({ films: 60, people: 2 });
});
beforeEach(async () => {
  database = await databaseLike(template);
});
afterAll(cleanUp);

const me = () => template.people[1]?.id as UserId;

function fileOf(name: string, content: string): string {
  const file = join(temporaryFolder(), name);
  writeFileSync(file, content);
  return file;
}

const importing = (...args: string[]) =>
  command(['import', '--user', 'person2', ...args], { settings: database.settings });

async function opened<T>(
  work: (store: Awaited<ReturnType<OwnDatabase['open']>>) => Promise<T>,
): Promise<T> {
  const store = await database.open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

const all = () => opened((store) => everything(store, me()));
const imports = () => opened(async (store) => (await store.imports.count(me())).all);
/** Stars of what is rated, by title. */
const rated = () =>
  opened(async (store) => {
    const page = { limit: 10, after: null };
    const { items } = await store.ratings.byUser(
      me(),
      {},
      [{ by: 'title', descending: false }],
      page,
    );
    return Object.fromEntries(items.map(({ movie, rating }) => [movie.title, rating.stars / 20]));
  });

describe('import', () => {
  it('brings a history in, says what became of its rows, and draws how far it is', async () => {
    const { code, out, err } = await importing(fileOf('ratings.csv', TWO));
    expect({ code, out }).toEqual({
      code: 0,
      out:
        '2 rows: 2 new, 0 same, 0 changed, 0 conflict, 0 unmatched, 0 aside\n' +
        'Import 1 is applied: 2 rows taken, 0 conflicts left as they were; ' +
        '"halfstar import --undo --user person2" takes it back\n',
    });
    for (const stage of ['Looking for films', 'Comparing', 'Applying']) {
      expect(err).toMatch(new RegExp(`${stage} \\[.*100% \\| 2 of 2 rows`));
    }
    expect(await rated()).toEqual({ 'Back to the Future': 4.5, 'Unheard of': 2 });
  });

  it('only says what it would do where a preview is asked for, and keeps nothing of it', async () => {
    const before = await all();
    expect(await importing(fileOf('ratings.csv', TWO), '--preview')).toMatchObject({
      code: 0,
      out: '2 rows: 2 new, 0 same, 0 changed, 0 conflict, 0 unmatched, 0 aside\n',
    });
    expect(await all()).toEqual(before);
    expect(await imports()).toBe(0);
  });

  it('takes all of the last one back', async () => {
    const before = await all();
    await importing(fileOf('ratings.csv', TWO));
    const { code, out, err } = await importing('--undo');
    expect({ code, out }).toEqual({ code: 0, out: 'Import 1 is undone\n' });
    expect(err).toContain('Undoing [');
    expect(await all()).toEqual(before);
    expect(await importing('--undo')).toEqual({
      code: 2,
      out: '',
      err: 'There is no import of person2 to take back.\n',
    });
  });

  it('takes the one before back after that', async () => {
    const before = await all();
    const file = fileOf('ratings.csv', TWO);
    await importing(file);
    await importing(file);
    expect(await importing('--undo')).toMatchObject({ out: 'Import 2 is undone\n' });
    expect(await importing('--undo')).toMatchObject({ out: 'Import 1 is undone\n' });
    expect(await all()).toEqual(before);
  });

  it.each([
    ['mine', 1, 'kept'],
    ['theirs', 4.5, 'taken'],
    ['newest', 4.5, 'taken'],
  ])('decides conflicts for %s', async (policy, stars) => {
    await opened(async (store) => {
      const movieId = await store.movies.resolve({ source: 'imdb', outsideId: 'tt0088763' });
      const long = Date.UTC(2010, 0, 1);
      const wish = { stars: parseStars(1), note: null, ratedAt: long, now: long };
      await store.ratings.put({ ...wish, userId: me(), movieId: movieId as never });
    });
    const { code, out } = await importing(fileOf('ratings.csv', TWO), '--conflicts', policy);
    expect(code).toBe(0);
    expect(out).toContain('2 rows: 1 new, 0 same, 0 changed, 1 conflict');
    expect(out).toContain(`${stars === 1 ? 1 : 0} conflicts left as they were`);
    expect(await rated()).toMatchObject({ 'Back to the Future': stars });
  });

  it('is told the scale of a file that may be on several, and asks for it', async () => {
    const file = fileOf('ratings.csv', CRITICKER);
    for (const wrong of [[], ['--scale', '7'], ['--scale', 'ten']]) {
      const { code, out, err } = await importing(file, ...wrong);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toContain(
        'ratings.csv may be on several scales: say --scale with one of 5, 10, 20, 100.\n',
      );
    }
    expect(await imports()).toBe(0);
    expect((await importing(file, '--scale', '10')).code).toBe(0);
    expect(await rated()).toEqual({ 'Back to the Future': 2 });
  });

  it('is told what a file is about, and whose rows of many to take', async () => {
    const list =
      'Position,Const,Created,Modified,Description,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\n' +
      '1,tt0088763,2020-01-02,,,Back to the Future,,Movie,9,142,1994,Drama,1,1994-09-10,Frank Darabont\n';
    const unclear = await importing(fileOf('mine.csv', list));
    expect(unclear).toMatchObject({ code: 2, out: '' });
    expect(unclear.err).toMatch(/^mine\.csv is of imdb, but whether it is about watchlist, /);
    expect(unclear.err).toMatch(/Use --part with one of watchlist, favourites, list\.\n$/);
    const told = await importing(fileOf('mine.csv', list), '--part', 'favourites');
    expect(told.out).toContain('1 rows: 1 new');
    expect(await all()).toMatchObject({ counts: { favourites: 1, ratings: 0 } });

    const many = '1::1::5::978300760\n2::1::3::978300761\n';
    const whose = await importing(fileOf('ratings.dat', many));
    expect(whose).toMatchObject({ code: 2, err: expect.stringContaining('Use --person.') });
    const { code, out } = await importing(fileOf('ratings.dat', many), '--person', '2');
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining('2 aside') });
  });

  it.each<[string, () => string[], RegExp]>([
    ['no file', () => [], /^Name the file that is to be read\.\n$/],
    ['a file that is not there', () => ['/no.csv'], /^There is no file \/no\.csv\.\n$/],
    ['a folder', () => [temporaryFolder()], /^\/.* is no file: name a zip, CSV or JSON\.\n$/],
    [
      'a file of nothing',
      () => [fileOf('a.csv', '')],
      /^a\.csv is empty\. Expected was an export of Letterboxd, .*\.\n$/,
    ],
    [
      'a file of something else',
      () => [fileOf('a.csv', 'what,why\n1,2\n')],
      /^a\.csv has columns or keys that we do not know\. Expected was .*\.\n$/,
    ],
    [
      'a table cut short',
      () => [fileOf('a.csv', `${TWO}2020-01-02,"Al`)],
      /^a\.csv ends within quotation marks .*\.\n$/,
    ],
    [
      'a policy that is none',
      () => [fileOf('a.csv', TWO), '--conflicts', 'yours'],
      /^--conflicts is mine, theirs, newest, not "yours"\.\n$/,
    ],
    [
      'a part that is none',
      () => [fileOf('a.csv', TWO), '--part', 'stars'],
      /^--part is one of ratings, .*, not "stars"\.\n$/,
    ],
    [
      'a user that is none',
      () => [fileOf('a.csv', TWO), '--user', 'nobody'],
      /^There is no user "nobody"\.\n$/,
    ],
  ])('refuses %s with a sentence and 2, and keeps nothing', async (_what, args, sentence) => {
    const { code, out, err } = await importing(...args());
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(await imports()).toBe(0);
  });

  it('names the rows whose film it is not sure of, and says why others are set aside', async () => {
    await opened(async (store) => {
      for (const name of ['One', 'Other']) {
        await addMovie(store, { title: 'Twins', year: 1988, directors: [{ name }] });
      }
    });
    const table =
      'Const,Your Rating,Date Rated,Title,URL,Title Type,IMDb Rating,Runtime (mins),Year,Genres,Num Votes,Release Date,Directors\n' +
      ',8,2020-01-02,Twins,,movie,,,1988,,,,\n' +
      'tt7777777,8,2020-01-02,Some Series,,tvSeries,,,1990,,,,\n';
    const { code, out } = await importing(fileOf('ratings.csv', table), '--preview');
    expect({ code, out }).toEqual({
      code: 0,
      out:
        '2 rows: 0 new, 0 same, 0 changed, 0 conflict, 1 unmatched, 1 aside\n' +
        '1 aside: 1 tv\n' +
        '1 unmatched, left out unless their film is chosen on the page:\n' +
        '  ratings.csv 2: Twins (1988), perhaps Twins (1988, One) or Twins (1988, Other)\n',
    });
  });

  it.each([['--preview'], ['ratings.csv']])('takes nothing back together with %s', async (more) => {
    await importing(fileOf('ratings.csv', TWO));
    const before = await all();
    const { code, out, err } = await importing('--undo', more);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^--undo takes the last import back: .*\.\n$/);
    expect(await all()).toEqual(before);
  });

  it('says that a user is needed', async () => {
    expect(await command(['import', 'a.csv'], { settings: database.settings })).toEqual({
      code: 2,
      out: '',
      err: "Required option '--user <handle>' not specified. See --help.\n",
    });
  });
});
