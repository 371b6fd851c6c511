import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as breath } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';

const HALF_A_MINUTE = 30_000;
let service: Service;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 3 });
  ana = await addPerson(service, 'ana');
  await service.server.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => void vi.useRealTimers());
afterAll(() => service.stop());

/** A request whose body begins, as far as the service has it. */
async function begun(path: string, type: string, token: string) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  const { port } = service.server.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const answer = text(socket);
  const heard = once(service.server.server, 'request');
  socket.write(
    `POST /api/v1/${path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n` +
      `Content-Type: ${type}\r\nContent-Length: 1000\r\n\r\n{`,
  );
  await heard;
  await someTurns();
  // In an object: a promise that is returned would be waited for.
  return { answer };
}

/** Half a minute passes, and another, until there is an answer and the connection has ended. */
async function inTime(answer: Promise<string>): Promise<string> {
  let hasEnded = false;
  const ended = answer.finally(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    vi.advanceTimersByTime(HALF_A_MINUTE);
    await someTurns();
  }
  return ended;
}

async function someTurns(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await breath();
}

it.each([
  ['JSON', 'users/me/ratings/batch', 'application/json'],
  ['a file', 'users/me/imports?name=a.csv', 'application/octet-stream'],
])('refuses %s that does not arrive, and hangs up', async (_what, path, type) => {
  const { answer } = await begun(path, type, ana.token);
  expect(await inTime(answer)).toMatch(
    /^HTTP\/1\.1 408 [\s\S]*"type":"\/problems\/request-timeout"/,
  );
});

it('lets go of who goes on sending a file that was refused', async () => {
  const { answer } = await begun(
    'users/me/imports?name=a.csv',
    'application/octet-stream',
    'hs_no',
  );
  expect(await inTime(answer)).toMatch(/^HTTP\/1\.1 401 /);
});

it('leaves alone what came by no connection', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const { status } = await service.call('POST', 'sessions', {
    body: { handle: 'ana', password: 'x' },
  });
  expect(status).toBe(401);
  vi.advanceTimersByTime(HALF_A_MINUTE);
  expect(vi.getTimerCount()).toBe(0);
});
