import { afterAll, expect, it } from 'vitest';
import type { HalfstarClient } from '../../../client/src/index.js';
import { type Chance, chance, seedOf } from '../support/chance.js';
import { databaseLike } from '../support/database.js';
import {
  cleanUp,
  type Server,
  type Settings,
  startProgram,
  startServer,
} from '../support/process.js';
import { makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

const ROUNDS = 10;
const PEOPLE = 8;
const MOVIES = 12;
const MOST_WRITES = 200;

type Ratings = Map<number, number>;
type Change = { movieId: number; stars: number | null };

/** Who writes one thing after the other, and remembers what was acknowledged and what was on its way. */
type Writer = { token: string; acknowledged: Ratings; onItsWay: Change[] };

afterAll(cleanUp);

it(`loses nothing it acknowledged to ${ROUNDS} crashes, and is ready again after each`, async () => {
  const random = chance(seedOf('crash'));
  const template = await makeTemplate({ films: MOVIES, people: PEOPLE });
  const { people, movieIds } = template;
  const { settings } = await databaseLike(template);
  const writers = people.map(
    ({ token }): Writer => ({ token, acknowledged: new Map(), onItsWay: [] }),
  );
  const readyAfter: number[] = [];
  let writes = 0;

  for (let round = 0; round <= ROUNDS; round++) {
    const server = await startServer({ settings });
    readyAfter.push(Math.round(server.readyAfterMs));
    await Promise.all([
      ...writers.map((writer) => findsAll(server, writer, round)),
      findsNoDifference(settings),
    ]);
    if (round < ROUNDS) writes += await crashUnderLoad(server, writers, movieIds, random);
    else expect((await server.stop()).code).toBe(0);
  }
  // biome-ignore lint/suspicious/noConsole: a figure for whoever looks
  console.info(`crash: ${writes} writes acknowledged, ready after ${readyAfter.join(', ')} ms`);
}, 300_000);

/** Kills the server in the midst of what all writers do; answers how many writes it had acknowledged. */
async function crashUnderLoad(
  server: Server,
  writers: Writer[],
  movieIds: number[],
  random: Chance,
): Promise<number> {
  let acknowledged = 0;
  const working = writers.map((writer) =>
    writeOn(server.client(writer.token), writer, movieIds, random, () => {
      acknowledged++;
    }),
  );
  const enough = 1 + random.below(MOST_WRITES);
  await until(`${enough} writes are acknowledged`, 20_000, () => acknowledged >= enough);
  await server.kill();
  await Promise.all(working);
  return acknowledged;
}

/** Writes until nobody answers. */
async function writeOn(
  client: HalfstarClient,
  writer: Writer,
  movieIds: number[],
  random: Chance,
  onAcknowledged: () => void,
): Promise<void> {
  for (;;) {
    const changes = Array.from({ length: random.below(6) === 0 ? 5 : 1 }, () => ({
      movieId: random.oneOf(movieIds),
      stars: random.below(3) === 0 ? null : random.below(101) / 20,
    }));
    writer.onItsWay = changes;
    try {
      await send(client, changes);
    } catch (error) {
      // What fetch throws when the other side is gone; anything else is a failure.
      if (error instanceof TypeError) return;
      throw error;
    }
    writer.acknowledged = after(writer.acknowledged, changes);
    writer.onItsWay = [];
    onAcknowledged();
  }
}

async function send(client: HalfstarClient, changes: Change[]): Promise<void> {
  const [{ movieId, stars }] = changes as [Change];
  const params = { path: { user: 'me', movie: String(movieId) } };
  if (changes.length > 1) {
    const items = changes.map((change) =>
      change.stars === null
        ? { movie: change.movieId, remove: true }
        : { movie: change.movieId, stars: change.stars },
    );
    const { data } = await client.POST('/api/v1/users/me/ratings/batch', { body: { items } });
    expect(data?.results.map(({ status }) => status < 300)).toEqual(changes.map(() => true));
  } else if (stars === null) {
    const { response } = await client.DELETE('/api/v1/users/{user}/ratings/{movie}', { params });
    expect(response.status).toBe(204);
  } else {
    const { data } = await client.PUT('/api/v1/users/{user}/ratings/{movie}', {
      params,
      body: { stars },
    });
    expect(data?.rating.stars).toBe(stars);
  }
}

/** All that was acknowledged is there; of what was on its way either all or nothing. */
async function findsAll(server: Server, writer: Writer, round: number): Promise<void> {
  const { data } = await server.client(writer.token).GET('/api/v1/users/{user}/ratings', {
    params: { path: { user: 'me' }, query: { limit: 100 } },
  });
  const kept: Ratings = new Map(data?.items.map(({ movie, stars }) => [movie.id, stars]));
  const { acknowledged, onItsWay } = writer;
  expect(
    [sorted(acknowledged), sorted(after(acknowledged, onItsWay))],
    `after crash ${round}`,
  ).toContainEqual(sorted(kept));
  writer.acknowledged = kept;
  writer.onItsWay = [];
}

async function findsNoDifference(settings: Settings): Promise<void> {
  // In a process of its own: one in ours would keep the log open that the next start is to recover from.
  const verify = startProgram(['verify'], settings);
  expect(await verify.ended).toEqual({ code: 0, signal: null });
  expect(verify.out.join('')).toContain(' 0 differences');
}

function after(ratings: Ratings, changes: Change[]): Ratings {
  const changed = new Map(ratings);
  for (const { movieId, stars } of changes) {
    if (stars === null) changed.delete(movieId);
    else changed.set(movieId, stars);
  }
  return changed;
}

function sorted(ratings: Ratings): [number, number][] {
  return [...ratings].sort(([a], [b]) => a - b);
}
