import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';
import { zipOf } from '../support/uploads.js';

const MEBIBYTE = 1024 * 1024;
const HEADER = 'Date,Name,Year,Letterboxd URI,Rating\n';
const TABLE = `${HEADER}2020-01-02,Alien,1979,x,3.5\n`;
const ratings = { name: 'ratings.csv', content: TABLE };
let service: Service;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 3 });
  ana = await addPerson(service, 'ana');
});
afterAll(() => service.stop());

const upload = (name: string, content: string | Uint8Array) =>
  service.call('POST', `users/me/imports?name=${name}`, {
    token: ana.token,
    body: Buffer.from(content as string),
    headers: { 'content-type': 'application/octet-stream' },
  });

/** Lies about what it unpacks to: a thousand times as much comes out. */
const bomb = () => {
  const zeros = new Uint8Array(64 * MEBIBYTE);
  expect(deflateRawSync(zeros).length).toBeLessThan(MEBIBYTE);
  return zipOf([ratings, { name: 'bomb.csv', content: zeros, claimed: 1000 }]);
};

it.each<[what: string, code: string, name: string, content: () => string | Uint8Array]>([
  ['a zip bomb', 'damaged', 'a.zip', bomb],
  [
    'a zip that unpacks to gigabytes',
    'too-large-unpacked',
    'a.zip',
    () => zipOf([{ name: 'zeros.csv', content: 'x', claimed: 4_000_000_000 }]),
  ],
  [
    'a zip in a zip',
    'zip-in-zip',
    'a.zip',
    () => zipOf([{ name: 'inner.zip', content: zipOf([ratings]) }]),
  ],
  [
    'a name that leads out of the zip',
    'outside-name',
    'a.zip',
    () => zipOf([ratings, { name: '../ratings.csv', content: 'x' }]),
  ],
  [
    'a link',
    'symbolic-link',
    'a.zip',
    () => zipOf([ratings, { name: 'l.csv', content: '/etc/passwd', unixMode: 0o120777 }]),
  ],
  ['a zip cut short', 'cut-short', 'a.zip', () => zipOf([ratings]).subarray(0, 90)],
  ['a line of 50 MB', 'long-record', 'a.csv', () => `${TABLE}${'a'.repeat(50 * MEBIBYTE)}`],
  [
    'a row of a million columns',
    'too-many-columns',
    'a.csv',
    () => `${TABLE}${','.repeat(1_000_000)}\n`,
  ],
  ['a table cut short', 'cut-short', 'a.csv', () => `${TABLE}2020-01-02,"Al`],
  ['a PDF called a table', 'not-text', 'a.csv', () => '%PDF-1.7 and so on'],
  ['nothing', 'empty', 'a.csv', () => ''],
  ['what is no export', 'unknown-format', 'a.csv', () => 'Date,Amount\n2020-01-01,5\n'],
])('refuses %s as %s, and says what was found', async (_what, code, name, content) => {
  const answer = await upload(name, content());
  expectProblem(answer, 422, 'import-unreadable', '#');
  expect(answer.body.errors).toMatchObject([{ code, detail: answer.body.detail }]);
  expect(answer.body.detail).toContain(name);
  // Whatever was read before is gone, whether or not it could be.
  const { imports } = service.store;
  expect(await imports.count(ana.id as never)).toEqual({ all: 0, unfinished: 0 });
});

it('refuses a body that breaks off, and has nothing of it', async () => {
  const base = await service.server.listen({ host: '127.0.0.1', port: 0 });
  const leaving = new AbortController();
  const sending = fetch(`${base}/api/v1/users/me/imports?name=a.csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.token}`, 'content-type': 'application/octet-stream' },
    body: new ReadableStream({
      start: (stream) => stream.enqueue(Buffer.from(TABLE)),
      pull: () => leaving.abort(),
    }),
    duplex: 'half',
    signal: leaving.signal,
  } as RequestInit);
  await expect(sending).rejects.toThrow();
  expect(await service.store.imports.count(ana.id as never)).toMatchObject({ all: 0 });
});
