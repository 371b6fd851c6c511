import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import {
  addressOf,
  callExample,
  makeWorld,
  type Operation,
  operationsOf,
  pathOf,
  type World,
} from '../support/operations.js';
import { expectProblem } from '../support/problem.js';
import { type Answer, type Service, startService } from '../support/service.js';

let fake: FakeTmdb;
let service: Service;
let world: World;

beforeAll(async () => {
  fake = await startFakeTmdb();
  service = await startService({ ...fake.settings, TRUST_PROXY: '127.0.0.1' }, { films: 5 });
  world = await makeWorld(service);
});
afterAll(async () => {
  await service.stop();
  await fake.stop();
});

const tokenFor = ({ roles }: Operation) =>
  roles.includes('ADMIN') ? world.admin.token : world.owner.token;
const reads = () => operationsOf(service).filter(({ method }) => method === 'GET');
const paths = () => [...new Set(operationsOf(service).map(({ path }) => path))];

describe('every GET', () => {
  it('answers HEAD with the same status and headers, and no body', async () => {
    // What is owed would come between the one and the other.
    await service.jobs.publishNow();
    for (const operation of reads()) {
      const [path, token] = [addressOf(operation, world), tokenFor(operation)];
      const get = await service.call('GET', path, { token });
      const head = await service.call('HEAD', path, { token });
      expect(head.body, operation.operationId).toBe('');
      const same = ({ status, headers }: Answer) => {
        // What the first has fetched from TMDB, the second has from the cache. No body is sent in no chunks.
        const { date, 'x-request-id': id, 'cache-status': from, ...rest } = headers;
        const { 'transfer-encoding': chunks, ...others } = rest;
        return { status, others };
      };
      expect(same(head)).toEqual(same(get));
      expect(get.status).toBe(200);
    }
  });

  it('says how its answer may be kept, and for whom', async () => {
    const kept: Record<string, unknown> = {};
    for (const operation of reads()) {
      const { headers } = await callExample(service, operation, world, tokenFor(operation));
      kept[operation.operationId] = [headers['cache-control'], headers.vary];
    }
    const catalogue = [
      'public, max-age=30, stale-while-revalidate=60, stale-if-error=86400',
      'Accept-Encoding',
    ];
    const personal = ['private, no-cache', 'Accept-Encoding, Authorization, Cookie'];
    const none = ['no-store', undefined];
    const personals = reads().map(({ operationId }) => [operationId, personal]);
    expect(kept).toEqual({
      ...Object.fromEntries(personals),
      ...{ listMovies: catalogue, getMovie: catalogue, getScore: catalogue, getChart: catalogue },
      listSimilar: catalogue,
      ...{ health: none, ready: none, listTokens: none, exportHistory: none },
      streamImport: none,
    });
  });

  it('has a strong ETag, and answers 304 without a body to who has it', async () => {
    await service.jobs.publishNow();
    for (const operation of reads()) {
      const [path, token] = [addressOf(operation, world), tokenFor(operation)];
      const { headers } = await service.call('GET', path, { token });
      if (headers['cache-control'] === 'no-store') {
        expect(headers.etag).toBeUndefined();
        continue;
      }
      const { etag } = headers;
      expect(etag, operation.operationId).toMatch(/^"[\w.-]+"$/);
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
        for (const method of ['GET', 'HEAD']) {
          const answer = await service.call(method, path, {
            token,
            headers: { 'if-none-match': String(known) },
          });
          expect(answer, operation.operationId).toMatchObject({ status: 304, body: '' });
          const { 'cache-control': keeping, vary } = headers;
          expect(answer.headers).toMatchObject({ etag, vary, 'cache-control': keeping });
          expect(answer.headers['content-type']).toBeUndefined();
        }
      }
      for (const other of ['"x"', 'x', '', String(etag).slice(1, -1)]) {
        const request = { token, headers: { 'if-none-match': other } };
        expect((await service.call('GET', path, request)).status).toBe(200);
      }
    }
  });
});

describe('every path', () => {
  it('refuses the methods it has not with 405, and says in Allow and to OPTIONS which it has', async () => {
    for (const path of [...paths(), '/', '/openapi.json', '/problems/{kind}']) {
      const own = operationsOf(service).filter((operation) => operation.path === path);
      const methods = own.length === 0 ? ['GET'] : own.map(({ method }) => method);
      const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
      const url = pathOf({ path } as Operation, world).replace('{kind}', 'invalid');
      const options = await service.call('OPTIONS', url);
      expect(options).toMatchObject({ status: 204, body: '' });
      expect(options.headers.allow).toBe(allow.join(', '));
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']) {
        if (allow.includes(method)) continue;
        const answer = await service.call(method, url);
        expect(answer.status, `${method} ${path}`).toBe(405);
        expect(answer.headers.allow).toBe(allow.join(', '));
        if (method !== 'HEAD') expectProblem(answer, 405, 'method-not-allowed');
      }
    }
  });

  it('answers JSON alone: who takes none of it is told so', async () => {
    const none = ['application/json;q=0', '*/*; q=0.00, text/html', 'application/json ; q=0'];
    for (const accept of ['text/html', 'application/xml, text/*', 'image/png', ...none]) {
      const answer = await service.call('GET', 'movies', { headers: { accept } });
      expectProblem(answer, 406, 'not-acceptable');
    }
    const some = ['text/html, */*;q=0.1', '*/*;q=0, application/json;q=0.01'];
    for (const accept of ['application/json', '*/*', 'application/*', ...some]) {
      const answer = await service.call('GET', 'movies', { headers: { accept } });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    }
  });
});

describe('every answer', () => {
  const ANSWERS: [what: string, method: string, path: string, status: number, body?: object][] = [
    ['what was asked for', 'GET', 'movies', 200],
    ['nothing', 'OPTIONS', 'movies', 204],
    ['a redirection', 'GET', '/', 302],
    ['the page of a problem', 'GET', '/problems/invalid', 200],
    ['the OpenAPI document', 'GET', '/openapi.json', 200],
    ['health', 'GET', '/health', 200],
    ['a path that is none', 'GET', 'movies/%ff', 400],
    ['a bad parameter', 'GET', 'movies?limit=x', 400],
    ['no token', 'GET', 'users/me', 401],
    ['no such path', 'GET', 'nowhere', 404],
    ['no such path at all', 'POST', '/nowhere', 404],
    ['a wrong method', 'PUT', 'movies', 405],
    ['not even signed in', 'POST', 'movies', 401, { title: '' }],
    ['bad credentials', 'POST', 'sessions', 401, { handle: 'x', password: 'y' }],
  ];

  it.each(ANSWERS)(
    'has the headers that keep it safe: %s',
    async (_, method, path, status, body) => {
      const answer = await service.call(method, path, { body });
      expect(answer.status).toBe(status);
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(answer.headers['x-powered-by']).toBeUndefined();
      expect(answer.headers['strict-transport-security']).toBeUndefined();
      if (status >= 400) expect(answer.headers['cache-control']).toBe('no-store');
      // For a path it cannot read, the framework does not look at who forwarded it.
      if (path === 'movies/%ff') return;
      const tls = { body, headers: { 'x-forwarded-proto': 'https' } };
      const secure = (await service.call(method, path, tls)).headers;
      expect(secure['strict-transport-security']).toMatch(/^max-age=\d{8}/);
    },
  );

  it.each(ANSWERS)('bears the id of its request: %s', async (_, method, path, status, body) => {
    const answered = async (id: string) => {
      const { headers, body: answer } = await service.call(method, path, {
        body,
        headers: { 'x-request-id': id },
      });
      if (status >= 400) expect(answer.requestId).toBe(headers['x-request-id']);
      return headers['x-request-id'];
    };
    for (const good of ['12345678', 'a.B_c-d.1', 'x'.repeat(64)]) {
      expect(await answered(good)).toBe(good);
    }
    for (const bad of ['1234567', 'x'.repeat(65), 'has space', 'a/b/c/d/e', 'ünïcödé!', '']) {
      expect(await answered(bad)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('on the page of the documentation lets that page’s own scripts run, and no others', async () => {
    const { status, headers } = await service.call('GET', '/docs/');
    expect(status).toBe(200);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});
