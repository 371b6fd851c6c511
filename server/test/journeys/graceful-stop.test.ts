import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseLike } from '../support/database.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const CLIENTS = 12;
const STOPPED_WITHIN_MS = 10_000;

let template: Template;
beforeAll(async () => {
  template = await makeTemplate({ films: 5 });
});
afterAll(cleanUp);

type Answered = { status: number; closes: boolean };
/** One connection; `ask` rejects when it ends before the answer is whole. */
type Connection = {
  ask(path: string): Promise<Answered>;
  write(text: string): void;
  answer(): Promise<Answered>;
  ended(): boolean;
};

async function open(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  let text = '';
  let over: string | null = null;
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', ({ message }) => {
    over ??= message;
  });
  socket.on('close', () => {
    over ??= 'closed';
  });
  const answer = () =>
    until('an answer', 10_000, () => {
      const [head = '', body] = text.split(/\r\n\r\n(.*)/s);
      const length = Number(/^content-length: (\d+)/im.exec(head)?.[1]);
      if (body !== undefined && body.length >= length) {
        text = body.slice(length);
        return { status: Number(head.slice(9, 12)), closes: /^connection: close/im.test(head) };
      }
      if (over !== null) throw new Error(`no answer, but: ${over}`);
      return null;
    });
  return {
    write: (part) => void socket.write(part),
    answer,
    ended: () => over !== null,
    ask(path) {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: here\r\n\r\n`);
      return answer();
    },
  };
}

const start = async (): Promise<Server> =>
  startServer({ settings: (await databaseLike(template)).settings });

it('clients that keep asking through SIGTERM see 2xx alone, and connections that end after an answer', async () => {
  const server = await start();
  const counts = { answered: 0, closed: 0 };
  let stopping = false;
  const client = async (connection: Connection) => {
    for (;;) {
      const asked = stopping;
      const { status, closes } = await connection.ask('/api/v1/movies?limit=5');
      expect(status).toBe(200);
      counts.answered++;
      if (closes) {
        await until('the connection ends', 5000, () => connection.ended());
        counts.closed++;
        return;
      }
      // Only an answer that was under way when the signal came may be without it.
      expect(asked).toBe(false);
    }
  };
  const clients = (await Promise.all(Array.from({ length: CLIENTS }, () => open(server.url)))).map(
    client,
  );
  await until('all are busy', 10_000, () => counts.answered > CLIENTS * 10);
  expect(counts.closed).toBe(0);
  const began = performance.now();
  server.signal('SIGTERM');
  await until('/ready says that it stops', 5000, async () => {
    const { status } = await fetch(`${server.url}/ready`);
    return status === 503;
  });
  stopping = true;
  // The balancer has not heard yet: who is sent here is served, one answer for each connection.
  for (let n = 0; n < 20; n++) {
    const late = await open(server.url);
    expect(await late.ask('/api/v1/movies/1')).toEqual({ status: 200, closes: true });
    await until('the connection ends', 5000, () => late.ended());
  }
  await Promise.all(clients);
  expect(counts.closed).toBe(CLIENTS);
  expect(await server.ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(STOPPED_WITHIN_MS);
});

it('an idle connection stays while it may be used, and a request begun on it before the end is answered', async () => {
  const server = await start();
  const idle = await open(server.url);
  expect(await idle.ask('/health')).toEqual({ status: 200, closes: false });
  const begun = await open(server.url);
  expect(await begun.ask('/health')).toEqual({ status: 200, closes: false });
  server.signal('SIGTERM');
  await until('/ready says that it stops', 5000, async () => {
    const { status } = await fetch(`${server.url}/ready`);
    return status === 503;
  });
  expect(await idle.ask('/api/v1/movies/1')).toEqual({ status: 200, closes: true });
  begun.write('GET /api/v1/movies/1 HTTP/1.1\r\nHost: h');
  await until('nobody is let in any more', 10_000, () =>
    open(server.url).then(
      () => false,
      () => true,
    ),
  );
  begun.write('ere\r\n\r\n');
  expect(await begun.answer()).toEqual({ status: 200, closes: true });
  expect(await server.ended).toEqual({ code: 0, signal: null });
});

it('ends node as well when npm start is told to', async () => {
  const { settings } = await databaseLike(template);
  // Without what goes before it: it is built already, and others use it.
  const npm = spawn('npm', ['start', '--silent', '--ignore-scripts'], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    env: { ...process.env, ...settings, PORT: '0', METRICS_PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  npm.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(npm, 'exit');
  const url = await until(
    'it serves',
    30_000,
    () => / Halfstar +(?<url>http\S+)/.exec(said)?.groups?.url,
  );
  expect((await fetch(`${url}/health`)).status).toBe(200);
  npm.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await expect(fetch(`${url}/health`)).rejects.toThrow();
});
