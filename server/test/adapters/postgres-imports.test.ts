import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { Import } from '../../src/imports/import.js';
import { openStore } from '../../src/open-store.js';
import type { Store } from '../../src/ports.js';
import { emptySchema } from '../support/postgres.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import { startProxy, type TcpProxy } from '../support/tcp-proxy.js';
import { fill } from '../support/template.js';
import { until } from '../support/until.js';

const ROWS = 30_000;
const WITHIN_MS = 60_000;
const LINES = Array.from({ length: ROWS }, (_, i) => `2020-01-02,Unheard of ${i},1990,x,4`);
const HISTORY = ['Date,Name,Year,Letterboxd URI,Rating', ...LINES].join('\n');

let schema: Awaited<ReturnType<typeof emptySchema>>;
let proxy: TcpProxy;
let server: Server;
let store: Store;
let me: { id: number; token: string };

beforeEach(async () => {
  schema = await emptySchema();
  const place = { kind: 'postgres', url: schema.url } as const;
  const { people } = await fill(place, { films: 10, people: 2 });
  me = people[1] as typeof me;
  store = await openStore({ database: place });
  const { hostname, port } = new URL(schema.url);
  proxy = await startProxy({ host: hostname, port: Number(port) || 5432 });
  const through = new URL(schema.url);
  through.host = `127.0.0.1:${proxy.port}`;
  server = await startServer({ settings: { DATABASE_URL: through.href, LOG_LEVEL: 'fatal' } });
});
afterEach(async () => {
  await store.close();
  expect((await server.stop()).code).toBe(0);
  await proxy.stop();
  schema.close();
});
afterAll(cleanUp);

const upload = () =>
  fetch(`${server.url}/api/v1/users/me/imports?name=ratings.csv`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${me.token}`,
      'content-type': 'application/octet-stream',
    },
    body: HISTORY,
  });
const received = () => store.imports.count(me.id as never);

it('refuses an upload that is read when another server takes over, and takes the next in', async () => {
  const sent = upload();
  await until('it is being read', WITHIN_MS, async () => (await received()).all === 1);
  proxy.forget();
  expect((await sent).status).toBe(503);
  await until('the next is taken in', WITHIN_MS, async () => (await upload()).status === 201);
});

it('goes on with an import when another server has taken over', async () => {
  const { id } = (await (await upload()).json()) as { id: Import['id'] };
  const now = async () => (await store.imports.find(me.id as never, id)) as Import;
  await until('some is matched', WITHIN_MS, async () => (await now()).done > 0);
  proxy.forget();
  await until('all is matched', WITHIN_MS, async () => (await now()).state === 'ready');
});
