import { afterAll, expect, it } from 'vitest';
import { chance, seedOf } from '../support/chance.js';
import { command } from '../support/command.js';
import { databaseLike } from '../support/database.js';
import { ENGINE } from '../support/engine.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import type { Someone } from '../support/service.js';
import { makeTemplate } from '../support/template.js';

const CLIENTS = 64;
/** With a server between, each write takes several times as long. */
const WRITES = ENGINE === 'sqlite' ? 10_000 : 4_000;
const MOVIES = 10;
const PEOPLE = 50;

/** One write as its client saw it: `stars` is null for a delete; done at some moment between `sent` and `heard`. */
type Write = { stars: number | null; sent: number; heard: number };

afterAll(cleanUp);

it(`keeps every tally right through ${WRITES} writes of ${CLIENTS} clients at once`, async () => {
  const random = chance(seedOf('concurrency'));
  const template = await makeTemplate({ films: MOVIES, people: PEOPLE });
  const { people, movieIds } = template;
  const { settings } = await databaseLike(template);
  const server = await startServer({ settings });
  const plan = Array.from({ length: WRITES }, () => ({
    person: random.oneOf(people),
    movieId: random.oneOf(movieIds),
    stars: random.below(3) === 0 ? null : random.below(101) / 20,
  }));

  const writes = new Map<string, Write[]>();
  const statuses = new Map<number, number>();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let wish = plan.pop(); wish !== undefined; wish = plan.pop()) {
        const sent = performance.now();
        const status = await write(server, wish.person, wish.movieId, wish.stars);
        const heard = performance.now();
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        const key = `${wish.person.id} ${wish.movieId}`;
        writes.set(key, [...(writes.get(key) ?? []), { stars: wish.stars, sent, heard }]);
      }
    }),
  );
  const perSecond = Math.round(WRITES / ((performance.now() - began) / 1000));
  // biome-ignore lint/suspicious/noConsole: a figure for whoever looks
  console.info(`concurrency: ${perSecond} writes a second`);

  expect([...statuses.keys()].sort()).toEqual([200, 201, 204]);
  const kept = await ratingsOf(server, people);
  for (const [key, made] of writes) {
    expect(lastOf(made), `user and movie ${key}`).toContain(kept.get(key) ?? null);
  }
  for (const movieId of movieIds) {
    const mine = [...kept].filter(([key]) => key.endsWith(` ${movieId}`));
    const { data } = await server.client().GET('/api/v1/movies/{movie}/score', {
      params: { path: { movie: String(movieId) } },
    });
    expect(data?.count).toBe(mine.length);
  }
  const verified = await command(['verify'], { settings });
  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toBe(`${kept.size} ratings of ${MOVIES} movies recounted, 0 differences\n`);
  expect(server.err.filter((line) => line.startsWith('{'))).toEqual([]);
}, 300_000);

async function write(
  server: Server,
  person: Someone,
  movieId: number,
  stars: number | null,
): Promise<number> {
  const params = { path: { user: 'me', movie: String(movieId) } };
  const client = clientOf(server, person);
  const { response } =
    stars === null
      ? await client.DELETE('/api/v1/users/{user}/ratings/{movie}', { params })
      : await client.PUT('/api/v1/users/{user}/ratings/{movie}', { params, body: { stars } });
  return response.status;
}

/** What each write may have left: those that no other surely came after. */
function lastOf(writes: Write[]): (number | null)[] {
  const latest = Math.max(...writes.map(({ sent }) => sent));
  return writes.filter(({ heard }) => heard >= latest).map(({ stars }) => stars);
}

/** Every rating there is, by user and movie; none of them twice. */
async function ratingsOf(server: Server, people: Someone[]): Promise<Map<string, number>> {
  const kept = new Map<string, number>();
  for (const person of people) {
    const { data } = await clientOf(server, person).GET('/api/v1/users/{user}/ratings', {
      params: { path: { user: 'me' }, query: { limit: 100 } },
    });
    expect(data?.total).toBe(data?.items.length);
    for (const { movie, stars } of data?.items ?? []) {
      const key = `${person.id} ${movie.id}`;
      expect(kept.has(key), `two ratings of ${key}`).toBe(false);
      kept.set(key, stars);
    }
  }
  return kept;
}

const clients = new Map<string, ReturnType<Server['client']>>();

function clientOf(server: Server, { token }: Someone) {
  const known = clients.get(token) ?? server.client(token);
  clients.set(token, known);
  return known;
}
