import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { run } from '../../src/commands/run.js';
import { command, fakeTerminal } from '../support/command.js';
import { databaseLike } from '../support/database.js';
import { cleanUp, type Settings } from '../support/process.js';
import { freePort } from '../support/redis.js';
import { makeTemplate, type Template } from '../support/template.js';
import { until } from '../support/until.js';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

let template: Template;
let listenersBefore: Map<string | symbol, unknown[]>;

beforeAll(async () => {
  template = await makeTemplate({ films: 5, people: 1 });
});
beforeEach(() => {
  vi.spyOn(process, 'exit').mockImplementation((() => undefined) as unknown as never);
  listenersBefore = new Map(
    process.eventNames().map((event) => [event, process.rawListeners(event as 'exit')]),
  );
});
afterEach(() => {
  for (const event of process.eventNames()) {
    for (const listener of addedListeners(event)) process.off(event, listener);
  }
  vi.restoreAllMocks();
});
afterAll(cleanUp);

it('stays until SIGTERM, says so first, goes on for a moment and closes everything', async () => {
  const { url, messages, exitCode } = await serveHere();
  expect((await fetch(`${url}/ready`)).status).toBe(200);
  process.emit('SIGTERM', 'SIGTERM');
  await until('/ready says 503', 1000, async () => (await fetch(`${url}/ready`)).status === 503);
  expect((await fetch(`${url}/api/v1/movies`)).status).toBe(200);
  expect(await exitCode()).toBe(0);
  await expect(fetch(`${url}/ready`)).rejects.toThrow();
  expect(messages()).toEqual(
    expect.arrayContaining([`Halfstar listens on ${url}`, 'request', 'stopping', 'stopped']),
  );
});

it('ends what is under way before it ends itself', async () => {
  const { url, messages, exitCode } = await serveHere();
  const body = JSON.stringify({ stars: 4 });
  const head = [
    `PUT /api/v1/users/me/ratings/${template.movieIds[0]} HTTP/1.1`,
    'Host: here',
    `Authorization: Bearer ${template.people[0]?.token}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
    '\r\n',
  ].join('\r\n');
  const { socket, received } = await connectTo(url);
  socket.write(head + body.slice(0, 5));
  await until('the request arrived', 5000, () => received().includes('100 Continue'));
  process.emit('SIGINT', 'SIGINT');
  await until('it stops', 5000, () => messages().includes('stopping'));
  socket.write(`${body.slice(5)}GET /health HTTP/1.1\r\nHost: here\r\n\r\n`);
  expect(await exitCode()).toBe(0);
  await until('both answers are here', 1000, () => /201 Created[\s\S]*200 OK/.test(received()));
  expect(received()).toContain('"stars":4');
});

it('does not wait for a client that never ends its request', async () => {
  const { url, exitCode } = await serveHere();
  const { socket, received } = await connectTo(url);
  const head = ['POST /api/v1/users HTTP/1.1', 'Host: here', 'Content-Type: application/json'];
  socket.write([...head, 'Content-Length: 500', 'Expect: 100-continue', '\r\n'].join('\r\n'));
  await until('the request arrived', 5000, () => received().includes('100 Continue'));
  const gone = new Promise((resolve) => socket.once('close', resolve));
  process.emit('SIGINT', 'SIGINT');
  expect(await exitCode()).toBe(0);
  await gone;
});

it('stops with 1 and a line on both streams when something breaks', async () => {
  const { heard, exitCode } = await serveHere();
  for (const listener of addedListeners('uncaughtException'))
    listener(new Error('a bolt is loose'));
  expect(await exitCode()).toBe(1);
  for (const text of [heard().out, heard().err]) {
    const line = text.split('\n').find((candidate) => candidate.includes('a bolt is loose'));
    expect(JSON.parse(line ?? '')).toMatchObject({ level: 'fatal', err: { type: 'Error' } });
  }
});

it.runIf(hasIpv6)('greets with an address that can be followed on IPv6 as well', async () => {
  const { url, exitCode } = await serveHere({ HOST: '::1' });
  expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  process.emit('SIGINT', 'SIGINT');
  expect(await exitCode()).toBe(0);
});

it('says in one sentence that its port is taken', async () => {
  const other = createServer();
  const port = await new Promise<string>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve(String((other.address() as { port: number }).port)));
  });
  expect(await command(['serve'], { settings: { ...(await ownDatabase()), PORT: port } })).toEqual({
    code: 1,
    out: '',
    err: `Port ${port} of 127.0.0.1 is taken; set PORT to another one.\n`,
  });
  other.close();
});

it('says in one sentence that the port of metrics is taken, and lets go of everything', async () => {
  const other = createServer();
  const port = await new Promise<string>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve(String((other.address() as { port: number }).port)));
  });
  const settings = { ...(await ownDatabase()), PORT: '0', METRICS_PORT: port };
  expect(await command(['serve'], { settings })).toEqual({
    code: 1,
    out: '',
    err: `Port ${port} of 127.0.0.1 is taken; set METRICS_PORT to another one, or to 0 for no metrics.\n`,
  });
  other.close();
});

it('has its metrics on a port of their own until it is over, and says where', async () => {
  const port = String(await freePort());
  const { url, heard, exitCode } = await serveHere({ METRICS_PORT: port });
  const metrics = `http://127.0.0.1:${port}/metrics`;
  expect(heard().err).toContain(`  Metrics    ${metrics}\n`);
  await fetch(`${url}/api/v1/movies`);
  const counted =
    'halfstar_http_requests_total{method="GET",route="/api/v1/movies",status="200"} 1\n';
  // It is counted once it is sent, which its client may hear of first.
  const text = await until('it is counted', 5000, async () => {
    const found = await (await fetch(metrics)).text();
    return found.includes(counted) && found;
  });
  expect(text).toMatch(/^process_cpu_seconds_total \d/m);
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  process.emit('SIGTERM', 'SIGTERM');
  await until('/ready says 503', 1000, async () => (await fetch(`${url}/ready`)).status === 503);
  expect(await (await fetch(metrics)).text()).toContain('\nhalfstar_ready 0\n');
  expect(await exitCode()).toBe(0);
  await expect(fetch(metrics)).rejects.toThrow();
});

it('says nothing of metrics where there are none', async () => {
  const { heard, exitCode } = await serveHere();
  expect(heard().err).not.toContain('Metrics');
  process.emit('SIGINT', 'SIGINT');
  expect(await exitCode()).toBe(0);
});

it('says in one sentence that it cannot listen where it should', async () => {
  const settings = { ...(await ownDatabase()), PORT: '0', HOST: '203.0.113.7' };
  const { code, out, err } = await command(['serve'], { settings });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/^Cannot listen on 203\.0\.113\.7:0: [^\n]+\.\n$/);
});

async function ownDatabase(): Promise<Settings> {
  return { METRICS_PORT: '0', ...(await databaseLike(template)).settings };
}

/** `serve` in this process, once it has greeted. `exitCode` waits until it would have left the process. */
async function serveHere(settings: Settings = {}) {
  const { terminal, heard } = fakeTerminal({
    settings: { PORT: '0', ...(await ownDatabase()), ...settings },
  });
  const code = run(['serve'], terminal);
  const url = await until(
    'it listens',
    10_000,
    () => /Halfstar +(?<url>http\S+)/.exec(heard().err)?.groups?.url,
  );
  return {
    url,
    heard,
    messages: () =>
      heard()
        .out.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).msg as string),
    async exitCode() {
      const returned = await code;
      const [exit] = await until('it leaves', 1000, () => vi.mocked(process.exit).mock.calls[0]);
      expect(exit).toBe(returned);
      return returned;
    },
  };
}

/** What `serve` listens to: at the end of each test it is taken away again. */
function addedListeners(event: string | symbol): ((...args: unknown[]) => void)[] {
  const before = listenersBefore.get(event) ?? [];
  const now = process.rawListeners(event as 'exit') as ((...args: unknown[]) => void)[];
  return now.filter((listener) => !before.includes(listener));
}

async function connectTo(url: string) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await new Promise((resolve) => socket.once('connect', resolve));
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('error', () => {});
  return { socket, received: () => text };
}
