import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let service: Service;
let root: Person;
let ana: Person;
let people = 0;

beforeAll(async () => {
  service = await startService({}, { films: 5, now: () => NOW });
  root = await addPerson(service, 'root');
});
afterAll(() => service.stop());
beforeEach(async () => {
  people += 1;
  ana = await addPerson(service, `ana${people}`);
  await as(ana, 'PUT', 'users/me/ratings/1', { stars: 4 });
  await as(ana, 'PUT', 'users/me/favourites/2');
});

const as = async ({ token }: Person, method: string, path: string, body?: unknown) => {
  const answer = await service.call(method, path, { token, body });
  expect(answer.status).toBeLessThan(300);
  return answer.body;
};
const entries = async () => (await as(root, 'GET', 'audit?limit=100')).items;
/** What was put down of `work`, the oldest first. */
async function putDown(work: () => Promise<unknown>) {
  const known = (await entries()).length;
  await work();
  const all = await entries();
  return all.slice(0, all.length - known).toReversed();
}
const change = (body: object, by = root, whom = ana) => as(by, 'PATCH', `users/${whom.id}`, body);

it('says who did what to whom, and when', async () => {
  const [entry, ...more] = await putDown(() => change({ role: 'ADMIN' }));
  expect(more).toEqual([]);
  expect(entry).toEqual({
    id: expect.any(Number),
    at: new Date(NOW).toISOString(),
    actor: { id: root.id, handle: 'root' },
    action: 'role-changed',
    subject: `user:${ana.id}`,
    detail: { role: 'ADMIN', before: 'USER' },
  });
  await change({ role: 'USER' });
});

it('tells of roles, and of who was disabled, when they changed', async () => {
  const done = await putDown(async () => {
    await change({ role: 'ADMIN', disabled: true });
    await change({ role: 'ADMIN', disabled: true });
    await change({ role: 'USER' });
    await change({ disabled: false });
  });
  const subject = `user:${ana.id}`;
  expect(done).toMatchObject([
    { action: 'role-changed', subject, detail: { role: 'ADMIN', before: 'USER' } },
    { action: 'user-disabled', subject, detail: {} },
    { action: 'role-changed', subject, detail: { role: 'USER', before: 'ADMIN' } },
    { action: 'user-enabled', subject, detail: {} },
  ]);
});

it('tells which fields of another’s account an ADMIN changed, and never what is in them', async () => {
  const [email, password] = [`secret${people}@example.org`, 'a secret pass phrase'];
  const done = await putDown(async () => {
    await change({ password, email, privacy: 'private', displayName: 'Ana B.', scale: 'ten' });
    await change({ email, privacy: 'private', displayName: 'Ana B.' });
    await change({ email: null, disabled: true });
  });
  const subject = `user:${ana.id}`;
  const action = 'user-changed';
  const fields = 'displayName, email, scale, privacy, password';
  expect(done).toMatchObject([
    { action, subject, actor: { id: root.id }, detail: { fields } },
    { action: 'user-disabled', subject },
    { action, subject, detail: { fields: 'email' } },
  ]);
  for (const value of [email, password, 'Ana B.']) {
    expect(JSON.stringify(done)).not.toContain(value);
  }
});

it('tells of an ADMIN who steps down', async () => {
  await change({ role: 'ADMIN' });
  expect(await putDown(() => change({ role: 'USER' }, ana))).toMatchObject([
    { action: 'role-changed', actor: { id: ana.id }, subject: `user:${ana.id}` },
  ]);
});

it('tells of favourites and ratings that an ADMIN removed, when there were any', async () => {
  const done = await putDown(async () => {
    for (let times = 0; times < 2; times++) {
      await as(root, 'DELETE', `users/${ana.id}/favourites`);
      await as(root, 'DELETE', `users/${ana.id}/ratings/1`);
    }
  });
  const subject = `user:${ana.id}`;
  expect(done).toMatchObject([
    { action: 'favourites-cleared', subject, detail: { removed: 1 } },
    { action: 'rating-removed', subject, detail: { movieId: 1 } },
  ]);
});

it('tells of a movie that was deleted what it was', async () => {
  const { id } = await as(ana, 'POST', 'movies', { title: 'My Holiday', year: 2020 });
  expect(await putDown(() => as(root, 'DELETE', `movies/${id}`))).toMatchObject([
    {
      action: 'movie-deleted',
      subject: `movie:${id}`,
      detail: { title: 'My Holiday', year: 2020 },
    },
  ]);
});

it('tells of a person who was deleted nothing but the id', async () => {
  const [entry] = await putDown(() => as(root, 'DELETE', `users/${ana.id}`));
  expect(entry).toMatchObject({ action: 'user-deleted', subject: `user:${ana.id}`, detail: {} });
  expect(JSON.stringify(entry)).not.toContain(ana.handle);
});

it('stays when who did it is gone', async () => {
  await change({ role: 'ADMIN' });
  const other = await addPerson(service, `other${people}`);
  await change({ disabled: true }, ana, other);
  await as(ana, 'DELETE', 'users/me');
  expect((await entries())[0]).toMatchObject({
    action: 'user-disabled',
    actor: null,
    subject: `user:${other.id}`,
  });
});

it('is silent about what people do with what is their own, and about what was refused', async () => {
  const done = await putDown(async () => {
    await as(root, 'PUT', 'users/me/ratings/3', { stars: 2 });
    await as(root, 'DELETE', 'users/me/ratings/3');
    await as(root, 'PUT', 'users/me/favourites/3');
    await as(root, 'DELETE', 'users/me/favourites');
    await change({ scale: 'ten', displayName: 'Me', privacy: 'private' }, ana);
    await change({ displayName: 'The root' }, root, root);
    await as(ana, 'DELETE', 'users/me/ratings/1');
    await as(ana, 'DELETE', 'users/me');
    const last = { token: root.token, body: { role: 'USER' } };
    expectProblem(await service.call('PATCH', 'users/me', last), 409, 'last-admin');
    expectProblem(
      await service.call('DELETE', 'users/me', { token: root.token }),
      409,
      'last-admin',
    );
    const nobody = await service.call('DELETE', 'movies/987654', { token: root.token });
    expectProblem(nobody, 404, 'movie-not-found');
  });
  expect(done).toEqual([]);
});

it('is read page by page, newest first', async () => {
  await putDown(() => change({ disabled: true }));
  const all = await entries();
  const first = await as(root, 'GET', 'audit?limit=2');
  const second = await as(root, 'GET', `audit?limit=100&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual(all);
  expect([first.total, second.total, second.nextCursor]).toEqual([all.length, all.length, null]);
  const ids = all.map(({ id }: { id: number }) => id);
  expect(ids).toEqual(ids.toSorted((one: number, other: number) => other - one));
});

it('is for ADMINs alone', async () => {
  expectProblem(await service.call('GET', 'audit'), 401, 'sign-in-required');
  expectProblem(await service.call('GET', 'audit', { token: ana.token }), 403, 'not-allowed');
});
