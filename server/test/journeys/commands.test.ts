import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCatalogue } from '../../src/catalogue/format.js';
import { run } from '../../src/commands/run.js';
import type { MovieId } from '../../src/movies/movie.js';
import { parseStars } from '../../src/ratings/stars.js';
import type { UserId } from '../../src/users/user.js';
import { command, fakeTerminal } from '../support/command.js';
import { databaseLike, emptyDatabase, type OwnDatabase } from '../support/database.js';
import { someFilms } from '../support/films.js';
import { cleanUp, temporaryFolder } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const PASSWORD = 'a long pass phrase';
const A_SENTENCE = /^[A-ZÄÖÜ/].*[.)]\n$/;

let template: Template;
beforeAll(async () => {
  template = await makeTemplate({ films: 60, people: 2 });
});
afterAll(cleanUp);

const ownDatabase = () => databaseLike(template);

describe('used in a way that means nothing', () => {
  it.each([
    ['an unknown command', ['bogus'], "Unknown command 'bogus'. See --help."],
    ['a command misspelt', ['serv'], "Unknown command 'serv' (Did you mean serve?). See --help."],
    ['an unknown option', ['serve', '--nope'], "Unknown option '--nope'. See --help."],
    ['a missing argument', ['backup'], "Missing required argument 'file'. See --help."],
    ['an unknown subcommand', ['user', 'bogus'], "Unknown command 'bogus'. See --help."],
  ])('answers %s with one sentence and 2', async (_what, args, sentence) => {
    expect(await command(args)).toEqual({ code: 2, out: '', err: `${sentence}\n` });
  });

  it('answers one argument too many with 2', async () => {
    const { code, err } = await command(['verify', 'everything']);
    expect(code).toBe(2);
    expect(err).toMatch(/^Too many arguments for 'verify'\..*\n$/);
  });

  it.each([[[]], [['user']], [['catalogue']]])(
    'shows what there is for %j, with 2',
    async (args) => {
      const { code, err } = await command(args);
      expect(code).toBe(2);
      expect(err).toContain('Commands:');
    },
  );

  it.each([[['--help']], [['help']], [['user', '--help']]])(
    'helps with %j, with 0',
    async (args) => {
      const { code, out, err } = await command(args);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('Usage: halfstar');
    },
  );

  it.each([
    [{ PORT: '99999' }, 'PORT must be a whole number from 0 to 65535, not "99999".'],
    [{ SIGNUP: 'maybe' }, 'SIGNUP must be one of open, closed, not "maybe".'],
    [{ PUBLIC_READ: 'yes' }, 'PUBLIC_READ must be true or false, not "yes".'],
    [{ TRUST_PROXY: 'everyone' }, /^TRUST_PROXY must be .*not "everyone"\.$/],
    [{ DATABASE_URL: 'mysql://h/db' }, /^DATABASE_URL must be .*not "mysql:\/\/h\/db"\.$/],
  ])('refuses the setting %j', async (settings, sentence) => {
    for (const args of [['config'], ['serve'], ['verify'], ['user', 'role', 'ana', 'USER']]) {
      const { code, out, err } = await command(args, { settings });
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.trimEnd()).toMatch(sentence);
    }
  });

  it('names everything wrong with the settings at once', async () => {
    const { err } = await command(['config'], { settings: { PORT: '-1', LOG_LEVEL: 'loud' } });
    expect(err.split('\n')).toHaveLength(3);
    expect(err).toMatch(/PORT.*\nLOG_LEVEL/);
  });

  it.each([
    'postgres://ana:secret@host/db',
    'postgres://ana:sec@ret@host/db',
    'postgres://ana:sec/ret@host/db',
    'redis://:secret@host',
  ])('shows no password of %s', async (url) => {
    const { out, err } = await command(['config'], { settings: { DATABASE_URL: url } });
    expect(out + err).toContain('://***@host');
    expect(out + err).not.toMatch(/sec|ret/);
  });
});

describe('config', () => {
  it('prints the settings in effect', async () => {
    const { code, out } = await command(['config'], {
      settings: { PORT: '8123', SIGNUP: 'closed' },
    });
    expect(code).toBe(0);
    expect(out.trimEnd().split('\n')).toEqual(
      expect.arrayContaining([
        'HOST=127.0.0.1',
        'PORT=8123',
        'DATABASE_URL=file:./data/halfstar.db',
        'SIGNUP=closed',
        'TRUST_PROXY=false',
        'RATE_LIMIT_PER_MINUTE=600',
      ]),
    );
  });

  it('prints them in a form that means the same when it is read again', async () => {
    const settings = { TRUST_PROXY: '10.0.0.0/8,::1', DATABASE_URL: 'memory:', DEMO: 'true' };
    const { out } = await command(['config'], { settings });
    const lines = out.trimEnd().split('\n');
    const again = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2)));
    expect((await command(['config'], { settings: again })).out).toBe(out);
  });
});

describe('verify', () => {
  it('recounts nothing where there are no ratings', async () => {
    const { settings } = await ownDatabase();
    expect(await command(['verify'], { settings })).toEqual({
      code: 0,
      out: '0 ratings of 60 movies recounted, 0 differences\n',
      err: '',
    });
  });

  it('finds a tally that was tampered with, and answers 1', async () => {
    const database = await ownDatabase();
    const { settings } = database;
    const [movieId = 0] = template.movieIds;
    await rate(database, movieId, 4.5);
    expect((await command(['verify'], { settings })).code).toBe(0);
    await database.run(`UPDATE tallies SET sum = sum + 1
      WHERE movie_id = ${movieId} AND count > 0`);
    expect(await command(['verify'], { settings })).toEqual({
      code: 1,
      out: `1 ratings of 60 movies recounted, 1 differences\n`,
      err: `movie ${movieId}: sum is kept as 91 and counts 90\n`,
    });
  });

  it('finds a rating that its history knows nothing of', async () => {
    const database = await ownDatabase();
    const { settings } = database;
    const [movieId = 0] = template.movieIds;
    await rate(database, movieId, 2);
    await database.run('DELETE FROM rating_events');
    const { code, err } = await command(['verify'], { settings });
    expect(code).toBe(1);
    expect(err).toBe(
      `movie ${movieId}: the rating of user ${template.people[0]?.id} is not what its last event says\n`,
    );
  });

  it('says how many more there are after the first fifty', async () => {
    const database = await ownDatabase();
    const { settings } = database;
    await database.run('UPDATE tallies SET count = 1, h0 = 1');
    const { code, out, err } = await command(['verify'], { settings });
    expect(code).toBe(1);
    expect(out).toContain(' 120 differences');
    expect(err.split('\n')).toHaveLength(52);
    expect(err).toMatch(/… and 70 more\n$/);
  });
});

it('verify refuses a database that is not there, and makes none', async () => {
  const database = await emptyDatabase();
  for (let i = 0; i < 2; i++) {
    const { code, out, err } = await command(['verify'], { settings: database.settings });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^There is (no database at|nothing in) .+ to verify\.\n$/);
  }
});

describe('user add', () => {
  it('makes the very first account ADMIN, the next a USER, and an ADMIN where asked', async () => {
    const { settings } = await emptyDatabase();
    const add = (...args: string[]) =>
      command(['user', 'add', ...args], { settings, input: `${PASSWORD}\n` });
    expect(await add('ana')).toEqual({ code: 0, out: 'ana is user 1, ADMIN\n', err: '' });
    expect((await add('ben', '--email', 'ben@example.org')).out).toBe('ben is user 2, USER\n');
    expect((await add('cleo', '--admin')).out).toBe('cleo is user 3, ADMIN\n');
  });

  it.each([
    [
      'a handle taken in other letters',
      ['PERSON1'],
      PASSWORD,
      'Another account has this handle already.',
    ],
    ['a handle that is none', ['me'], PASSWORD, 'This handle is reserved.'],
    ['a short password', ['ana'], 'short', 'A password has 12 to 256 characters.'],
    ['no password at all', ['ana'], null, 'A password is expected on standard input.'],
    ['an address that is none', ['ana', '--email', 'nobody'], PASSWORD, A_SENTENCE],
  ])('refuses %s', async (_what, args, password, sentence) => {
    const { settings } = await ownDatabase();
    const input = password === null ? '' : `${password}\n`;
    const { code, out, err } = await command(['user', 'add', ...args], { settings, input });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    if (typeof sentence === 'string') expect(err).toBe(`${sentence}\n`);
    else expect(err).toMatch(sentence);
  });

  it('asks whoever sits at a terminal, and shows nothing of the password', async () => {
    const { settings } = await ownDatabase();
    const keyboard = Object.assign(new PassThrough(), { isTTY: true });
    const { terminal, heard } = fakeTerminal({ settings });
    const done = run(['user', 'add', 'dora'], { ...terminal, in: keyboard });
    await until('the password is asked for', 5000, () => heard().err.includes('Password: '));
    keyboard.write(`${PASSWORD}\r`);
    expect(await done).toBe(0);
    expect(heard()).toEqual({ out: 'dora is user 3, USER\n', err: 'Password: \n' });
  });
});

describe('user role', () => {
  it('changes what an account may do', async () => {
    const { settings } = await ownDatabase();
    const { code, out } = await command(['user', 'role', 'Person2', 'ADMIN'], { settings });
    expect({ code, out }).toEqual({ code: 0, out: 'person2 is ADMIN\n' });
    expect((await command(['user', 'role', 'person1', 'USER'], { settings })).code).toBe(0);
  });

  it.each([
    ['the last ADMIN to go', ['person1', 'USER'], 'Make someone else ADMIN first: one is needed.'],
    ['a role that is none', ['person1', 'KING'], 'A role is USER or ADMIN, not "KING".'],
    ['nobody', ['nobody', 'USER'], 'There is no user "nobody".'],
  ])('refuses %s', async (_what, args, sentence) => {
    const { settings } = await ownDatabase();
    expect(await command(['user', 'role', ...args], { settings })).toEqual({
      code: 2,
      out: '',
      err: `${sentence}\n`,
    });
  });
});

describe('user password', () => {
  it('sets a new one and ends every token', async () => {
    const { open, settings } = await ownDatabase();
    const { code, out } = await command(['user', 'password', 'person1'], {
      settings,
      input: `${PASSWORD}\nnot this line\n`,
    });
    expect(code).toBe(0);
    expect(out).toBe('person1 has a new password; sessions and tokens have ended\n');
    const store = await open();
    const [person] = template.people;
    expect(await store.tokens.list(person?.id as UserId)).toEqual([]);
    expect((await store.users.findForSignIn('person1'))?.passwordHash).toMatch(/^\$argon2id\$/);
    await store.close();
  });

  it.each([
    [
      'one made of the handle',
      'person1',
      'person1person1',
      /among the first that would be guessed/,
    ],
    ['one for nobody', 'nobody', PASSWORD, 'There is no user "nobody".'],
  ])('refuses %s', async (_what, handle, password, sentence) => {
    const { settings } = await ownDatabase();
    const input = `${password}\n`;
    const { code, err } = await command(['user', 'password', handle], { settings, input });
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });
});

describe('catalogue load', () => {
  it('adds the films that are not there yet, and draws how far it is', async () => {
    const { settings } = await ownDatabase();
    const file = join(temporaryFolder(), 'films.tsv');
    writeFileSync(file, formatCatalogue(await someFilms(100)));
    const first = await command(['catalogue', 'load', file], { settings });
    expect(first).toMatchObject({ code: 0, out: '40 films added, 60 known already\n' });
    expect(first.err).toContain('100% | 100 of 100 films');
    const second = await command(['catalogue', 'load', file], { settings });
    expect(second).toMatchObject({ code: 0, out: '0 films added, 100 known already\n' });
  });

  it.each([
    ['of something else', 'title;year\nAlien;1979\n'],
    ['that ends in the middle', null],
    ['of nothing', ''],
  ])('refuses a file %s and adds nothing', async (_what, text) => {
    const { settings } = await ownDatabase();
    const file = join(temporaryFolder(), 'films.tsv');
    writeFileSync(file, text ?? formatCatalogue(await someFilms(100)).slice(0, -1000));
    const { code, out, err } = await command(['catalogue', 'load', file], { settings });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/films\.tsv is not a catalogue: .*[^.]\.\n$/);
    expect(err.trimEnd()).not.toContain('\n');
    expect((await command(['verify'], { settings })).out).toContain('60 movies');
  });

  it('refuses a file that is not there, and one only named as if it was packed', async () => {
    const { settings } = await ownDatabase();
    const file = join(temporaryFolder(), 'films.tsv.br');
    const missing = await command(['catalogue', 'load', file], { settings });
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('no such file') });
    writeFileSync(file, 'not packed at all');
    const unpacked = await command(['catalogue', 'load', file], { settings });
    expect(unpacked).toMatchObject({ code: 2, err: expect.stringContaining('not a catalogue') });
  });
});

it('names a database that belongs to another program', async () => {
  const database = await emptyDatabase();
  const { settings } = database;
  await database.run('CREATE TABLE shopping (what TEXT)');
  const { code, err } = await command(['verify'], { settings });
  expect(code).toBe(1);
  expect(err).toContain('it holds tables, but none of ours');
});

async function rate({ open }: OwnDatabase, movieId: number, stars: number): Promise<void> {
  const store = await open();
  const wish = { note: null, ratedAt: null, now: Date.now(), stars: parseStars(stars) };
  const userId = template.people[0]?.id as UserId;
  await store.ratings.put({ ...wish, userId, movieId: movieId as MovieId });
  await store.close();
}
