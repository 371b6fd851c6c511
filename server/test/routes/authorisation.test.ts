import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opaqueTokens } from '../../src/adapters/crypto/tokens.js';
import type { Caller } from '../../src/http/api.js';
import type { UserId } from '../../src/users/user.js';
import { type FakeTmdb, startFakeTmdb } from '../support/fake-tmdb.js';
import {
  callExample,
  EXAMPLES,
  exampleOf,
  makeWorld,
  type Operation,
  operationsOf,
  type World,
} from '../support/operations.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let fake: FakeTmdb;
let service: Service;
let operations: Operation[];

beforeAll(async () => {
  fake = await startFakeTmdb();
  service = await startService(fake.settings, { films: 0 });
  operations = operationsOf(service);
});
afterAll(async () => {
  await service.stop();
  await fake.stop();
});

const ASKING = {
  'no token': () => undefined,
  'another user': ({ other }) => other.token,
  owner: ({ owner }) => owner.token,
  ADMIN: ({ admin }) => admin.token,
  'revoked token': ({ owner }) => owner.revoked,
  'expired token': ({ owner }) => owner.expired,
  'read-only token': ({ owner }) => owner.read,
} satisfies Record<string, (world: World) => string | undefined>;
type Asking = keyof typeof ASKING;

const DONE = 200;
const SAFE = new Set(['GET']);
const UNGUARDED = new Set(['health', 'ready']);

/** What each is answered: DONE for any success, else the very status. */
function declared({ operationId, method, roles }: Operation, asking: Asking): number {
  if (UNGUARDED.has(operationId)) return DONE;
  const { others = DONE } = EXAMPLES[operationId] ?? {};
  const may = (...who: Caller[]) => who.some((caller) => roles.includes(caller));
  switch (asking) {
    case 'revoked token':
    case 'expired token':
      return 401;
    case 'no token':
      return may('ANYONE') ? DONE : 401;
    case 'read-only token':
      if (operationId === 'signOut') return DONE;
      if (!SAFE.has(method)) return 403;
      return may('ANYONE', 'VIEWER', 'OWNER') ? DONE : 403;
    case 'owner':
      return may('ANYONE', 'VIEWER', 'OWNER', 'CREATOR') ? DONE : 403;
    case 'another user':
      return may('ANYONE', 'VIEWER') ? others : 403;
    case 'ADMIN':
      return may('ANYONE', 'VIEWER', 'ADMIN') ? others : 403;
  }
}

describe('each operation', () => {
  it('says who may call it, as the design has it, and has an example request', () => {
    const said = Object.fromEntries(operations.map((one) => [one.operationId, one.roles]));
    const designed = Object.entries(EXAMPLES).map(([id, { who }]) => [id, who]);
    expect(said).toEqual(Object.fromEntries(designed));
  });

  it.each(Object.keys(ASKING) as Asking[])('answers %s as declared', async (asking) => {
    const [answered, expected]: Record<string, number>[] = [{}, {}];
    for (const operation of operations) {
      const world = await makeWorld(service);
      const answer = await callExample(service, operation, world, ASKING[asking](world));
      const isDone = answer.status >= 200 && answer.status < 300;
      if (!isDone) expectProblem(answer, answer.status);
      answered![operation.operationId] = isDone ? DONE : answer.status;
      expected![operation.operationId] = declared(operation, asking);
    }
    expect(answered).toEqual(expected);
  });

  it('changes nothing for whom it refuses', async () => {
    const unsafe = operations.filter(({ method }) => !SAFE.has(method));
    const world = await makeWorld(service);
    const before = await traces(world);
    for (const operation of unsafe) {
      for (const asking of Object.keys(ASKING) as Asking[]) {
        if (declared(operation, asking) === DONE) continue;
        await callExample(service, operation, world, ASKING[asking](world));
      }
    }
    expect(await traces(world)).toEqual(before);
  });

  it('tells who lacks a token that it takes a bearer, and who sent a bad one that it is bad', async () => {
    const world = await makeWorld(service);
    const [without, bad] = [undefined, world.owner.expired].map((token) =>
      service.call('GET', 'users/me', { token }),
    );
    expect((await without!).headers['www-authenticate']).toBe('Bearer realm="halfstar"');
    expect((await bad!).headers['www-authenticate']).toBe(
      'Bearer realm="halfstar", error="invalid_token"',
    );
    const read = await service.call('DELETE', 'users/me', { token: world.owner.read });
    expectProblem(read, 403, 'read-only-token');
    expect(read.headers['www-authenticate']).toContain('error="insufficient_scope"');
  });

  it('refuses a token of a disabled user, even one that disabling did not remove', async () => {
    const { admin, other } = await makeWorld(service);
    const change = (body: object) =>
      service.call('PATCH', `users/${other.id}`, { token: admin.token, body });
    expect((await change({ disabled: true })).body.disabled).toBe(true);
    const { token, hash } = opaqueTokens().make();
    const record = { kind: 'access', name: 'late', scope: 'write', expiresAt: null } as const;
    await service.store.tokens.add({ ...record, userId: other.id as UserId, hash }, Date.now());
    for (const dead of [other.token, token]) {
      expectProblem(await service.call('GET', 'movies', { token: dead }), 401, 'token-invalid');
    }
    await change({ disabled: false });
    expect((await service.call('GET', 'users/me', { token })).status).toBe(200);
  });
});

/** All of the owner's that a call may have touched. */
async function traces({ owner, admin, movieId, tokenId }: World) {
  await service.jobs.publishNow();
  const as = { token: owner.token };
  const { body: tokens } = await service.call('GET', 'users/me/tokens', as);
  const { score, ...movie } = (await service.call('GET', `movies/${movieId}`)).body;
  return {
    user: (await service.call('GET', 'users/me', as)).body,
    movie,
    // The rest of the score moves by itself, whenever it is estimated anew how people rate.
    score: [score.count, score.mean],
    rating: (await service.call('GET', `users/me/ratings/${movieId}`, as)).body,
    token: tokens.items.some(({ id }: { id: number }) => id === tokenId),
    users: (await service.call('GET', 'users', { token: admin.token })).body.total,
  };
}

describe('without public reading', () => {
  const OPEN = ['/', '/docs', '/openapi.json', '/problems/invalid', '/api/v1/health'];
  let closed: Service;
  let world: World;

  beforeAll(async () => {
    closed = await startService({ PUBLIC_READ: 'false' }, { films: 0 });
    world = await makeWorld(closed);
  });
  afterAll(() => closed.stop());

  it('needs a token for everything but health, signing in and up, and the documentation', async () => {
    const open: string[] = [];
    for (const operation of operationsOf(closed)) {
      const answer = await callExample(closed, operation, world, undefined);
      if (answer.status === 401) expectProblem(answer, 401, 'sign-in-required');
      else open.push(operation.operationId);
    }
    expect(open.sort()).toEqual(['health', 'ready', 'signIn', 'signUp']);
    for (const page of OPEN)
      expect((await closed.call('GET', page)).status, page).toBeLessThan(400);
  });

  it('lets any viewer read, and nobody else keep what was read', async () => {
    const { status, headers } = await closed.call('GET', `movies/${world.movieId}`, {
      token: world.other.token,
    });
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('private, no-cache');
  });

  it('still tells an unknown path apart', async () => {
    expectProblem(await closed.call('GET', 'nowhere'), 404, 'not-found');
  });
});

it('lets only an ADMIN register people when sign-up is closed', async () => {
  const closed = await startService({ SIGNUP: 'closed' }, { films: 0 });
  const world = await makeWorld(closed);
  const signUp = operationsOf(closed).find(({ operationId }) => operationId === 'signUp')!;
  expect(signUp.roles).toEqual(['ADMIN']);
  const asked = async (token?: string) => (await callExample(closed, signUp, world, token)).status;
  expect(await asked()).toBe(401);
  expect(await asked(world.other.token)).toBe(403);
  expect(await asked(world.admin.token)).toBe(201);
  await closed.stop();
});

it('would fail for an operation that has no example', () => {
  const unknown = { ...operations[0]!, operationId: 'somethingNew' };
  expect(() => exampleOf(unknown)).toThrow('give somethingNew an example');
});
