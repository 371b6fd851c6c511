import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWERS } from '../../src/http/problem-answers.js';
import { explainProblem, listProblems } from '../../src/http/problem-pages.js';
import { fail } from '../../src/problem.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let port: number;

beforeAll(async () => {
  service = await startService({ DEMO: 'true' }, { films: 1 });
  await service.server.listen({ host: '127.0.0.1', port: 0 });
  const address = service.server.server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => service.stop());

describe('the page of a problem', () => {
  it.each([...Object.keys(ANSWERS), 'internal'])('is there for %s', async (kind) => {
    const { status, headers, body } = await service.call('GET', `/problems/${kind}`);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain(`/problems/${kind}`);
    expect(body).toBe(explainProblem(kind));
  });

  it.each(['nothing', 'toString', '__proto__', 'constructor'])(
    'is not there for %s',
    async (kind) => {
      expectProblem(await service.call('GET', `/problems/${kind}`), 404, 'not-found');
    },
  );
});

it('are all listed in the documentation, each with its status', () => {
  const list = listProblems();
  for (const [kind, { status, title }] of Object.entries(ANSWERS)) {
    expect(list).toContain(`| ${status} | \`${kind}\` | ${title} |`);
  }
  expect(readFileSync('docs/api/problems.md', 'utf8')).toBe(list);
});

it('tells nothing of what broke, and finds it in the log by its requestId', async () => {
  const logged: unknown[] = [];
  const { list } = service.store.movies;
  service.store.movies.list = () => Promise.reject(new Error('secret: select * from users'));
  service.server.log.error = ((entry: unknown) => logged.push(entry)) as never;
  const answer = await service.call('GET', 'movies');
  service.store.movies.list = list;
  expectProblem(answer, 500, 'internal');
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(answer.headers['cache-control']).toBe('no-store');
});

it('sends who must wait away with the time to come back', async () => {
  const busy = await startService(
    {},
    {
      films: 0,
      passwords: {
        hash: () => Promise.reject(new Error('not asked')),
        verify: async () => fail({ kind: 'unavailable', retryAfterSeconds: 5 }),
      },
    },
  );
  const answer = await busy.call('POST', 'sessions', { body: { handle: 'ana', password: 'x' } });
  expectProblem(answer, 503, 'unavailable');
  expect(answer.headers['retry-after']).toBe('5');
  await busy.stop();
});

describe('over a bare socket', () => {
  /** What comes back for these bytes, once the server hangs up. */
  function exchange(bytes: string): Promise<{ head: string; body: string }> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      let received = '';
      socket.setEncoding('utf8').on('data', (text) => {
        received += text;
      });
      socket.on('error', reject).on('close', () => {
        const [head = '', body = ''] = received.split('\r\n\r\n');
        resolve({ head, body });
      });
    });
  }

  function expectRefusal(
    { head, body }: { head: string; body: string },
    status: number,
    kind: string,
  ) {
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toContain('content-type: application/problem+json');
    expect(head).toContain('x-content-type-options: nosniff');
    expect(head).toContain('cache-control: no-store');
    expect(head).toContain('x-demo-mode: true');
    expect(head).toContain('connection: close');
    const problem = JSON.parse(body);
    expect(problem).toMatchObject({ type: `/problems/${kind}`, status });
    expect(head).toContain(`x-request-id: ${problem.requestId}`);
  }

  it.each([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['a method there is not', 'GRAB /health HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a header without a name', 'GET /health HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n'],
    [
      'two lengths',
      'POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ],
    [
      'a length and chunks, as who smuggles',
      'POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('refuses %s with a problem', async (_, bytes) => {
    expectRefusal(await exchange(bytes), 400, 'malformed');
  });

  it('refuses headers of 20 kB with a problem', async () => {
    const bytes = `GET /health HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    expectRefusal(await exchange(bytes), 431, 'headers-too-large');
  });

  it('refuses a path that cannot be decoded with a whole problem', async () => {
    const bytes = 'GET /api/v1/movies/%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const { head, body } = await exchange(bytes);
    expect(head).toMatch(/^HTTP\/1.1 400 /);
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ type: '/problems/malformed' });
  });

  it('tells who takes too long to ask, and is silent to who has gone', async () => {
    for (const [code, expected] of [
      ['ERR_HTTP_REQUEST_TIMEOUT', 408],
      ['ECONNRESET', null],
    ] as const) {
      service.server.server.once('connection', (socket) => {
        service.server.server.emit('clientError', Object.assign(new Error(code), { code }), socket);
      });
      const answer = await exchange('GET ');
      if (expected !== null) expectRefusal(answer, expected, 'request-timeout');
      else expect(answer).toEqual({ head: '', body: '' });
    }
  });
});
