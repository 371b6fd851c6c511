import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseLike } from '../support/database.js';
import { cleanUp, type Server, startProgram, startServer } from '../support/process.js';
import { rate } from '../support/some.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const FILMS = 40;
const CROWD = 12;
const RATED = 8;
const PATIENCE_MS = 60_000;

let template: Template;
let one: Server;
let other: Server;

beforeAll(async () => {
  template = await makeTemplate({ films: FILMS, people: CROWD + 2 });
  const database = await databaseLike(template);
  const store = await database.open();
  for (const [n, { id }] of template.people.slice(2).entries()) {
    for (const [i, film] of template.movieIds.entries()) {
      // One half likes every other film, and the other half the rest; nobody knows them all.
      const halves = ((n + i) % 2 === 0 ? 8 : 2) + ((n + 2 * i) % 3);
      if ((n + i) % 5 > 0) await rate(store, id as never, film as never, { stars: halves / 2 });
    }
  }
  await store.close();
  const { settings } = database;
  expect(await startProgram(['train'], settings).ended).toEqual({ code: 0, signal: null });
  [one, other] = await Promise.all([startServer({ settings }), startServer({ settings })]);
  for (const server of [one, other])
    await until('a model serves', PATIENCE_MS, async () => (await quality(server)).model);
});
afterAll(cleanUp);

const quality = async (server: Server) =>
  (await server.client().GET('/api/v1/predictions/quality')).data!;

const predicted = async (server: Server, person: number, film: number) => {
  const client = server.client(template.people[person]?.token);
  const path = '/api/v1/users/me/predictions/{movie}';
  const { data } = await client.GET(path, { params: { path: { movie: String(film) } } });
  return data!;
};

const give = async (server: Server, person: number, film: number, stars: number) => {
  const client = server.client(template.people[person]?.token);
  const params = { path: { user: 'me', movie: String(film) } };
  const path = '/api/v1/users/{user}/ratings/{movie}';
  expect((await client.PUT(path, { params, body: { stars } })).response.status).toBe(201);
};

it('what someone rates moves what every process says to them, at once and to the last bit', async () => {
  const [rated, left] = [template.movieIds.slice(0, RATED), template.movieIds.slice(RATED)];
  let before = 0;
  let said = await predicted(one, 0, rated[0]!);
  for (const [i, film] of rated.entries()) {
    said = await predicted(one, 0, film);
    const [here, there] = i % 2 === 0 ? [one, other] : [other, one];
    await give(here, 0, film, film % 2 === 0 ? 4.75 : 0.9);
    for (const next of [film, rated[0]!, ...left.slice(0, 5)]) {
      expect(await predicted(there, 0, next)).toEqual(await predicted(here, 0, next));
    }
    expect({ ...(await predicted(there, 0, film)), rated: null }).toEqual(said);
    const { prediction } = await predicted(there, 0, left[0]!);
    expect(prediction?.stars).not.toBe(before);
    before = prediction!.stars;
  }
  await until('all is judged', PATIENCE_MS, async () => (await quality(one)).count === RATED);
  for (const server of [one, other]) {
    expect({ ...(await predicted(server, 0, said.movieId)), rated: null }).toEqual(said);
  }
});

it('what it moves for others, every process says soon, and the same', async () => {
  const film = template.movieIds.at(-1)!;
  const before = (await predicted(one, 0, film)).prediction!.stars;
  await give(other, 1, film, before > 2.5 ? 0 : 5);
  for (const server of [one, other]) {
    await until('it has moved', PATIENCE_MS, async () => {
      return (await predicted(server, 0, film)).prediction?.stars !== before;
    });
  }
  const [here, there] = [await predicted(one, 0, film), await predicted(other, 0, film)];
  expect(there).toEqual(here);
  expect(Math.abs(here.prediction!.stars - before)).toBeLessThan(0.7);
});
