import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { seedOf } from '../support/chance.js';
import { ENGINE } from '../support/engine.js';
import { EXAMPLES, makeWorld, type Operation, operationsOf } from '../support/operations.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

/** With a server between, each request takes several times as long. */
const RUNS = ENGINE === 'sqlite' ? 1500 : 400;

let service: Service;
beforeAll(async () => {
  service = await startService({}, { films: 20 });
});
afterAll(() => service.stop());

/** What has broken services before, and may be anywhere. */
const HOSTILE = [
  ...[
    '',
    ' ',
    '0',
    '-1',
    '1',
    '1.5',
    '1e309',
    '-0',
    '00',
    '9007199254740993',
    '9223372036854775808',
  ],
  ...['null', 'undefined', 'NaN', 'true', '[]', '{}', '__proto__', 'constructor', 'toString'],
  ...[
    '\0',
    '\u200b',
    '\u202e',
    '\ud800',
    '\ufffd',
    'ａｎａ',
    'İ',
    'ß',
    '🎬',
    'e\u0301',
    '\r\nX: 1',
  ],
  ...[
    "'",
    '"',
    "'; drop table users; --",
    '%',
    '_',
    '*',
    '"*',
    'a AND',
    'NEAR(',
    'title:',
    '-',
    '+',
  ],
  ...['../..', '%2e%2e', '%00', '%ff', '%', '<script>', '{{1}}', 'me', 'ME', 'tmdb:603'],
  ...['imdb:tt0111161', 'wikidata:Q1', 'a.b', '.', ',', '-stars,stars', 'W/"1"', '"1"', '*', '"'],
  ...[
    'a'.repeat(300),
    '9'.repeat(300),
    '((('.repeat(100),
    '*/*;q=x',
    'Bearer',
    '2021-02-30',
    '-title',
  ],
];
const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 40 }));
const value = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(2 ** 63, -0, 1e-12, 5e-324, 1e308, 3.55, 4, true, null, [], {}),
);

const FIELDS = [
  ...[
    'stars',
    'note',
    'ratedAt',
    'movie',
    'remove',
    'items',
    'handle',
    'password',
    'email',
    'name',
  ],
  ...[
    'displayName',
    'scale',
    'privacy',
    'role',
    'disabled',
    'currentPassword',
    'scope',
    'expiresAt',
    'decision',
  ],
  ...[
    'title',
    'year',
    'releaseDate',
    'genres',
    'directors',
    'cast',
    'ids',
    'posterUrl',
    'overview',
  ],
];
const PARAMETERS = [
  ...['q', 'genre', 'person', 'minYear', 'maxYear', 'sort', 'limit', 'cursor', 'after', 'minStars'],
  ...['role', 'state', 'year', 'decade'],
];
const HEADERS = [
  ...['if-match', 'if-none-match', 'idempotency-key', 'x-request-id', 'accept', 'cookie', 'origin'],
  ...['sec-fetch-site', 'traceparent', 'x-forwarded-for', 'x-forwarded-proto', 'accept-encoding'],
  ...['range', 'expect-ct', 'content-language'],
];
const some = <T>(names: string[], values: fc.Arbitrary<T>, most = 2) =>
  fc.dictionary(fc.constantFrom(...names), values, { maxKeys: most });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** A request that is right but for what is put in its place. */
const request = fc.record({
  which: fc.nat(),
  method: rarely(fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')),
  part: rarely(text),
  raw: fc.boolean(),
  query: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, some(PARAMETERS, text, 3)),
  change: some(FIELDS, value, 3),
  body: rarely(value),
  headers: some(HEADERS, text),
  authorization: rarely(text),
});
type Hostile = typeof request extends fc.Arbitrary<infer T> ? T : never;

/** Only what HTTP lets through: the rest never gets to a route. */
const headerValue = (value: string) => value.replace(/[^\x20-\x7e\x80-\xff]/g, '');

async function send(operations: Operation[], hostile: Hostile) {
  const world = await makeWorld(service);
  const operation = operations[hostile.which % operations.length] as Operation;
  const encode = (given: string) =>
    hostile.raw
      ? given.replace(/[^\x21-\x7e]|[?#]/g, '')
      : encodeURIComponent(given.toWellFormed());
  const part = (own: number) => (hostile.part === undefined ? String(own) : encode(hostile.part));
  const path = operation.path
    .replace('{user}', () => (hostile.which % 3 === 0 ? part(world.owner.id) : 'me'))
    .replace('{movie}', () => part(world.movieId))
    .replace('{token}', () => part(world.tokenId))
    .replace('{import}', () => part(world.importId))
    .replace('{row}', () => part(1))
    .replace('{flag}', () => part(world.flagId))
    .replace('{chart}', () => (hostile.part === undefined ? 'best' : encode(hostile.part)));
  const query = new URLSearchParams(hostile.query).toString();
  const example = EXAMPLES[operation.operationId]?.body?.(world);
  const body =
    example === undefined ? undefined : (hostile.body ?? { ...example, ...hostile.change });
  const given = hostile.authorization;
  const admin = operation.roles.length === 1 && operation.roles[0] === 'ADMIN';
  return service.call(
    hostile.method ?? operation.method,
    query === '' ? path : `${path}?${query}`,
    {
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...Object.fromEntries(
          Object.entries(hostile.headers).map(([name, value]) => [name, headerValue(value)]),
        ),
        authorization:
          given === undefined
            ? `Bearer ${admin ? world.admin.token : world.owner.token}`
            : headerValue(given),
      },
    },
  );
}

it('answers anything at all with what was asked for or a whole problem, and never breaks', async () => {
  const operations = operationsOf(service);
  const seen = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(request, async (hostile) => {
      const answer = await send(operations, hostile);
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      expect(answer.status).toBeLessThan(500);
      expect(answer.headers['x-request-id']).toMatch(/^[A-Za-z0-9._-]{8,64}$/);
      if (answer.status >= 400 && hostile.method !== 'HEAD') expectProblem(answer, answer.status);
    }),
    { numRuns: RUNS, seed: seedOf('hostile requests') },
  );
  // It would prove little if none got through.
  expect(seen.get(200) ?? 0).toBeGreaterThan(RUNS / 20);
  expect(seen.get(400) ?? 0).toBeGreaterThan(RUNS / 20);
  expect((await service.store.recount.differences()).differences).toEqual([]);
}, 120_000);
