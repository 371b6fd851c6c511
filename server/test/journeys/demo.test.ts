import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cleanUp,
  databaseFile,
  type Server,
  type Settings,
  startProgram,
  startServer,
} from '../support/process.js';
import { makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

const ADMIN = 'abcdef1234567890';
const USER = '1234567890';

afterAll(cleanUp);

describe('demo mode', () => {
  let demo: Server;
  beforeAll(async () => {
    demo = await startServer({ args: ['--demo'] });
  }, 90_000);

  it.each([
    [ADMIN, { id: 1, handle: 'admin', role: 'ADMIN' }],
    [USER, { id: 2, handle: 'consumer', role: 'USER' }],
  ])('knows who has the token %s', async (token, user) => {
    const { data } = await demo.client(token).GET('/api/v1/users/{user}', {
      params: { path: { user: 'me' } },
    });
    expect(data).toMatchObject(user);
  });

  it('lets the one do what only an ADMIN may, and not the other', async () => {
    const asAdmin = await demo.client(ADMIN).GET('/api/v1/users');
    expect(asAdmin.data?.total).toBe(2);
    const asUser = await demo.client(USER).GET('/api/v1/users');
    expect(asUser.error).toMatchObject({ type: '/problems/not-allowed', status: 403 });
  });

  it('has films to rate', async () => {
    const { data } = await demo.client(USER).PUT('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: { user: 'me', movie: 'imdb:tt0111161' } },
      body: { stars: 5 },
    });
    expect(data?.tally).toMatchObject({ count: 1, mean: 5 });
  });

  it('says that it is a demo, in every answer and at its start', async () => {
    for (const path of ['/health', '/api/v1/movies?limit=1', '/nowhere', '/docs/']) {
      const response = await fetch(demo.url + path);
      expect(response.headers.get('x-demo-mode'), path).toBe('true');
      await response.arrayBuffer();
    }
    expect(demo.err.join('\n')).toMatch(/DEMO MODE: nothing is kept/);
    for (const token of [ADMIN, USER]) {
      expect(demo.err.join('\n')).toContain(`Bearer ${token}`);
    }
  });

  it('tells tokens that are what it says', async () => {
    const told = [...demo.err.join('\n').matchAll(/(\w+) +Authorization: (Bearer \S+)/g)];
    expect(told.map(([, role]) => role)).toEqual(['ADMIN', 'USER']);
    for (const [, role, authorization = ''] of told) {
      const response = await fetch(`${demo.url}/api/v1/users/me`, { headers: { authorization } });
      expect(await response.json()).toMatchObject({ role });
    }
  });
});

describe('any other mode', () => {
  it('does not know the two tokens', async () => {
    const { file } = await makeTemplate({ films: 3 });
    for (const database of [`file:${databaseFile(file)}`]) {
      const server = await startServer({ settings: { DATABASE_URL: database } });
      for (const token of [ADMIN, USER]) {
        const { error, response } = await server.client(token).GET('/api/v1/users/{user}', {
          params: { path: { user: 'me' } },
        });
        expect(error).toMatchObject({ type: '/problems/token-invalid', status: 401 });
        expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
        expect(response.headers.has('x-demo-mode')).toBe(false);
      }
      await server.kill();
    }
  });
});

describe('a start that would give everything away', () => {
  it.each<[string, Settings, string[], RegExp]>([
    ['with a database that is kept', { DEMO: 'true' }, [], /^DEMO=true needs a volatile database/],
    ['with --demo and a database that is kept', {}, ['--demo'], /^DEMO=true needs a volatile/],
    [
      'where the whole network listens',
      { DEMO: 'true', DATABASE_URL: 'memory:', HOST: '0.0.0.0' },
      [],
      /^DEMO=true listens on this machine only, not on HOST=0\.0\.0\.0/,
    ],
    [
      'where the whole network listens on IPv6',
      { DATABASE_URL: 'memory:', HOST: '::' },
      ['--demo'],
      /HOST=::/,
    ],
  ])('is refused %s, with one line and 2', async (_what, settings, args, why) => {
    const file = databaseFile();
    const program = startProgram(['serve', ...args], {
      PORT: '0',
      DATABASE_URL: `file:${file}`,
      ...settings,
    });
    expect(await program.ended).toEqual({ code: 2, signal: null });
    expect(program.out).toEqual([]);
    expect(program.err).toEqual([expect.stringMatching(why)]);
  });

  it('is done where DEMO_PUBLIC=true says that it is meant', async () => {
    const program = startProgram(['serve', '--demo'], {
      PORT: '0',
      HOST: '0.0.0.0',
      DEMO_PUBLIC: 'true',
    });
    await until('it loads the catalogue', 30_000, () =>
      program.err.some((line) => line.startsWith('Loading the catalogue')),
    );
    await program.kill();
  });
});
