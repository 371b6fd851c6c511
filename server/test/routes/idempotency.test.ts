import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Answer, PASSWORD, type Service, startService } from '../support/service.js';

const HOUR = 60 * 60_000;
let clock = Date.parse('2026-03-01T12:00:00Z');
let service: Service;
let root: Person;
let ana: Person;
let bob: Person;
let keys = 0;

beforeAll(async () => {
  service = await startService({}, { films: 3, now: () => clock });
  root = await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
  bob = await addPerson(service, 'bob');
});
afterAll(() => service.stop());

const aKey = () => `key ${++keys}`;
const post = (path: string, body: unknown, key: string, token: string | undefined = ana.token) =>
  service.call('POST', path, { token, body, headers: { 'idempotency-key': key } });
const create = (key: string, title = 'My Holiday', token = ana.token) =>
  post('movies', { title }, key, token);
const moviesOf = async (title: string) =>
  (await service.call('GET', `movies?q=${encodeURIComponent(title)}`)).body.total;

function told({ status, headers, body }: Answer) {
  const { date, 'x-request-id': id, 'idempotency-replayed': replayed, ...others } = headers;
  return { status, headers: others, body };
}

it('answers every POST that is sent again with the same status, headers and body, and does nothing', async () => {
  const posts: [path: string, body: unknown, token: string | undefined][] = [
    ['movies', { title: 'Replayed Movie' }, ana.token],
    ['users', { handle: 'replayed', password: PASSWORD }, root.token],
    ['users', { handle: 'replayed2', password: PASSWORD }, undefined],
    ['sessions', { handle: 'ana', password: PASSWORD }, undefined],
    ['users/me/tokens', { name: 'replayed' }, ana.token],
    ['users/me/ratings/batch', { items: [{ movie: 1, stars: 2 }, { movie: 0 }] }, ana.token],
  ];
  for (const [path, body, token] of posts) {
    const key = aKey();
    const send = () =>
      service.call('POST', path, { token, body, headers: { 'idempotency-key': key } });
    const first = await send();
    expect(first.status, path).toBeLessThan(300);
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    const again = await send();
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(told(again)).toEqual(told(first));
  }
  expect(await moviesOf('Replayed Movie')).toBe(1);
  const { items } = (await service.call('GET', 'users/me/changes', { token: ana.token })).body;
  expect(items).toHaveLength(1);
});

it('opens one session for a sign-in sent twice, and the token of the replay works', async () => {
  const body = { handle: 'bob', password: PASSWORD };
  const [one, two] = [
    await service.call('POST', 'sessions', { body, headers: { 'idempotency-key': 'bob' } }),
    await service.call('POST', 'sessions', { body, headers: { 'idempotency-key': 'bob' } }),
  ];
  expect(two.body.token).toBe(one.body.token);
  expect(two.headers['set-cookie']).toEqual(one.headers['set-cookie']);
  expect(String(two.headers['set-cookie'])).toContain(one.body.token);
  expect((await service.call('GET', 'users/me', { token: two.body.token })).status).toBe(200);
  const wrong = { handle: 'bob', password: 'not the pass phrase' };
  expectProblem(
    await service.call('POST', 'sessions', { body: wrong, headers: { 'idempotency-key': 'bob' } }),
    422,
    'key-reused',
  );
});

it('refuses another body under the same key', async () => {
  const key = aKey();
  expect((await create(key, 'One')).status).toBe(201);
  expectProblem(await create(key, 'Two'), 422, 'key-reused');
  expect(await moviesOf('Two')).toBe(0);
  expect((await create(key, 'One')).headers['idempotency-replayed']).toBe('true');
});

it('refuses a repetition while the first is still being done', async () => {
  const key = aKey();
  const { atomically } = service.store;
  let open = () => {};
  let entered = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const isIn = new Promise<void>((resolve) => {
    entered = resolve;
  });
  service.store.atomically = async (work) => {
    entered();
    await gate;
    return atomically(work);
  };
  const first = create(key, 'Slow');
  await isIn;
  expectProblem(await create(key, 'Slow'), 409, 'in-flight');
  service.store.atomically = atomically;
  expect((await create(aKey(), 'Another')).status).toBe(201);
  open();
  expect((await first).status).toBe(201);
  expect((await create(key, 'Slow')).headers['idempotency-replayed']).toBe('true');
  expect(await moviesOf('Slow')).toBe(1);
});

it('does one of many at once', async () => {
  const key = aKey();
  const answers = await Promise.all(Array.from({ length: 10 }, () => create(key, 'Crowded')));
  for (const { status } of answers) expect([201, 409]).toContain(status);
  expect(await moviesOf('Crowded')).toBe(1);
});

it('is each user’s own, and each path’s', async () => {
  const key = aKey();
  const mine = await create(key, 'Shared Key');
  const theirs = await create(key, 'Shared Key', bob.token);
  expect(theirs.headers['idempotency-replayed']).toBeUndefined();
  expect(theirs.body.id).not.toBe(mine.body.id);
  const token = await post('users/me/tokens', { name: 'shared' }, key);
  expect(token.status).toBe(201);
  const byRead = await create(key, 'Shared Key', ana.read);
  expectProblem(byRead, 403, 'read-only-token');
});

it('keeps no refusal: what was wrong may be put right under the same key', async () => {
  const key = aKey();
  expectProblem(await create(key, ' '), 400, 'invalid');
  expect((await create(key, 'Put Right')).status).toBe(201);
});

it('is forgotten after 24 hours, not before', async () => {
  const key = aKey();
  const first = await create(key, 'Daily');
  clock += 24 * HOUR;
  expect((await create(key, 'Daily')).body.id).toBe(first.body.id);
  clock += 1;
  const next = await create(key, 'Daily');
  expect(next.status).toBe(201);
  expect(next.headers['idempotency-replayed']).toBeUndefined();
  expect(next.body.id).not.toBe(first.body.id);
  expect((await create(key, 'Daily')).body.id).toBe(next.body.id);
});

it('does nothing for methods that are safe to repeat anyway', async () => {
  const headers = { 'idempotency-key': 'put' };
  const put = (stars: number) =>
    service.call('PUT', 'users/me/ratings/2', { token: ana.token, body: { stars }, headers });
  expect((await put(1)).status).toBe(201);
  expect((await put(2)).body.rating.stars).toBe(2);
});

it('keeps nothing that a thief of the database could read: no token, password or key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'halfstar-receipts-'));
  const file = join(folder, 'halfstar.db');
  const kept = await startService({ DATABASE_URL: `file:${file}` }, { films: 0 });
  const send = (path: string, body: unknown, key: string, token?: string) =>
    kept.call('POST', path, { token, body, headers: { 'idempotency-key': key } });
  const secrets = ['a-telling-key-1', 'a-telling-key-2', 'a-telling-key-3', PASSWORD];
  const ana = { handle: 'ana', password: PASSWORD };
  await send('users', ana, secrets[0]!);
  const session = (await send('sessions', ana, secrets[1]!)).body.token;
  const { token } = (await send('users/me/tokens', { name: 'x' }, secrets[2]!, session)).body;
  await kept.stop();

  const database = new Database(file);
  const tables = database
    .prepare("select name from sqlite_master where type = 'table' and sql not like '%fts5%'")
    .all() as { name: string }[];
  const dump = JSON.stringify(
    tables.map(({ name }) => [name, database.prepare(`select * from "${name}"`).all()]),
  );
  const receipts = database.prepare('select count(*) as n from receipts').get();
  database.close();
  rmSync(folder, { recursive: true });
  expect(receipts).toMatchObject({ n: 3 });
  for (const secret of [...secrets, session, token, session.slice(3), token.slice(3)]) {
    expect(dump).not.toContain(secret);
    expect(dump).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
  }
});

it('counts a sign-up sent twice once', async () => {
  const strict = await startService({ SIGN_UP_ADDRESS_LIMIT: '1' }, { films: 0 });
  const signUp = () =>
    strict.call('POST', 'users', {
      body: { handle: 'ana', password: PASSWORD },
      headers: { 'idempotency-key': 'ana' },
    });
  expect((await signUp()).status).toBe(201);
  const again = await signUp();
  await strict.stop();
  expect(again).toMatchObject({ status: 201, headers: { 'idempotency-replayed': 'true' } });
});
