import { afterAll, expect, it } from 'vitest';
import { emptyDatabase } from '../support/database.js';
import { ENGINE } from '../support/engine.js';
import {
  cleanUp,
  type Server,
  type Settings,
  startProgram,
  startServer,
} from '../support/process.js';
import { until } from '../support/until.js';

/** A server of its own is in no hurry: it writes each index as it goes. */
const LOADED_WITHIN_MS = ENGINE === 'sqlite' ? 90_000 : 240_000;
const PASSWORD = 'a long pass phrase';
const shawshank = { user: 'me', movie: 'imdb:tt0111161' };

afterAll(cleanUp);

it(
  'loads every film at the first start, says what to do next, and keeps what is done',
  async () => {
    const { settings } = await emptyDatabase();
    const server = await startServer({ settings });
    const films = await countOf(server);
    expect(films).toBeGreaterThanOrEqual(60_000);
    expect(server.err).toContainEqual(
      expect.stringMatching(new RegExp(`\\[=+\\] 100% \\| ${films} of ${films} films$`)),
    );
    await followsGreeting(server);

    const rated = await server
      .client(await tokenOf(server))
      .PUT('/api/v1/users/{user}/ratings/{movie}', {
        params: { path: shawshank },
        body: { stars: 4.5 },
      });
    expect(rated.response.status).toBe(201);
    await server.stop();

    const again = await startServer({ settings });
    expect(again.err.join('\n')).not.toContain('Loading the catalogue');
    expect(await countOf(again)).toBe(films);
    const { data } = await again.client().GET('/api/v1/users/{user}/ratings', {
      params: { path: { user: 'ana' } },
    });
    expect(data?.items.map(({ movie, stars }) => [movie.title, stars])).toEqual([
      ['The Shawshank Redemption', 4.5],
    ]);
    await again.kill();
  },
  LOADED_WITHIN_MS + 60_000,
);

it(
  'leaves no half catalogue behind when it is killed while it loads',
  async () => {
    const { settings } = await emptyDatabase();
    await killWhileLoading(settings);
    const server = await startServer({ settings });
    const films = await countOf(server);
    expect(films).toBeGreaterThanOrEqual(60_000);
    expect(server.err).toContainEqual(expect.stringContaining(`100% | ${films} of ${films} films`));
    const { data } = await server.client().GET('/api/v1/movies', {
      params: { query: { q: 'shawshank' } },
    });
    expect(data?.items[0]?.title).toBe('The Shawshank Redemption');
    await server.kill();
  },
  LOADED_WITHIN_MS + 60_000,
);

async function killWhileLoading(settings: Settings): Promise<void> {
  const program = startProgram(['serve'], { PORT: '0', ...settings });
  await until('some films are loaded', LOADED_WITHIN_MS, () =>
    program.err.some((line) => /\| [1-9]\d* of \d+ films/.test(line)),
  );
  await program.kill();
  expect(program.err.join('\n')).not.toContain('100%');
}

/** The greeting names the page, a first step there, and the API's documentation; each is what it says. */
async function followsGreeting(server: Server): Promise<void> {
  const greeting = server.err.join('\n');
  const page = /Halfstar +(?<page>\S+)/.exec(greeting)?.groups?.page ?? '';
  const opened = await fetch(page, { headers: { accept: 'text/html' } });
  expect(await opened.text()).toContain('<title>Halfstar</title>');
  const docs = /API +(?<docs>\S+)/.exec(greeting)?.groups?.docs ?? '';
  expect((await fetch(docs)).headers.get('content-type')).toContain('text/html');
  expect(greeting).toMatch(/Next +Open it, sign up \(the first account is the ADMIN\)/);
  const { data } = await server
    .client()
    .POST('/api/v1/users', { body: { handle: 'ana', password: PASSWORD } });
  expect(data?.role).toBe('ADMIN');
}

async function tokenOf(server: Server): Promise<string> {
  const { data } = await server.client().POST('/api/v1/sessions', {
    body: { handle: 'ana', password: PASSWORD },
  });
  return data?.token ?? '';
}

async function countOf(server: Server): Promise<number> {
  const { data } = await server.client().GET('/api/v1/movies', {
    params: { query: { limit: 1 } },
  });
  return data?.total ?? 0;
}
