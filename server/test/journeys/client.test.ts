import { afterAll, beforeAll, expect, expectTypeOf, it } from 'vitest';
import { createClient, type HalfstarClient, type Shape } from '../../../client/src/index.js';
import { databaseLike } from '../support/database.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';

let template: Template;
let server: Server;
let stranger: HalfstarClient;
let ana: HalfstarClient;
/** A movie by its outside id. */
let known: string;

beforeAll(async () => {
  template = await makeTemplate({ films: 20, people: 2 });
  server = await startServer(await databaseLike(template));
  stranger = createClient({ baseUrl: server.url });
  ana = createClient({ baseUrl: server.url, token: template.people[1]?.token ?? '' });
  const { data } = await stranger.GET('/api/v1/movies');
  known = `imdb:${data?.items.find(({ ids }) => ids.imdb !== null)?.ids.imdb}`;
});
afterAll(cleanUp);

it('answers data of the type that the contract names', async () => {
  const { data, error } = await stranger.GET('/api/v1/movies', {
    params: { query: { sort: '-popularity', limit: 2 } },
  });
  expect(error).toBeUndefined();
  expectTypeOf(data?.items[0]).toEqualTypeOf<Shape<'Movie'> | undefined>();
  expect(data?.items).toHaveLength(2);
});

it('answers a refusal as `error`, a problem, and does not throw', async () => {
  const { data, error, response } = await ana.PUT('/api/v1/users/{user}/ratings/{movie}', {
    params: { path: { user: 'me', movie: known } },
    body: { stars: 3.52 },
  });
  expect(data).toBeUndefined();
  expectTypeOf(error).toExtend<Shape<'Problem'> | undefined>();
  expect(response.status).toBe(400);
  expect(error).toMatchObject({
    type: '/problems/invalid',
    status: 400,
    requestId: response.headers.get('x-request-id'),
    errors: [{ pointer: '#/stars', in: 'body' }],
  });
});

it('sends its token with every request, and no token without one', async () => {
  const me = { params: { path: { user: 'me' } } };
  for (let i = 0; i < 2; i++) {
    expect((await ana.GET('/api/v1/users/{user}', me)).data?.handle).toBe('person2');
  }
  const { error, response } = await stranger.GET('/api/v1/users/{user}', me);
  expect(error).toMatchObject({ type: '/problems/sign-in-required', status: 401 });
  expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
});

it('answers 401 as `error` for a token that is no good', async () => {
  const nobody = createClient({ baseUrl: server.url, token: 'hs_nobody' });
  const { error } = await nobody.GET('/api/v1/movies');
  expect(error).toMatchObject({ type: '/problems/token-invalid', status: 401 });
});

it('names a movie by an outside id, and answers nothing where there is nothing', async () => {
  const path = { user: 'me', movie: known };
  const put = await ana.PUT('/api/v1/users/{user}/favourites/{movie}', { params: { path } });
  expect(put.response.status).toBe(201);
  expect(put.error).toBeUndefined();
  const removed = await ana.DELETE('/api/v1/users/{user}/favourites/{movie}', { params: { path } });
  expect([removed.response.status, removed.data]).toEqual([204, undefined]);
});

it('turns pages by the cursor of the page before', async () => {
  const titles: string[] = [];
  let cursor: string | null | undefined;
  do {
    const { data } = await stranger.GET('/api/v1/movies', {
      params: { query: { sort: 'title', limit: 7, ...(cursor && { cursor }) } },
    });
    titles.push(...(data?.items.map(({ title }) => title) ?? []));
    cursor = data?.nextCursor;
  } while (cursor);
  expect(titles).toHaveLength(20);
  expect(new Set(titles).size).toBe(20);
});

it('is told 304 when it has the newest already', async () => {
  const path = { movie: known };
  const first = await stranger.GET('/api/v1/movies/{movie}', { params: { path } });
  const etag = first.response.headers.get('etag') ?? '';
  const second = await stranger.GET('/api/v1/movies/{movie}', {
    params: { path },
    headers: { 'if-none-match': etag },
  });
  expect(second.response.status).toBe(304);
  expect(second.data).toBeUndefined();
});

it('throws only when nobody answers', async () => {
  const gone = createClient({ baseUrl: 'http://127.0.0.1:1' });
  await expect(gone.GET('/api/v1/movies')).rejects.toThrow();
});
