import { afterAll, beforeAll, expect, it } from 'vitest';
import { receiveUpload } from '../../src/imports/receive-upload.js';
import type { UserId } from '../../src/users/user.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { PASSWORD, type Service, startService } from '../support/service.js';
import { aClue, anUpload, aRating } from '../support/some-rows.js';

const FILMS = 400;
let service: Service;
let base: string;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 3 });
  base = await service.server.listen({ host: '127.0.0.1', port: 0 });
  await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
});
afterAll(() => service.stop());

/** Not yet looked at by anyone. */
async function bring(rows: number): Promise<number> {
  const films = Array.from({ length: rows }, (_, n) => aClue({ title: `Film ${n}`, year: 1990 }));
  const upload = anUpload({ a: films.map((film) => [film, aRating(3)] as const) });
  const needs = { store: service.store, now: Date.now, pause: async () => {} };
  const told = { userId: ana.id as UserId, name: 'a.csv', upload };
  return (await receiveUpload(needs, told)).id;
}

const open = (id: number, headers: Record<string, string>) =>
  fetch(`${base}/api/v1/users/me/imports/${id}/events`, { headers });
const bearer = () => ({ authorization: `Bearer ${ana.token}` });

type Event = { name: string; told: { state: string; progress: { done: number; total: number } } };
function eventsIn(text: string): Event[] {
  return text.split('\n\n').flatMap((part) => {
    const found = /^event: (.+)\ndata: (.+)$/.exec(part);
    return found === null ? [] : [{ name: found[1]!, told: JSON.parse(found[2]!) }];
  });
}

it('tells how an import gets on, and ends when it waits for somebody', async () => {
  const id = await bring(FILMS);
  const response = await open(id, { ...bearer(), accept: 'text/event-stream' });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('cache-control')).toBe('no-store');
  const [text] = await Promise.all([response.text(), service.imports.workNow()]);
  const events = eventsIn(text);
  expect(text).toMatch(/^retry: \d+\n\n/);
  expect(events.at(0)).toMatchObject({ name: 'progress' });
  expect(events.at(-1)).toMatchObject({ name: 'done', told: { state: 'ready', rows: FILMS } });
  expect(events.slice(0, -1).every(({ name }) => name === 'progress')).toBe(true);
});

it('is heard by who is signed in with a cookie as well', async () => {
  const id = await bring(1);
  await service.imports.workNow();
  const signedIn = await fetch(`${base}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle: 'ana', password: PASSWORD }),
  });
  const [cookie] = signedIn.headers.getSetCookie()[0]!.split(';');
  const events = eventsIn(await (await open(id, { cookie: cookie! })).text());
  expect(events).toMatchObject([{ name: 'done', told: { id, state: 'ready' } }]);
  expect((await open(id, {})).status).toBe(401);
});

it('is about an import that is there, and one’s own', async () => {
  const id = await bring(1);
  const ben = await addPerson(service, 'ben');
  const path = (of: number) => `users/me/imports/${of}/events`;
  expectProblem(
    await service.call('GET', path(id), { token: ben.token }),
    404,
    'import-not-found',
    '#/import',
  );
  expectProblem(await service.call('GET', path(987_654), { token: ana.token }), 404);
  const refused = await service.call('GET', path(id), {
    token: ana.token,
    headers: { accept: 'text/html' },
  });
  expectProblem(refused, 406, 'not-acceptable');
  const elsewhere = await service.call('GET', 'movies', {
    headers: { accept: 'text/event-stream' },
  });
  expectProblem(elsewhere, 406, 'not-acceptable');
});

it('ends when the service stops', async () => {
  const stopping = await startService({}, { films: 3 });
  const root = await addPerson(stopping, 'root');
  const upload = anUpload({ a: [[aClue({ title: 'A', year: 1990 }), aRating(3)]] });
  // Nobody goes on with it: another process has the lease, and is slow.
  await stopping.store.leases.take('imports', 'another', Date.now(), 60 * 60_000);
  const needs = { store: stopping.store, now: Date.now, pause: async () => {} };
  const told = { userId: root.id as UserId, name: 'a.csv', upload };
  const { id } = await receiveUpload(needs, told);
  const listen = () => stopping.call('GET', `users/me/imports/${id}/events`, { token: root.token });
  const heard = listen();
  stopping.announceStop();
  expect(eventsIn((await heard).body)).toMatchObject([{ name: 'progress' }]);
  await stopping.stop();
});

it('is told to ten listeners of one person at a time', async () => {
  const id = await bring(1);
  await service.imports.workNow();
  // Nobody goes on with the next: another process has the lease, and is slow.
  const { leases } = service.store;
  await leases.take('imports', 'another', Date.now() + 60_000, 60 * 60_000);
  const waiting = await bring(1);
  const leaving = Array.from({ length: 10 }, () => new AbortController());
  const all = await Promise.all(
    leaving.map(({ signal }) =>
      fetch(`${base}/api/v1/users/me/imports/${waiting}/events`, { headers: bearer(), signal }),
    ),
  );
  expect(all.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const eleventh = await open(waiting, bearer());
  expect(eleventh.status).toBe(429);
  await eleventh.text();
  for (const one of leaving) one.abort();
  await expect.poll(async () => (await open(id, bearer())).status, { timeout: 10_000 }).toBe(200);
  await leases.release('imports', 'another');
});
