import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const DAY = 24 * 60 * 60_000;
let clock = Date.parse('2026-03-01T12:00:00Z');
let service: Service;
let session: string;
let bob: Person;

beforeAll(async () => {
  service = await startService({}, { films: 2, now: () => clock });
  ({ token: session } = await service.signUp('ana'));
  bob = await addPerson(service, 'bob');
});
afterAll(() => service.stop());

const make = (body: object, token = session) =>
  service.call('POST', 'users/me/tokens', { token, body });
const list = async (token = session) =>
  (await service.call('GET', 'users/me/tokens', { token })).body;
const remove = (id: number, token = session) =>
  service.call('DELETE', `users/me/tokens/${id}`, { token });
const me = (token: string) => service.call('GET', 'users/me', { token });
const rate = (token: string) =>
  service.call('PUT', 'users/me/ratings/1', { token, body: { stars: 4 } });

it('is shown once, kept by nobody, and listed without its secret', async () => {
  const { status, headers, body } = await make({ name: ' my script ' });
  expect(status).toBe(201);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers.location).toBe(`/api/v1/users/me/tokens/${body.id}`);
  const { token, ...record } = body;
  expect(token).toMatch(/^hs_[A-Za-z0-9_-]{22,}$/);
  expect(record).toEqual({
    id: expect.any(Number),
    name: 'my script',
    scope: 'read',
    createdAt: new Date(clock).toISOString(),
    expiresAt: null,
    lastUsedAt: null,
  });
  const listed = await service.call('GET', 'users/me/tokens', { token: session });
  expect(listed.headers['cache-control']).toBe('no-store');
  expect(listed.body).toEqual({ items: [record], nextCursor: null, total: 1 });
});

it('reads or writes as its scope says', async () => {
  const read = (await make({ name: 'reader', scope: 'read' })).body.token;
  const write = (await make({ name: 'writer', scope: 'write' })).body.token;
  expect((await me(read)).status).toBe(200);
  expectProblem(await rate(read), 403, 'read-only-token');
  expectProblem(await make({ name: 'more', scope: 'write' }, read), 403, 'read-only-token');
  expect((await rate(write)).status).toBe(201);
});

it('says when it was last used, to the minute', async () => {
  const { id, token } = (await make({ name: 'used' })).body;
  const lastUsedAt = async () =>
    (await list()).items.find((one: { id: number }) => one.id === id).lastUsedAt;
  expect(await lastUsedAt()).toBeNull();
  const first = clock;
  await me(token);
  clock += 59_000;
  await me(token);
  expect(await lastUsedAt()).toBe(new Date(first).toISOString());
  clock += 1000;
  await me(token);
  expect(await lastUsedAt()).toBe(new Date(clock).toISOString());
});

it('ends at its time, not before and not with disuse', async () => {
  const at = new Date(clock + 90 * DAY).toISOString();
  const { token, expiresAt } = (await make({ name: 'short', expiresAt: at }, bob.token)).body;
  expect(expiresAt).toBe(at);
  clock += 90 * DAY - 1;
  expect((await me(token)).status).toBe(200);
  const { body } = await service.call('GET', 'sessions/current', { token });
  expect(body.expiresAt).toBe(at);
  clock += 1;
  expectProblem(await me(token), 401, 'token-invalid');
});

it('is dead at once when it is revoked, by its owner only', async () => {
  const { id, token } = (await make({ name: 'revoked' }, bob.token)).body;
  session = await service.signIn('ana');
  expectProblem(await remove(id), 404, 'token-not-found');
  expect((await me(token)).status).toBe(200);
  expect((await remove(id, bob.token)).status).toBe(204);
  expectProblem(await me(token), 401, 'token-invalid');
  expectProblem(await remove(id, bob.token), 404, 'token-not-found');
});

it('outlives the session it was made in, and may end itself', async () => {
  const { token } = (await make({ name: 'lasting', scope: 'write' })).body;
  await service.call('DELETE', 'sessions/current', { token: session });
  expect((await me(token)).status).toBe(200);
  expect((await service.call('GET', 'sessions/current', { token })).body.expiresAt).toBeNull();
  expect((await service.call('DELETE', 'sessions/current', { token })).status).toBe(204);
  expectProblem(await me(token), 401, 'token-invalid');
});

it('is one of a hundred at most', async () => {
  const eve = await addPerson(service, 'eve');
  const { total } = await list(eve.token);
  for (let n = total; n < 100; n++) {
    expect((await make({ name: `token ${n}` }, eve.token)).status).toBe(201);
  }
  expectProblem(await make({ name: 'too many' }, eve.token), 400, 'invalid', '#/name');
  const { items } = await list(eve.token);
  expect(items).toHaveLength(100);
  expect(items[0].name).toBe('token 99');
});
