import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { databaseLike } from '../support/database.js';
import { cleanUp, type Server, startServer } from '../support/process.js';
import { makeTemplate } from '../support/template.js';

let server: Server;

beforeAll(async () => {
  server = await startServer(await databaseLike(await makeTemplate({ films: 3 })));
});
afterAll(cleanUp);

it.each([
  ['a request line that is none', 'FETCH ME A FILM\r\n\r\n', 400, '/problems/malformed'],
  ['a method that is none', '%%% / HTTP/1.1\r\nHost: a\r\n\r\n', 400, '/problems/malformed'],
  [
    'a header line without a name',
    'GET /health HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n',
    400,
    '/problems/malformed',
  ],
  [
    'two lengths for one body',
    'POST /api/v1/users HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    400,
    '/problems/malformed',
  ],
  [
    'headers of 32 kB',
    `GET /health HTTP/1.1\r\nHost: a\r\nX-Long: ${'x'.repeat(32 * 1024)}\r\n\r\n`,
    431,
    '/problems/headers-too-large',
  ],
  ['TLS on a plain port', '\x16\x03\x01\x02\x00\x01\x00', 400, '/problems/malformed'],
])('answers %s with a problem document and hangs up', async (_what, sent, status, type) => {
  const answer = await exchange(sent);
  expect(answer.status).toBe(status);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/problem+json',
    connection: 'close',
    'x-content-type-options': 'nosniff',
    'x-request-id': answer.problem.requestId,
  });
  expect(answer.problem).toMatchObject({ type, status, title: expect.any(String) });
});

it('goes on serving afterwards', async () => {
  const response = await fetch(`${server.url}/ready`);
  expect(response.status).toBe(200);
});

it('answers each of two requests sent in one go on one connection', async () => {
  const request = 'GET /health HTTP/1.1\r\nHost: a\r\n';
  const text = await raw(`${request}\r\n${request}Connection: close\r\n\r\n`);
  expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
});

async function exchange(sent: string) {
  const text = await raw(sent);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((header) => {
      const colon = header.indexOf(':');
      return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
    }),
  );
  expect(Number(headers['content-length'])).toBe(Buffer.byteLength(body));
  return { status: Number(line.split(' ')[1]), headers, problem: JSON.parse(body) };
}

/** All that comes back on a socket of one's own until the other side hangs up. */
function raw(sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect({ host: hostname, port: Number(port) });
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.once('end', () => resolve(received));
    socket.once('error', reject);
    socket.write(sent, 'latin1');
  });
}
