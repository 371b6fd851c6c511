import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let ana: Person;
let ben: Person;
let hidden: Person;

beforeAll(async () => {
  service = await startService({}, { films: 5 });
  await addPerson(service, 'root');
  ana = await addPerson(service, 'ana');
  ben = await addPerson(service, 'ben');
  hidden = await addPerson(service, 'hidden');
  await as(hidden, 'PATCH', 'users/me', { privacy: 'private' });
});
afterAll(() => service.stop());

const as = ({ token }: Person, method: string, path: string, body?: unknown) =>
  service.call(method, path, { token, body });
const companions = async (person: Person) =>
  (await as(person, 'GET', 'users/me/companions')).body.items;

describe('companions', () => {
  it('are asked, answer, and think better of it', async () => {
    const asked = await as(ana, 'PUT', 'users/me/companions/Ben');
    expect(asked.status).toBe(201);
    const user = { id: ben.id, handle: 'ben', displayName: 'ben' };
    expect(asked.body).toEqual({ user, agreedAt: expect.any(String), theyAgreedAt: null });
    expect((await as(ana, 'PUT', `users/me/companions/${ben.id}`)).status).toBe(200);
    expect(await companions(ben)).toMatchObject([{ user: { handle: 'ana' }, agreedAt: null }]);
    expect((await as(ben, 'PUT', 'users/me/companions/ana')).body).toMatchObject({
      agreedAt: expect.any(String),
      theyAgreedAt: asked.body.agreedAt,
    });
    expect((await as(ben, 'DELETE', 'users/me/companions/ana')).status).toBe(204);
    expect(await companions(ana)).toEqual([]);
  });

  it('are refused by who was asked', async () => {
    await as(ana, 'PUT', 'users/me/companions/ben');
    expect((await as(ben, 'DELETE', 'users/me/companions/ana')).status).toBe(204);
    expect([await companions(ana), await companions(ben)]).toEqual([[], []]);
  });

  it('are not the viewer, nor nobody', async () => {
    expectProblem(await as(ana, 'PUT', 'users/me/companions/ana'), 400, 'invalid');
    expectProblem(await as(ana, 'PUT', 'users/me/companions/nobody'), 404, 'user-not-found');
    expect((await as(ana, 'DELETE', 'users/me/companions/nobody')).status).toBe(204);
  });

  it('who are private are named by whom they named alone', async () => {
    expectProblem(await as(ana, 'PUT', 'users/me/companions/hidden'), 404, 'user-not-found');
    expect((await as(hidden, 'PUT', 'users/me/companions/ana')).status).toBe(201);
    expect(await companions(ana)).toMatchObject([{ user: { handle: 'hidden' } }]);
    expect((await as(ana, 'PUT', 'users/me/companions/hidden')).status).toBe(201);
    expectProblem(await as(ben, 'PUT', 'users/me/companions/hidden'), 404, 'user-not-found');
  });
});

describe('movies set aside', () => {
  it('are put there once, listed, and taken back', async () => {
    expect((await as(ana, 'PUT', 'users/me/set-aside/1')).status).toBe(201);
    expect((await as(ana, 'PUT', 'users/me/set-aside/1')).status).toBe(204);
    const { body } = await as(ana, 'GET', 'users/me/set-aside');
    expect(body).toMatchObject({ total: 1, items: [{ movie: { id: 1 } }] });
    expect((await as(ben, 'GET', 'users/me/set-aside')).body.items).toEqual([]);
    expect((await as(ana, 'DELETE', 'users/me/set-aside/1')).status).toBe(204);
    expect((await as(ana, 'DELETE', 'users/me/set-aside/1')).status).toBe(204);
    expect((await as(ana, 'GET', 'users/me/set-aside')).body.items).toEqual([]);
    expectProblem(await as(ana, 'PUT', 'users/me/set-aside/999999'), 404, 'movie-not-found');
  });
});

describe('settings of predictions', () => {
  it('are on, and turned off by the user, and seen by the user alone', async () => {
    const usual = { useForPredictions: true, allowMatching: true };
    expect((await as(ana, 'GET', 'users/me')).body).toMatchObject(usual);
    const off = { useForPredictions: false, allowMatching: false };
    expect((await as(ana, 'PATCH', 'users/me', off)).body).toMatchObject(off);
    expect((await as(ana, 'GET', 'users/me')).body).toMatchObject(off);
    const seen = Object.keys((await as(ben, 'GET', 'users/ana')).body);
    expect(seen).not.toContain('useForPredictions');
    expect(seen).not.toContain('allowMatching');
    expectProblem(await as(ben, 'PATCH', 'users/ana', usual), 403, 'not-allowed');
    expectProblem(await as(ana, 'PATCH', 'users/me', { allowMatching: 'no' }), 400, 'invalid');
  });
});
