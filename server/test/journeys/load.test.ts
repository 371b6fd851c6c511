import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../src/users/user.js';
import { command } from '../support/command.js';
import { databaseLike, emptyDatabase, type OwnDatabase } from '../support/database.js';
import { isThere, MOVIELENS } from '../support/exports-of-others.js';
import { cleanUp, startProgram, temporaryFolder } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const WITHIN_MS = 60_000;
const SECONDS = 1_147_880_044;

let template: Template;
beforeAll(async () => {
  template = await makeTemplate({ films: 60, people: 1 });
});
afterAll(cleanUp);

function folderOf(files: Record<string, string | Buffer>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const load = ({ settings }: OwnDatabase, folder: string) =>
  command(['load', 'movielens', folder], { settings });
const verify = ({ settings }: OwnDatabase) => command(['verify'], { settings });

/** What somebody rated: title, stars and when. */
async function ratedBy({ open }: OwnDatabase, handle: string) {
  const store = await open();
  try {
    const { id } = (await store.users.findByHandle(handle)) as { id: UserId };
    const page = { limit: 100, after: null };
    const { items } = await store.ratings.byUser(
      id,
      {},
      [{ by: 'title', descending: false }],
      page,
    );
    return items.map(({ movie, rating }) => [movie.title, rating.stars / 20, rating.ratedAt]);
  } finally {
    await store.close();
  }
}

const NEW_SET = {
  'movies.csv':
    'movieId,title,genres\n' +
    '1,"City of Lost Kings, The (Cité des rois, La) (1995)",Drama|Sci-Fi\n' +
    '2,"Back to the Future (1985)",Crime|Drama\n' +
    '3,Nobody knows when,(no genres listed)\n',
  'links.csv': 'movieId,imdbId,tmdbId\n1,9999991,\n2,0088763,105\n',
  'ratings.csv':
    'userId,movieId,rating,timestamp\n' +
    `7,2,4.5,${SECONDS}\n7,1,0.5,${SECONDS + 1}\n7,3,3,${SECONDS}\n12,1,5.0,${SECONDS}\n`,
};

describe('load movielens', () => {
  it('brings the catalogue into a new database first, which a service would not do any more', async () => {
    const database = await emptyDatabase();
    await command(['user', 'add', 'ana'], {
      settings: database.settings,
      input: 'a long pass phrase\n',
    });
    const { out } = await load(database, folderOf(NEW_SET));
    expect(out).toContain('of their films 1 were known, 1 are new');
    const store = await database.open();
    expect(await store.catalogue.count()).toBeGreaterThan(60_000);
    await store.close();
  });

  it('brings the people of a data set with films by their ids, and new ones', async () => {
    const database = await databaseLike(template);
    const { code, out, err } = await load(database, folderOf(NEW_SET));
    expect({ code, out }).toEqual({
      code: 0,
      out:
        '2 people with 3 ratings added; of their films 1 were known, 1 are new, ' +
        '1 left out, which have neither year nor id\n',
    });
    expect(err).toContain('Reading [');
    expect(err).toContain('Looking for films [');
    expect(err).toContain('3 of 4 ratings');
    const at = SECONDS * 1000;
    expect(await ratedBy(database, 'movielens-7')).toEqual([
      ['Back to the Future', 4.5, at],
      ['The City of Lost Kings', 0.5, at + 1000],
    ]);
    expect(await ratedBy(database, 'movielens-12')).toEqual([['The City of Lost Kings', 5, at]]);
    expect(await verify(database)).toMatchObject({
      code: 0,
      out: '3 ratings of 61 movies recounted, 0 differences\n',
    });
  });

  it('reads the sets of 1998 and 2003, whose films have no ids', async () => {
    const flags = '0|0|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0';
    const sets = [
      {
        'u.item': Buffer.from(
          `1|Back to the Future (1985)|01-Jan-1994||x|${flags}\n2|Amélie Untold (1994)||||${flags}`,
          'latin1',
        ),
        'u.data': `3\t1\t5\t${SECONDS}\n4\t2\t1\t${SECONDS}\n3\t2\t2\t${SECONDS}`,
      },
      {
        'movies.dat': Buffer.from(
          '1::Back to the Future (1985)::Drama\n2::Amélie Untold (1994)::Drama|War\n',
          'latin1',
        ),
        'ratings.dat': `3::1::5::${SECONDS}\r\n4::2::1::${SECONDS}\r\n3::2::2::${SECONDS}\r\n`,
      },
    ];
    for (const set of sets) {
      const database = await databaseLike(template);
      const { code, out } = await load(database, folderOf(set));
      expect({ code, out }).toEqual({
        code: 0,
        out: '2 people with 3 ratings added; of their films 1 were known, 1 are new\n',
      });
      const at = SECONDS * 1000;
      expect(await ratedBy(database, 'movielens-3')).toEqual([
        ['Amélie Untold', 2, at],
        ['Back to the Future', 5, at],
      ]);
    }
  });

  it('changes nothing the second time, and says why', async () => {
    const database = await databaseLike(template);
    const folder = folderOf(NEW_SET);
    await load(database, folder);
    const { code, out, err } = await load(database, folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(
      'There is a user "movielens-7": a data set was loaded here before. Nothing is changed.\n',
    );
    expect((await verify(database)).out).toBe('3 ratings of 61 movies recounted, 0 differences\n');
  });

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'no data set',
      {},
      /holds no data set of MovieLens: expected were ratings\.csv and movies\.csv/,
    ],
    [
      'a set without its films',
      { 'ratings.csv': NEW_SET['ratings.csv'] },
      /holds no data set of MovieLens/,
    ],
    [
      'films that are none',
      { ...NEW_SET, 'movies.csv': 'a,b\n1,2\n' },
      /^movies\.csv names no films of MovieLens\.\n$/,
    ],
    ['films that are no text', { ...NEW_SET, 'movies.csv': '\0\0' }, /^movies\.csv is no text\. /],
    [
      'a line that is no rating',
      { ...NEW_SET, 'ratings.csv': '1,1,5.0,12\n1,2,five,12\n' },
      /ratings\.csv, line 2, is no rating: “1,2,five,12”\.\n$/,
    ],
    [
      'a file that ends within a line',
      { ...NEW_SET, 'ratings.csv': '1,1,5.0,12\n1,2,4' },
      /ratings\.csv, line 2, is no rating: “1,2,4”\.\n$/,
    ],
    [
      'stars that are not on the scale',
      { ...NEW_SET, 'ratings.csv': '1,1,7.5,12\n' },
      /ratings\.csv, line 1, gives 7\.5 stars; expected were 0 to 5\.\n$/,
    ],
    [
      'a film that is not named',
      { ...NEW_SET, 'ratings.csv': '1,99,5,12\n' },
      /ratings\.csv, line 1, rates film 99, which movies\.csv does not name\.\n$/,
    ],
  ])('refuses %s and changes nothing', async (_what, files, sentence) => {
    const database = await databaseLike(template);
    const { code, out, err } = await load(database, folderOf(files));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect((await verify(database)).out).toBe('0 ratings of 60 movies recounted, 0 differences\n');
  });

  it('refuses a folder that is not there, and a database without an account', async () => {
    const database = await emptyDatabase();
    expect(await load(database, '/nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('/nowhere holds no data set of MovieLens'),
    });
    const { code, err } = await load(database, folderOf(NEW_SET));
    expect(code).toBe(2);
    expect(err).toContain('Make an account with "halfstar user add" first');
  });

  it('leaves nothing when it is cut off in the midst of it, and does it all when run again', async () => {
    const database = await databaseLike(template);
    const ratings = Array.from(
      { length: 60_000 },
      (_, n) => `${1 + (n % 6000)},${1 + Math.floor(n / 6000)},3.5,12`,
    );
    const movies = Array.from({ length: 10 }, (_, n) => `${n + 1},Unheard of ${n} (1990),Drama`);
    const folder = folderOf({
      'movies.csv': `movieId,title,genres\n${movies.join('\n')}\n`,
      'ratings.csv': `userId,movieId,rating,timestamp\n${ratings.join('\n')}\n`,
    });
    const program = startProgram(['load', 'movielens', folder], database.settings);
    await until('it loads', WITHIN_MS, () =>
      program.err.some((line) => line.startsWith('Loading')),
    );
    await program.kill();
    expect(program.out).toEqual([]);
    expect((await verify(database)).out).toBe('0 ratings of 60 movies recounted, 0 differences\n');
    expect(await load(database, folder)).toMatchObject({
      code: 0,
      out: '6000 people with 60000 ratings added; of their films 0 were known, 10 are new\n',
    });
    expect(await verify(database)).toMatchObject({ code: 0 });
  });

  describe.runIf(isThere(MOVIELENS))('a real one', () => {
    it.each<[string, string[], string]>([
      [
        'ml-latest-small',
        ['ratings.csv', 'movies.csv', 'links.csv'],
        '610 people with 100836 ratings added; of their films 60 were known, 9682 are new\n',
      ],
      [
        'ml-100k',
        ['u.data', 'u.item'],
        '943 people with 99678 ratings added; of their films 26 were known, 1636 are new, 2 left out, which have neither year nor id\n',
      ],
    ])('is whole: %s', async (set, names, said) => {
      const database = await databaseLike(template);
      const folder = folderOf(
        Object.fromEntries(
          names.map((name) => [name, gunzipSync(readFileSync(join(MOVIELENS, set, `${name}.gz`)))]),
        ),
      );
      expect(await load(database, folder)).toMatchObject({ code: 0, out: said });
      expect((await verify(database)).code).toBe(0);
    });
  });
});
