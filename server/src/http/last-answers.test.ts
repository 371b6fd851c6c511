import { Agent, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import Fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { until } from '../../test/support/until.js';
import type { Api } from './api.js';
import { endConnections } from './last-answers.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

test('a connection that waits for its next request holds nothing of the last one', async () => {
  const app = Fastify();
  closing.push(() => app.close());
  endConnections(app as unknown as Api, { stopping: () => false });
  const asked: WeakRef<IncomingMessage>[] = [];
  app.get('/', async ({ raw }) => {
    asked.push(new WeakRef(raw));
    return 'here';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  closing.push(() => agent.destroy());

  await new Promise<void>((resolve, reject) => {
    get({ port, agent }, (answer) => answer.resume().once('end', resolve)).once('error', reject);
  });

  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await until('nothing holds the request', 10_000, async () => {
    collect();
    return asked.length === 1 && asked[0]?.deref() === undefined;
  });
  expect(await connections(app.server)).toBe(1);
});

test('of requests sent behind each other while it stops, the last is told that the connection ends', async () => {
  const app = Fastify();
  closing.push(() => app.close());
  endConnections(app as unknown as Api, { stopping: () => true });
  let arrived = 0;
  app.get('/', async () => {
    arrived++;
    await until('both are there', 10_000, async () => arrived === 2);
    return 'here';
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  closing.push(() => socket.destroy());

  socket.write('GET / HTTP/1.1\r\nhost: here\r\n\r\n'.repeat(2));
  let answers = '';
  for await (const piece of socket) answers += piece;

  const told = answers.split('HTTP/1.1 200').slice(1);
  expect(told.map((answer) => /connection: close/i.test(answer))).toEqual([false, true]);
});

function connections(server: { getConnections(cb: (error: unknown, n: number) => void): void }) {
  return new Promise((resolve) => server.getConnections((_error, n) => resolve(n)));
}
