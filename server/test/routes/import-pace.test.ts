import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fileUploads } from '../../src/adapters/uploads/uploads.js';
import { receiveBytes } from '../../src/imports/receive-upload.js';
import type { ImportAside } from '../../src/imports-here.js';
import { addPerson, type Person } from '../support/people.js';
import { type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

/** Rows of each step that the thread was asked for. */
const steps: number[] = [];
let service: Service;
let ana: Person;
let path: string;

beforeAll(async () => {
  // One that never comes to an end.
  const importAside: ImportAside = () => ({
    receive: ({ bytes }, told, pause) =>
      receiveBytes(
        { store: service.store, uploads: fileUploads(), now: Date.now, pause },
        bytes,
        told,
      ),
    goOn: async (_one: unknown, rows: number) => void steps.push(rows),
    end: async () => {},
  });
  service = await startService({}, { films: 3, importAside });
  ana = await addPerson(service, 'ana');
  const answer = await service.call('POST', 'users/me/imports?name=ratings.csv', {
    token: ana.token,
    body: Buffer.from('Date,Name,Year,Letterboxd URI,Rating\n2020-01-01,Alien,1979,a,4\n'),
    headers: { 'content-type': 'application/octet-stream' },
  });
  path = `users/me/imports/${answer.body.id}`;
  await stepsToCome(1);
});
afterAll(() => service.stop());

const stepsToCome = (count: number) => {
  const before = steps.length;
  return until(`${count} steps`, 10_000, () => {
    return steps.length >= before + count && steps.slice(before);
  });
};
/** Nobody had asked for anything else when it began. */
const alone = () => steps[0] as number;

beforeEach(async () => {
  await until('the pace of one that is alone', 10_000, () => steps.at(-1) === alone());
});

it('takes small steps as soon as somebody asks for something else', async () => {
  await until('a smaller step', 10_000, async () => {
    await service.call('GET', 'movies');
    return (await stepsToCome(2)).at(-1)! < alone();
  });
});

it('is not slowed down by who follows it, nor by who looks whether the service is well', async () => {
  for (const asked of [path, `${path}/rows`, 'users/me/imports', '/health', '/ready']) {
    expect((await service.call('GET', asked, { token: ana.token })).status).toBe(200);
    expect(new Set(await stepsToCome(2))).toEqual(new Set([alone()]));
  }
});
