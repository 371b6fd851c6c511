import { createServer } from 'node:net';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance, seedOf } from '../support/chance.js';
import { command } from '../support/command.js';
import { databaseLike, emptyDatabase } from '../support/database.js';
import { cleanUp, type Server, startProgram, startServer } from '../support/process.js';
import { freePort } from '../support/redis.js';
import { PASSWORD, type Someone } from '../support/service.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const WORKERS = 3;
const CLIENTS = 16;
const ROUNDS = 12;
const ARGS = ['--workers', String(WORKERS)];

type Answer = { status: number; body: Record<string, unknown> };

const agent = new Agent({ connections: 64 });
let template: Template;

beforeAll(async () => {
  template = await makeTemplate({ films: 12, people: CLIENTS });
});
afterAll(async () => {
  await agent.close();
  await cleanUp();
});

const database = async () => (await databaseLike(template)).settings;
const ratingOf = (movieId: number) => `users/me/ratings/${movieId}`;

/** One request on a connection of its own, which another worker gets than the one before. */
async function call(
  { url }: Server,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  { token, body }: { token?: string | undefined; body?: object } = {},
): Promise<Answer> {
  const answer = await request(`${url}/api/v1/${path}`, {
    method,
    dispatcher: agent,
    reset: true,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, body: text === '' ? {} : JSON.parse(text) };
}

/** Those who logged such a line, each as often as it did. */
function pidsOf({ out }: Server, message: RegExp): number[] {
  return out
    .map((line) => JSON.parse(line) as { msg: string; pid: number })
    .filter(({ msg }) => message.test(msg))
    .map(({ pid }) => pid);
}

async function findsNoDifference(settings: Record<string, string>): Promise<void> {
  const verify = startProgram(['verify'], settings);
  expect(await verify.ended).toEqual({ code: 0, signal: null });
  expect(verify.out.join('')).toContain(' 0 differences');
}

describe('several workers', () => {
  it('greet once, answer as one, and lose nothing when one of them is killed', async () => {
    const random = chance(seedOf('workers'));
    const settings = await database();
    const server = await startServer({ settings, args: ARGS });
    expect(server.err.filter((line) => line.startsWith('  Halfstar '))).toHaveLength(1);
    const statuses = new Map<number, number>();
    const counted = (answer: Answer) => {
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
      return answer;
    };

    await Promise.all(
      template.people.map(async ({ token }) => {
        for (let round = 0; round < ROUNDS; round++) {
          const movieId = random.oneOf(template.movieIds);
          const stars = random.below(101) / 20;
          counted(await call(server, 'PUT', ratingOf(movieId), { token, body: { stars } }));
          const read = counted(await call(server, 'GET', ratingOf(movieId), { token }));
          expect(read.body.stars).toBe(stars);
          const paths = ['movies?sort=-score', `movies/${movieId}/score`, 'users/me/ratings'];
          counted(await call(server, 'GET', random.oneOf(paths), { token }));
          if (random.below(4) > 0) continue;
          counted(await call(server, 'DELETE', ratingOf(movieId), { token }));
          const gone = counted(await call(server, 'GET', ratingOf(movieId), { token }));
          expect(gone.status).toBe(404);
        }
      }),
    );
    expect([...statuses.keys()].filter((status) => ![200, 201, 204, 404].includes(status))).toEqual(
      [],
    );
    expect(new Set(pidsOf(server, /^request$/)).size).toBe(WORKERS);

    await killOneUnder(server, template.people);
    await findsNoDifference(settings);

    server.signal('SIGTERM');
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(pidsOf(server, /^stopped$/)).toHaveLength(WORKERS);
    await findsNoDifference(settings);
    expect(server.err.filter((line) => line.startsWith('{'))).toEqual([]);
  }, 120_000);

  /** Kills a worker while everyone writes; then all that was acknowledged is there, and all workers are again. */
  async function killOneUnder(server: Server, people: Someone[]): Promise<void> {
    const kept = new Map<Someone, number>();
    const onItsWay = new Map<Someone, number>();
    const movieId = template.movieIds[0] ?? 0;
    let done = false;
    let written = 0;
    const writing = people.map(async (person, n) => {
      for (let i = n; !done; i++) {
        const stars = (i % 101) / 20;
        onItsWay.set(person, stars);
        const answer = await call(server, 'PUT', ratingOf(movieId), {
          token: person.token,
          body: { stars },
        }).catch(() => null);
        if (answer === null) continue;
        expect(answer.status).toBeLessThan(300);
        kept.set(person, stars);
        written++;
      }
    });
    const listening = () => pidsOf(server, /^Server listening/);
    await until('everyone writes', 10_000, () => written > 3 * people.length);
    process.kill(listening()[0] ?? 0, 'SIGKILL');
    await until('another takes its place', 10_000, () => listening().length === WORKERS + 1);
    const before = written;
    await until('everyone writes again', 10_000, () => written > before + 3 * people.length);
    done = true;
    await Promise.all(writing);
    for (const person of people) {
      const { body } = await call(server, 'GET', ratingOf(movieId), { token: person.token });
      expect([kept.get(person), onItsWay.get(person)]).toContain(body.stars);
    }
    const died = server.out.find((line) => line.includes('another takes its place'));
    const ended = { worker: expect.any(Number), pid: expect.any(Number), code: null };
    expect(JSON.parse(died ?? '{}')).toMatchObject({
      level: 'warn',
      worker: 0,
      ended: { ...ended, signal: 'SIGKILL' },
    });
  }

  it('share limits and sessions: what one has heard, all have', async () => {
    const most = 30;
    const settings = {
      ...(await database()),
      RATE_LIMIT_PER_MINUTE: String(most),
      SIGN_IN_LIMIT: '3',
    };
    const server = await startServer({ settings, args: ARGS });
    const [ana, ben] = template.people as [Someone, Someone];
    const asked = await Promise.all(
      Array.from({ length: 3 * most }, () => call(server, 'GET', 'users/me', { token: ana.token })),
    );
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(most);
    expect(asked.filter(({ status }) => status === 429)).toHaveLength(2 * most);

    const login = { handle: 'newcomer', password: PASSWORD };
    expect((await call(server, 'POST', 'users', { body: login })).status).toBe(201);
    const { body } = await call(server, 'POST', 'sessions', { body: login });
    const token = String(body.token);
    const states = async () => {
      const answers = [];
      for (let i = 0; i < 2 * WORKERS; i++)
        answers.push((await call(server, 'GET', 'users/me', { token })).status);
      return new Set(answers);
    };
    expect(await states()).toEqual(new Set([200]));
    expect((await call(server, 'DELETE', 'sessions/current', { token })).status).toBe(204);
    expect(await states()).toEqual(new Set([401]));

    const wrong = { handle: ben.handle, password: 'not the pass phrase' };
    const tried = await Promise.all(
      Array.from({ length: 9 }, () => call(server, 'POST', 'sessions', { body: wrong })),
    );
    expect(tried.map(({ status }) => status).sort()).toEqual([
      ...new Array(3).fill(401),
      ...new Array(6).fill(429),
    ]);
    expect((await server.stop()).code).toBe(0);
  });

  it('bring up a new database, also two services of them at once', async () => {
    const { settings } = await emptyDatabase();
    const [one, other] = await Promise.all(
      [1, 2].map(() => startServer({ settings, args: ['--workers', '2'] })) as [
        Promise<Server>,
        Promise<Server>,
      ],
    );
    const counts = await Promise.all(
      [one, other].map((server) => call(server, 'GET', 'movies?limit=1')),
    );
    expect(counts.map(({ status }) => status)).toEqual([200, 200]);
    expect(counts[0]?.body).toEqual(counts[1]?.body);
    await Promise.all([one.stop(), other.stop()]);
    await findsNoDifference(settings);
  }, 150_000);

  it('end with 1 and one sentence when their port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const program = startProgram(['serve', ...ARGS], { ...(await database()), PORT: String(port) });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.err).toEqual([`Port ${port} of 127.0.0.1 is taken; set PORT to another one.`]);
    other.close();
  });

  it('end with 1 when each of them ends before it serves', async () => {
    const port = String(await freePort());
    // The first process has the port by then, under another name of the same address.
    const places = { PORT: port, METRICS_PORT: port, METRICS_HOST: '127.1' };
    const program = startProgram(['serve', ...ARGS], { ...(await database()), ...places });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(program.err).toContain(`Port ${port} of 127.0.0.1 is taken; set PORT to another one.`);
    expect(program.err.at(-1)).toBe('No worker could start; what is above says why.');
  });
});

describe('--workers', () => {
  it.each(['0', '65', '-1', '2.5', 'x', ''])('is no number of workers: "%s"', async (number) => {
    expect(await command(['serve', `--workers=${number}`])).toEqual({
      code: 2,
      out: '',
      err: `--workers must be a whole number from 1 to 64, not "${number}".\n`,
    });
  });

  it.each([
    ['in demo mode', ['--demo'], {}],
    ['on a database in memory', [], { DATABASE_URL: 'memory:' }],
  ])('is refused %s, where each would have a database of its own', async (_, args, settings) => {
    const { code, err } = await command(['serve', '--workers', '2', ...args], { settings });
    expect(code).toBe(2);
    expect(err).toMatch(/^--workers 2 needs a database that all of them share.+\n$/);
  });
});
