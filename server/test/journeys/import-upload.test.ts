import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import { databaseLike } from '../support/database.js';
import { HOSTILE_UPLOADS } from '../support/hostile-uploads.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const ROWS = 60_000;
const WITHIN_MS = 60_000;
const HISTORY = `Date,Name,Year,Letterboxd URI,Rating\n${'2020-01-02,Unheard of,1990,x,4\n'.repeat(ROWS)}`;
let template: Template;
let server: Server;
let store: Store;
let database: Awaited<ReturnType<typeof databaseLike>>;

beforeAll(async () => {
  template = await makeTemplate({ films: 10, people: 2 });
});
afterAll(cleanUp);
beforeEach(async () => {
  database = await databaseLike(template);
  server = await startServer({ settings: database.settings });
  store = await database.open();
});
afterEach(async () => {
  await store.close();
  expect((await server.stop()).code).toBe(0);
});

const me = () => template.people[1]!;
const kept = () => store.imports.count(me().id as never);
type How = { signal?: AbortSignal; to?: Server; as?: { token: string }; key?: string };
const upload = (
  name: string,
  body: string | Uint8Array | ReadableStream,
  { signal, to = server, as = me(), key }: How = {},
) =>
  fetch(`${to.url}/api/v1/users/me/imports?name=${name}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${as.token}`,
      'content-type': 'application/octet-stream',
      ...(key && { 'idempotency-key': key }),
    },
    ...(body instanceof ReadableStream
      ? { body, duplex: 'half' as const }
      : { body: new Uint8Array(Buffer.from(body as string)) }),
    ...(signal && { signal }),
  });
/** The first rows of it. */
const some = (rows: number) => HISTORY.split('\n', rows + 1).join('\n');

/** The same, of which the last byte waits until it is told to be sent. */
function slowly(text: string) {
  let finish = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(Buffer.from(text.slice(0, -1)));
      finish = () => {
        controller.enqueue(Buffer.from(text.slice(-1)));
        controller.close();
      };
    },
  });
  return { body, finish: () => finish() };
}

it('is refused where a thread reads it as it is where none does', async () => {
  for (const { code, name, make } of HOSTILE_UPLOADS) {
    const answer = await upload(name, make());
    expect([name, answer.status]).toEqual([name, 422]);
    expect(await answer.json()).toMatchObject({ errors: [{ code }] });
  }
  expect(await kept()).toEqual({ all: 0, unfinished: 0 });
});

it('leaves nothing when whoever sent it has gone while it is read', async () => {
  const leaving = new AbortController();
  const sent = upload('ratings.csv', HISTORY, { signal: leaving.signal });
  await until('it is being read', WITHIN_MS, async () => (await kept()).all === 1);
  leaving.abort();
  await expect(sent).rejects.toThrow();
  await until('nothing is left of it', WITHIN_MS, async () => (await kept()).all === 0);
});

it('is read beside others, each of them whole', async () => {
  const bring = async (rows: number) => {
    const lines = HISTORY.replaceAll('Unheard of', `One of ${rows}`).split('\n', rows + 1);
    const answer = await upload('ratings.csv', lines.join('\n'));
    const { id, rows: received } = (await answer.json()) as { id: number; rows: number };
    const keptRows = await store.importRows.behind(id as never, 0, ROWS);
    const titles = new Set(keptRows.map(({ film }) => film.title));
    return [answer.status, received, keptRows.length, ...titles];
  };
  const sizes = [3000, 700, 1];
  expect(await Promise.all(sizes.map(bring))).toEqual(
    sizes.map((rows) => [201, rows, rows, `One of ${rows}`]),
  );
});

it('of one person who sends slowly leaves room for others', async () => {
  const slow = [1, 2, 3, 4].map(() => slowly(some(1)));
  const sent = slow.map(({ body }) => upload('ratings.csv', body));
  // Whichever of them comes last.
  const refused = await Promise.race(sent);
  expect([refused.status, await refused.json()]).toMatchObject([
    503,
    { type: '/problems/unavailable' },
  ]);
  const other = template.people[0]!;
  expect((await upload('ratings.csv', some(1), { as: other })).status).toBe(201);
  for (const { finish } of slow) finish();
  const statuses = (await Promise.all(sent)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([201, 201, 201, 503]);
});

it('is kept once where it is sent to two processes at once under one key', async () => {
  const second = await startServer({ settings: database.settings });
  try {
    const both = await Promise.all(
      [server, second].map((to) => upload('ratings.csv', some(5000), { to, key: 'once' })),
    );
    const ids = await Promise.all(
      both.map(async (answer) => ((await answer.json()) as { id: number }).id),
    );
    expect(both.map(({ status }) => status)).toEqual([201, 201]);
    expect(ids[0]).toBe(ids[1]);
    expect((await kept()).all).toBe(1);
  } finally {
    await second.stop();
  }
});
