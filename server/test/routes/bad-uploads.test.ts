import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOSTILE_UPLOADS, TABLE } from '../support/hostile-uploads.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

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

it.each(HOSTILE_UPLOADS)(
  'refuses $what as $code, and says what was found',
  async ({ code, name, make }) => {
    const answer = await upload(name, make());
    expectProblem(answer, 422, 'import-unreadable', '#');
    expect(answer.body.errors).toMatchObject([{ code, detail: answer.body.detail }]);
    expect(answer.body.detail).toContain(name);
    // Whatever was read before is gone, whether or not it could be.
    const { imports } = service.store;
    expect(await imports.count(ana.id as never)).toEqual({ all: 0, unfinished: 0 });
  },
);

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
