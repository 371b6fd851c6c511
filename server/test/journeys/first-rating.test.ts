import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseLike } from '../support/database.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import { makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

const PASSWORD = 'a long pass phrase';
const shawshank = { user: 'me', movie: 'imdb:tt0111161' };

let settings: Record<string, string>;
let server: Server;
let token: string;

beforeAll(async () => {
  ({ settings } = await databaseLike(await makeTemplate()));
  server = await startServer({ settings });
});
afterAll(cleanUp);

it('signs up and in, the first one as ADMIN', async () => {
  const { data: user, response } = await server.client().POST('/api/v1/users', {
    body: { handle: 'ana', password: PASSWORD },
  });
  expect(response.status).toBe(201);
  expect(user).toMatchObject({ handle: 'ana', role: 'ADMIN', mean: null });
  const { data: session } = await server.client().POST('/api/v1/sessions', {
    body: { handle: 'ana', password: PASSWORD },
  });
  token = session?.token ?? '';
  expect(token).toMatch(/^hs_/);
});

it('finds the film by what people type', async () => {
  const { data } = await server.client().GET('/api/v1/movies', {
    params: { query: { q: 'shawshank' } },
  });
  expect(data?.items[0]).toMatchObject({
    title: 'The Shawshank Redemption',
    year: 1994,
    ids: { imdb: 'tt0111161' },
    score: null,
  });
});

it('rates it, and sees the rating in the profile and in the tally at once', async () => {
  const { data, response } = await server
    .client(token)
    .PUT('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: shawshank },
      body: { stars: 4.5 },
    });
  expect(response.status).toBe(201);
  expect(data?.rating.stars).toBe(4.5);
  expect(data?.tally).toMatchObject({ count: 1, mean: 4.5 });
  expect(await profile()).toMatchObject({ counts: { ratings: 1, favourites: 0 }, mean: 4.5 });
  expect(await ratedTitles()).toEqual(['The Shawshank Redemption']);
  expect(await tally()).toMatchObject({ count: 1, mean: 4.5 });
});

it('publishes the score of it in a moment', async () => {
  const movie = await until('the score is published', 5000, async () => {
    const { data } = await server.client().GET('/api/v1/movies/{movie}', {
      params: { path: { movie: shawshank.movie } },
    });
    return data?.score && data;
  });
  expect(movie.score).toMatchObject({ count: 1, mean: 4.5 });
});

it('changes the rating, and sees both in the history', async () => {
  const { data, response } = await server
    .client(token)
    .PUT('/api/v1/users/{user}/ratings/{movie}', {
      params: { path: shawshank },
      body: { stars: 5, note: 'even better the second time' },
    });
  expect(response.status).toBe(200);
  expect(data?.tally).toMatchObject({ count: 1, mean: 5 });
  expect(await history()).toEqual([4.5, 5]);
});

it('makes it a favourite, with the stars beside it', async () => {
  const { response } = await server
    .client(token)
    .PUT('/api/v1/users/{user}/favourites/{movie}', { params: { path: shawshank } });
  expect(response.status).toBe(201);
  expect(await favourites()).toEqual([['The Shawshank Redemption', 5]]);
});

it('loads no catalogue again and forgets nothing when it is stopped and started', async () => {
  const { code } = await server.stop();
  expect(code).toBe(0);
  server = await startServer({ settings });
  expect(server.err.join('\n')).not.toContain('Loading the catalogue');
  expect(await history()).toEqual([4.5, 5]);
  expect(await favourites()).toEqual([['The Shawshank Redemption', 5]]);
  expect(await tally()).toMatchObject({ count: 1, mean: 5 });
});

it('takes the rating back, and the tally is at nought', async () => {
  const { response } = await server
    .client(token)
    .DELETE('/api/v1/users/{user}/ratings/{movie}', { params: { path: shawshank } });
  expect(response.status).toBe(204);
  expect(await tally()).toMatchObject({
    count: 0,
    mean: null,
    stars: null,
    histogram: new Array(11).fill(0),
  });
  expect(await profile()).toMatchObject({ counts: { ratings: 0, favourites: 1 }, mean: null });
  expect(await history()).toEqual([4.5, 5, null]);
  expect(await favourites()).toEqual([['The Shawshank Redemption', null]]);
});

it('says at once that it goes, still answers for a moment, and ends well on SIGTERM', async () => {
  server.signal('SIGTERM');
  const ready = await until('/ready says 503', 1000, async () => {
    const response = await fetch(`${server.url}/ready`);
    const body: unknown = await response.json();
    return response.status === 503 && body;
  });
  expect(ready).toMatchObject({ status: 'stopping', parts: { database: { status: 'ok' } } });
  expect(await history()).toHaveLength(3);
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(server.out.map((line) => JSON.parse(line).msg)).toContain('stopped');
});

async function profile() {
  const { data } = await server.client(token).GET('/api/v1/users/{user}', {
    params: { path: { user: 'me' } },
  });
  return data;
}

async function tally() {
  const { data } = await server.client().GET('/api/v1/movies/{movie}/score', {
    params: { path: { movie: shawshank.movie } },
  });
  return data;
}

async function history() {
  const { data } = await server
    .client(token)
    .GET('/api/v1/users/{user}/ratings/{movie}/history', { params: { path: shawshank } });
  return data?.items.map(({ stars }) => stars);
}

async function ratedTitles() {
  const { data } = await server.client().GET('/api/v1/users/{user}/ratings', {
    params: { path: { user: 'ana' } },
  });
  return data?.items.map(({ movie }) => movie.title);
}

async function favourites() {
  const { data } = await server.client().GET('/api/v1/users/{user}/favourites', {
    params: { path: { user: 'ana' } },
  });
  return data?.items.map(({ movie, stars }) => [movie.title, stars]);
}
