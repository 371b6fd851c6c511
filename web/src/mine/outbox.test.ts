import { createClient } from '@halfstar/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Replaced, sendWishes } from './outbox.ts';
import { type MineStore, mineStore } from './store.ts';

type Call = { method: string; path: string; body: unknown };
const NOW = Date.UTC(2026, 0, 1);
const BEFORE = { note: 'As good as they say', ratedAt: '2024-05-06T07:08:09.000Z' };

let store: MineStore;
let calls: Call[];
let answer: (call: Call) => Response | Promise<Response>;
let told: string[];
let replaced: Replaced;

beforeEach(() => {
  localStorage.clear();
  store = mineStore(localStorage);
  store.open(7);
  store.learn([], 0);
  calls = [];
  told = [];
  replaced = new Map();
  answer = rated;
});

function rated({ method, path, body }: Call): Response {
  if (method === 'DELETE') return new Response(null, { status: 204 });
  const { stars } = (body ?? {}) as { stars?: number };
  const movieId = path.endsWith('tmdb%3A603') ? 12 : Number(path.split('/').at(-1));
  const updatedAt = new Date(NOW).toISOString();
  if (method === 'GET') return Response.json({ movieId, stars: 1, ...BEFORE });
  return Response.json({ rating: { movieId, stars, updatedAt }, tally: {} });
}

const refuse = (status: number) => () =>
  Response.json({ status, detail: `Refused with ${status}` }, { status });

function send() {
  const client = createClient({
    baseUrl: 'http://halfstar.test',
    async fetch(request) {
      const text = await request.text();
      const call = {
        method: request.method,
        path: new URL(request.url).pathname,
        body: text === '' ? null : JSON.parse(text),
      };
      calls.push(call);
      return answer(call);
    },
  });
  return sendWishes({
    client,
    store,
    replaced,
    now: () => NOW,
    onFulfilled: ({ name }, { id }) => told.push(`${name} is ${id}`),
    onRefused: ({ name }, why) => told.push(`${name}: ${why}`),
  });
}

const wish = (
  name: string,
  stars: number | null,
  more: { at?: number; note?: string; undoes?: number } = {},
) => store.wish({ name, title: name, stars, at: NOW, ...more });

/** The service has a star of mine for it. */
const know = (name: string) =>
  store.learn(
    [{ movieId: Number(name), stars: 1, removed: false, at: new Date(0).toISOString() }],
    1,
  );

describe('what waits', () => {
  it('is sent in the order of wishing, once', async () => {
    wish('1', 3.5, { at: NOW - 2 });
    wish('tmdb:603', 0, { at: NOW - 1 });
    wish('2', null);
    expect(await send()).toEqual({ kind: 'all' });
    expect(await send()).toEqual({ kind: 'all' });
    expect(calls.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'PUT 1',
      'PUT tmdb%3A603',
      'DELETE 2',
    ]);
    expect(told).toEqual(['1 is 1', 'tmdb:603 is 12', '2 is 2']);
    expect(store.waiting()).toBe(0);
  });

  it('is only the latest of what was wished for a film', async () => {
    wish('1', 3.5, { at: NOW - 1 });
    wish('1', 4);
    await send();
    expect(calls.map(({ body }) => body)).toEqual([{ stars: 4, note: null }]);
  });

  it('keeps the note when only the stars change', async () => {
    know('1');
    wish('1', 4);
    await send();
    expect(calls.at(-1)?.body).toEqual({ stars: 4, note: BEFORE.note });
  });

  it('keeps the time when only the note changes, however late it is sent', async () => {
    know('1');
    for (const at of [NOW, NOW - 60 * 60_000]) {
      wish('1', 1, { note: 'Mended', at });
      await send();
      expect(calls.at(-1)?.body).toEqual({ stars: 1, note: 'Mended', ratedAt: BEFORE.ratedAt });
    }
  });

  it('waits for an answer about the note rather than lose it', async () => {
    know('1');
    wish('1', 4);
    answer = (call) => (call.method === 'GET' ? refuse(503)() : rated(call));
    expect(await send()).toEqual({ kind: 'later' });
    expect(calls.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([
    ['is removed', null, {}],
    ['gets other stars', 5, {}],
    ['gets another note', 1, { note: 'Not that good' }],
  ] as const)('has note and time again, where a film %s and that is taken back', async (...of) => {
    const [_what, stars, more] = of;
    know('1');
    wish('1', stars, { at: NOW - 1, ...more });
    await send();
    answer = (call) => (call.method === 'GET' ? refuse(404)() : rated(call));
    wish('1', 1, { undoes: NOW - 1 });
    await send();
    expect(calls.at(-1)?.body).toEqual({ stars: 1, ...BEFORE });
  });

  it('asks what is there as long as not all of mine is known here', async () => {
    store.begin();
    wish('1', 4);
    await send();
    expect(calls.map(({ method }) => method)).toEqual(['GET', 'PUT']);
    expect(calls.at(-1)?.body).toEqual({ stars: 4, note: BEFORE.note });
  });

  it('comes back whole where it was taken back by who did not know of it', async () => {
    store.begin();
    wish('1', 4, { at: NOW - 1 });
    await send();
    store.learn([], 2);
    wish('1', null, { undoes: NOW - 1 });
    answer = (call) =>
      call.method === 'GET' ? Response.json({ movieId: 1, stars: 4, note: null }) : rated(call);
    await send();
    expect(calls.at(-1)).toMatchObject({ method: 'PUT', body: { stars: 1, ...BEFORE } });
    expect([store.starsOf('1'), store.waiting()]).toEqual([1, 0]);
  });

  it('stays as it is where nothing was known of it, and nothing sent', async () => {
    store.begin();
    wish('1', 4, { at: NOW - 1 });
    wish('1', null, { undoes: NOW - 1 });
    await send();
    expect(calls.at(-1)).toMatchObject({ method: 'PUT', body: { stars: 1, ...BEFORE } });
    expect(store.starsOf('1')).toBe(1);
  });

  it('goes where there was nothing before what is taken back', async () => {
    wish('1', 4, { at: NOW - 1 });
    await send();
    wish('1', null, { undoes: NOW - 1 });
    await send();
    expect(calls.at(-1)?.method).toBe('DELETE');
    expect(store.starsOf('1')).toBe(null);
    // Also where a new page does not know what was sent.
    replaced.clear();
    wish('2', 4, { at: NOW - 1 });
    await send();
    replaced.clear();
    wish('2', null, { undoes: NOW - 1 });
    await send();
    expect(calls.at(-1)?.method).toBe('DELETE');
  });

  it('is nothing to whoever comes after me, and is not sent again', async () => {
    wish('1', 4);
    answer = (call) => {
      store.open(0);
      return rated(call);
    };
    await send();
    expect([store.starsOf('1'), store.isKnown('1'), told]).toEqual([null, false, []]);
    store.open(7);
    expect(store.waiting()).toBe(0);
  });

  it('changes nothing where what was not sent yet is taken back', async () => {
    know('1');
    wish('1', 5, { at: NOW - 3_600_001 });
    wish('1', 1, { at: NOW - 3_600_000, undoes: NOW - 3_600_001 });
    await send();
    expect(calls.at(-1)?.body).toEqual({ stars: 1, ...BEFORE });
  });

  it('is dated when it was wished, if that is a while ago', async () => {
    wish('1', 4, { at: NOW - 3_600_000 });
    await send();
    expect(calls[0]?.body).toMatchObject({ ratedAt: '2025-12-31T23:00:00.000Z' });
  });

  it.each([
    ['the service is away', () => Promise.reject(new TypeError('fetch failed')), 'later'],
    ['the service is broken', refuse(500), 'later'],
    ['there is too much to do', refuse(503), 'later'],
    ['we ask too often', refuse(429), 'later'],
    ['the session has ended', refuse(401), 'signed-out'],
  ] as const)('goes on waiting while %s', async (_why, refusal, kind) => {
    wish('1', 4);
    answer = refusal;
    expect(await send()).toEqual({ kind });
    expect([store.starsOf('1'), store.waiting(), told]).toEqual([4, 1, []]);
    answer = rated;
    expect(await send()).toEqual({ kind: 'all' });
    expect(store.waiting()).toBe(0);
  });

  it('is given up when it is refused for good, and the rest is sent', async () => {
    wish('1', 4, { at: NOW - 1 });
    wish('2', 3);
    answer = (call) => (call.path.endsWith('/1') ? refuse(404)() : rated(call));
    expect(await send()).toEqual({ kind: 'all' });
    expect(told).toEqual(['1: Refused with 404', '2 is 2']);
    expect([store.starsOf('1'), store.starsOf('2')]).toEqual([null, 3]);
  });

  it('is fulfilled when what is to be taken back is gone already', async () => {
    wish('1', null);
    answer = refuse(404);
    await send();
    expect([store.waiting(), told]).toEqual([0, ['1 is 1']]);
  });
});
