import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  callExample,
  exampleOf,
  makeWorld,
  type Operation,
  operationsOf,
  pathOf,
  type World,
} from '../support/operations.js';
import { type Service, startService } from '../support/service.js';

// biome-ignore lint/suspicious/noExplicitAny: a document of any shape, walked through
type Node = any;

let service: Service;
let document: Node;
let ajv: Ajv2020;

beforeAll(async () => {
  service = await startService({}, { films: 3 });
  document = (await service.call('GET', '/openapi.json')).body;
  ajv = new Ajv2020({ strict: false, multipleOfPrecision: 9 });
  (addFormats as unknown as typeof addFormats.default)(ajv);
  ajv.addFormat('line', true).addFormat('text', true);
  ajv.addSchema({ ...document, $id: 'openapi' });
});
afterAll(() => service.stop());

/** Whether a value fits the schema at a place in the document. */
function problemsOf(place: string[], value: unknown) {
  const pointer = place.map((name) => name.replaceAll('~', '~0').replaceAll('/', '~1'));
  const validate = ajv.compile({ $ref: `openapi#/${pointer.map(encodeURIComponent).join('/')}` });
  return validate(value) ? [] : [{ place: place.join(' '), value, errors: validate.errors }];
}

describe('the OpenAPI document', () => {
  it('is of version 3.1, and the one that the server has', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    expect(document).toEqual(JSON.parse(JSON.stringify(service.server.swagger())));
  });

  it('names every operation once, with a tag, a summary and who may call it', () => {
    const operations: Node[] = Object.values<Node>(document.paths).flatMap(Object.values);
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.every((id) => /^[a-z][A-Za-z]+$/.test(id))).toBe(true);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(document.tags.map(({ name }: Node) => name));
    for (const { operationId, tags: own, summary, security, ...operation } of operations) {
      expect(summary, operationId).toMatch(/./);
      expect(own.every((tag: string) => tags.has(tag))).toBe(true);
      const roles = operation['x-roles'];
      expect(roles.length).toBeGreaterThan(0);
      expect(security).toContainEqual({ bearer: [] });
      expect(security.length === 2).toBe(roles.includes('ANYONE'));
    }
    expect(document.components.securitySchemes.bearer).toMatchObject({
      type: 'http',
      scheme: 'bearer',
    });
  });

  it('describes every answer, and every refusal as a problem', () => {
    for (const operation of operationsOf(service)) {
      const { responses } = document.paths[operation.path][operation.method.toLowerCase()];
      for (const [status, { description, content }] of Object.entries<Node>(responses)) {
        expect(description, `${operation.operationId} ${status}`).toMatch(/./);
        if (Number(status) < 400 || operation.operationId === 'ready') continue;
        expect(content).toEqual({
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
        });
      }
    }
  });

  it('has no reference that leads nowhere', () => {
    const schemas = Object.keys(document.components.schemas);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, reference] of references) {
      expect(schemas).toContain(reference?.replace('#/components/schemas/', ''));
    }
  });

  it('has examples that fit their schemas', () => {
    const wrong: unknown[] = [];
    let seen = 0;
    const walk = (node: Node, place: string[]) => {
      if (typeof node !== 'object' || node === null) return;
      if (Array.isArray(node.examples) && 'type' in node) {
        for (const example of node.examples) {
          seen += 1;
          wrong.push(...problemsOf(place, example));
        }
      }
      const isMedia =
        'schema' in node && (node.examples !== undefined || node.example !== undefined);
      if (isMedia) {
        const named = Object.values<Node>(node.examples ?? {}).map(({ value }) => value);
        for (const example of node.example === undefined ? named : [...named, node.example]) {
          seen += 1;
          wrong.push(...problemsOf([...place, 'schema'], example));
        }
      }
      for (const [name, inner] of Object.entries(node)) walk(inner, [...place, name]);
    };
    walk(document, []);
    expect(wrong).toEqual([]);
    expect(seen).toBeGreaterThan(20);
  });
});

describe('every operation', () => {
  type Call = { name: string; send: (operation: Operation, world: World) => Promise<Seen> };
  type Seen = { status: number; headers: Record<string, unknown>; body: unknown };
  const as = ({ roles }: Operation, { owner, admin }: World) =>
    roles.includes('ADMIN') ? admin.token : owner.token;
  const variant = (name: string, headers: Record<string, string>, query = ''): Call => ({
    name,
    send: (operation, world) =>
      service.call(operation.method, pathOf(operation, world) + query, {
        token: as(operation, world),
        body: exampleOf(operation).body?.(world),
        headers: { ...exampleOf(operation).headers, ...headers },
      }),
  });
  const CALLS: Call[] = [
    {
      name: 'as it should be',
      send: (one, world) => callExample(service, one, world, as(one, world)),
    },
    { name: 'nobody', send: (one, world) => callExample(service, one, world, undefined) },
    {
      name: 'a stranger',
      send: (one, world) => callExample(service, one, world, world.other.token),
    },
    { name: 'a reader', send: (one, world) => callExample(service, one, world, world.owner.read) },
    variant('with an unknown parameter', {}, '?colour=red'),
    variant('with another media type', { 'content-type': 'text/plain' }),
    variant('in another state', { 'if-match': '"x"' }),
    variant('where it is there', { 'if-none-match': '*' }),
    variant('taking no JSON', { accept: 'text/html' }),
    variant('once', { 'idempotency-key': 'once' }),
    {
      name: 'with an empty body',
      send: (one, world) =>
        service.call(one.method, pathOf(one, world), {
          token: as(one, world),
          ...(one.takesBody && { body: {} }),
        }),
    },
    {
      name: 'about nothing that is there',
      send: (one, world) => {
        const none = 987_654;
        const nowhere = { ...world, movieId: none, tokenId: none, flagId: none, importId: none };
        return callExample(service, one, nowhere, as(one, world));
      },
    },
    {
      name: 'about what is no name',
      send: (one, world) => {
        const path = one.path.replace(/\{\w+\}/g, '9223372036854775808');
        return service.call(one.method, path, {
          token: world.admin.token,
          body: exampleOf(one).body?.(world),
          headers: exampleOf(one).headers ?? {},
        });
      },
    },
  ];

  it.each(CALLS)('only answers what it declares when called $name', async ({ send }) => {
    const undeclared: unknown[] = [];
    const wrong: unknown[] = [];
    for (const operation of operationsOf(service)) {
      const { status, headers, body } = await send(operation, await makeWorld(service));
      const { operationId, method, path, statuses } = operation;
      if (!statuses.includes(status)) {
        undeclared.push([operationId, status]);
        continue;
      }
      if (body === '' || status === 304) continue;
      const type = String(headers['content-type']).split(';', 1)[0] as string;
      const place = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content'];
      wrong.push(...problemsOf([...place, type, 'schema'], body));
    }
    expect(undeclared).toEqual([]);
    expect(wrong).toEqual([]);
  });
});

describe('the page of the documentation', () => {
  it('is there with its scripts, and where the root leads', async () => {
    expect((await service.call('GET', '/')).headers.location).toBe('/docs/');
    const page = await service.call('GET', '/docs/');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('Halfstar API');
    for (const [, script] of String(page.body).matchAll(/<script src="\.\/([^"]+)"/g)) {
      expect((await service.call('GET', `/docs/${script}`)).status, script).toBe(200);
    }
    expect((await service.call('GET', '/docs/json')).body.openapi).toMatch(/^3\.1/);
  });

  it('keeps to its own folder', async () => {
    for (const path of ['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', 'nothing.js']) {
      expect((await service.call('GET', `/docs/static/${path}`)).status).toBe(404);
    }
  });
});
