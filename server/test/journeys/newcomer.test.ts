import { afterAll, expect, it } from 'vitest';
import {
  cleanUp,
  databaseFile,
  type Server,
  type Settings,
  startProgram,
  startServer,
} from '../support/process.js';
import { until } from '../support/until.js';

const LOADED_WITHIN_MS = 90_000;
const PASSWORD = 'a long pass phrase';
const shawshank = { user: 'me', movie: 'imdb:tt0111161' };

afterAll(cleanUp);

it('loads every film at the first start, says what to do next, and keeps what is done', async () => {
  const settings = { DATABASE_URL: `file:${databaseFile()}` };
  const server = await startServer({ settings, readyWithinMs: LOADED_WITHIN_MS });
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
}, 150_000);

it('leaves no half catalogue behind when it is killed while it loads', async () => {
  const settings = { DATABASE_URL: `file:${databaseFile()}` };
  await killWhileLoading(settings);
  const server = await startServer({ settings, readyWithinMs: LOADED_WITHIN_MS });
  const films = await countOf(server);
  expect(films).toBeGreaterThanOrEqual(60_000);
  expect(server.err).toContainEqual(expect.stringContaining(`100% | ${films} of ${films} films`));
  const { data } = await server.client().GET('/api/v1/movies', {
    params: { query: { q: 'shawshank' } },
  });
  expect(data?.items[0]?.title).toBe('The Shawshank Redemption');
  await server.kill();
}, 150_000);

async function killWhileLoading(settings: Settings): Promise<void> {
  const program = startProgram(['serve'], { PORT: '0', ...settings });
  await until('some films are loaded', LOADED_WITHIN_MS, () =>
    program.err.some((line) => /\| [1-9]\d* of \d+ films/.test(line)),
  );
  await program.kill();
  expect(program.err.join('\n')).not.toContain('100%');
}

/** The greeting names the API, its documentation and a first step; each does what it says. */
async function followsGreeting({ err, url }: Server): Promise<void> {
  const greeting = err.join('\n');
  const api = /API +(\S+) +e\.g\. (?<example>\S+)/.exec(greeting)?.groups?.example ?? '';
  const found: unknown = await (await fetch(api)).json();
  expect(found).toMatchObject({ items: [{ title: 'The Shawshank Redemption' }, {}] });
  const docs = /Docs +(?<docs>\S+)/.exec(greeting)?.groups?.docs ?? '';
  expect((await fetch(docs)).headers.get('content-type')).toContain('text/html');
  const next = /Next +curl (?<to>\S+) --json '(?<body>.*)'/.exec(greeting)?.groups;
  expect(next?.to).toBe(`${url}/api/v1/users`);
  const signUp = await fetch(next?.to ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: next?.body ?? '',
  });
  expect(signUp.status).toBe(201);
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
