import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { PASSWORD, type Service, startService } from '../support/service.js';

const MINUTE = 60_000;
const NEW_PASSWORD = 'another long pass phrase';
let clock = Date.parse('2026-03-01T12:00:00Z');
let service: Service;
let root: Person;

beforeAll(async () => {
  service = await startService({}, { films: 5, now: () => clock });
  root = await addPerson(service, 'root');
});
afterAll(() => service.stop());

const signUp = (body: object) => service.call('POST', 'users', { body });
const change = (token: string, body: object, user: number | string = 'me', headers = {}) =>
  service.call('PATCH', `users/${user}`, { token, body, headers });
const me = async (token: string) => (await service.call('GET', 'users/me', { token })).status;

describe('signing up', () => {
  it('makes a public USER, who is told their own e-mail address', async () => {
    const wish = { handle: 'Ana', password: PASSWORD, displayName: ' Ana A. ', email: 'a@x.org' };
    const { status, headers, body } = await signUp(wish);
    expect(status).toBe(201);
    expect(headers.location).toBe(`/api/v1/users/${body.id}`);
    expect(body).toMatchObject({
      handle: 'Ana',
      displayName: 'Ana A.',
      email: 'a@x.org',
      role: 'USER',
      privacy: 'public',
      createdAt: new Date(clock).toISOString(),
    });
    expect(JSON.stringify(body)).not.toContain('password');
  });

  it('takes the handle for the display name that is not given, and no address', async () => {
    const { body } = await signUp({
      handle: 'ｂｏｂ',
      password: PASSWORD,
      displayName: null,
      email: null,
    });
    expect(body).toMatchObject({ handle: 'bob', displayName: 'bob', email: null });
  });

  it('makes the very first account ADMIN, and of many at once only one', async () => {
    const fresh = await startService({}, { films: 0 });
    const handles = Array.from({ length: 8 }, (_, n) => `person${n}`);
    const answers = await Promise.all(
      handles.map((handle) =>
        fresh.call('POST', 'users', { body: { handle, password: PASSWORD } }),
      ),
    );
    const roles = answers.map(({ body }) => body.role);
    expect(roles.filter((role) => role === 'ADMIN')).toHaveLength(1);
    expect(roles.filter((role) => role === 'USER')).toHaveLength(7);
    await fresh.stop();
  });

  it('keeps one of the ADMINs who all step down at once', async () => {
    const fresh = await startService({}, { films: 0 });
    const admins = await Promise.all(
      ['ana', 'ben', 'cleo', 'dan', 'eva', 'finn'].map((handle) =>
        addPerson(fresh, handle, { role: 'ADMIN' }),
      ),
    );
    const answers = await Promise.all(
      admins.map(({ token }) => fresh.call('PATCH', 'users/me', { body: { role: 'USER' }, token })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 409]);
    await fresh.stop();
  });

  it('gives a handle to one of many who want it at once', async () => {
    const wishes = ['Eva', 'eva', 'EVA', 'ｅｖａ'].map((handle) =>
      signUp({ handle, password: PASSWORD }),
    );
    const statuses = (await Promise.all(wishes)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409, 409, 409]);
  });

  it('takes any characters for a password, however they are composed', async () => {
    const composed = 'pässwörter für alle 🎬'.normalize('NFC');
    expect((await signUp({ handle: 'uwe', password: composed })).status).toBe(201);
    expect(await service.signIn('uwe', composed.normalize('NFD'))).toMatch(/^hs_/);
  });
});

describe('an account', () => {
  it('is changed field by field by its owner', async () => {
    const { token } = await service.signUp('carl');
    const body = { displayName: 'Carl C.', scale: 'hundred', privacy: 'private', email: 'c@x.org' };
    const changed = await change(token, body);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ ...body, handle: 'carl' });
    const less = await change(token, { email: null });
    expect(less.body).toEqual({ ...changed.body, email: null });
    const { body: read } = await service.call('GET', 'users/me', { token });
    expect(read).toEqual(less.body);
    expect(await service.signIn('carl')).toMatch(/^hs_/);
  });

  it('does not take the e-mail address of another', async () => {
    const { token } = await service.signUp('dora');
    expectProblem(await change(token, { email: 'A@X.ORG' }), 409, 'email-taken', '#/email');
    expect((await change(token, { email: 'dora@x.org' })).status).toBe(200);
    expect((await change(token, { email: 'Dora@x.org' })).body.email).toBe('Dora@x.org');
  });

  it('is only changed in the state that If-Match names', async () => {
    const { token } = await service.signUp('emil');
    const { etag } = (await service.call('GET', 'users/me', { token })).headers;
    const first = await change(token, { scale: 'ten' }, 'me', { 'if-match': etag });
    expect(first.status).toBe(200);
    const stale = await change(token, { scale: 'halves' }, 'me', { 'if-match': etag });
    expectProblem(stale, 412, 'precondition-failed');
    const current = await change(token, { scale: 'halves' }, 'me', {
      'if-match': first.headers.etag,
    });
    expect(current.status).toBe(200);
    const gone = await service.call('DELETE', 'users/me', {
      token,
      headers: { 'if-match': '"x"' },
    });
    expectProblem(gone, 412, 'precondition-failed');
  });

  it('gets a new password in a fresh session, which ends every session and token', async () => {
    const fay = await addPerson(service, 'fay');
    const [one, two] = [await service.signIn('fay'), await service.signIn('fay')];
    expect((await change(one, { password: NEW_PASSWORD })).status).toBe(200);
    for (const token of [one, two, fay.token, fay.read]) expect(await me(token)).toBe(401);
    expectProblem(
      await service.call('POST', 'sessions', { body: { handle: 'fay', password: PASSWORD } }),
      401,
      'credentials-wrong',
    );
    expect(await me(await service.signIn('fay', NEW_PASSWORD))).toBe(200);
  });

  it('needs the current password for a new one with a token or a session no longer fresh', async () => {
    const gil = await addPerson(service, 'gil');
    const session = await service.signIn('gil');
    clock += 15 * MINUTE;
    for (const token of [session, gil.token]) {
      expectProblem(await change(token, { password: NEW_PASSWORD }), 403, 'password-needed');
      const wrong = { password: NEW_PASSWORD, currentPassword: 'not the pass phrase' };
      expectProblem(await change(token, wrong), 401, 'credentials-wrong');
    }
    const right = { password: NEW_PASSWORD, currentPassword: PASSWORD };
    expect((await change(session, right)).status).toBe(200);
    expect(await service.signIn('gil', NEW_PASSWORD)).toMatch(/^hs_/);
  });

  it('is disabled and enabled by an ADMIN: it cannot sign in meanwhile, and its tokens stay dead', async () => {
    const hal = await addPerson(service, 'hal');
    expect((await change(root.token, { disabled: true }, hal.id)).body.disabled).toBe(true);
    const signIn = (password: string) =>
      service.call('POST', 'sessions', { body: { handle: 'hal', password } });
    expectProblem(await signIn(PASSWORD), 403, 'account-disabled');
    expectProblem(await signIn('not the pass phrase'), 401, 'credentials-wrong');
    expect((await change(root.token, { disabled: false }, hal.id)).body.disabled).toBe(false);
    expect(await me(hal.token)).toBe(401);
    expect((await signIn(PASSWORD)).status).toBe(201);
  });

  it('gets its role and a forgotten password from an ADMIN', async () => {
    const ida = await addPerson(service, 'ida');
    expect((await change(root.token, { role: 'ADMIN' }, ida.id)).body.role).toBe('ADMIN');
    expect((await service.call('GET', 'users', { token: ida.token })).status).toBe(200);
    expect((await change(root.token, { role: 'USER' }, ida.id)).body.role).toBe('USER');
    expectProblem(await service.call('GET', 'users', { token: ida.token }), 403, 'not-allowed');
    expect((await change(root.token, { password: NEW_PASSWORD }, ida.id)).status).toBe(200);
    expect(await me(ida.token)).toBe(401);
    expect(await service.signIn('ida', NEW_PASSWORD)).toMatch(/^hs_/);
  });
});

describe('deleting an account', () => {
  it('removes all of the person’s data, and every tally is as if they had never rated', async () => {
    const jan = await addPerson(service, 'jan');
    const as = { token: jan.token };
    const { body: movie } = await service.call('POST', 'movies', { ...as, body: { title: 'J' } });
    for (const id of [1, movie.id]) {
      await service.call('PUT', `users/me/ratings/${id}`, { ...as, body: { stars: 1 } });
      await service.call('PUT', `users/${root.id}/ratings/${id}`, {
        token: root.token,
        body: { stars: 4 },
      });
      await service.call('PUT', `users/me/favourites/${id}`, as);
    }
    const { status, headers } = await service.call('DELETE', 'users/me', as);
    expect(status).toBe(204);
    expect(String(headers['set-cookie'])).toContain('halfstar=;');
    expect(await me(jan.token)).toBe(401);
    expectProblem(await service.call('GET', `users/${jan.id}`), 404, 'user-not-found', '#/user');
    for (const id of [1, movie.id]) {
      const score = (await service.call('GET', `movies/${id}/score`)).body;
      expect(score).toMatchObject({ count: 1, mean: 4 });
    }
    expect((await service.store.recount.differences()).differences).toEqual([]);
    const again = await signUp({ handle: 'JAN', password: PASSWORD });
    expect(again.body.id).toBeGreaterThan(jan.id);
    expect(again.body.counts).toMatchObject({ ratings: 0, favourites: 0 });
  });

  it('is for an ADMIN too, whose own cookie stays', async () => {
    const kim = await addPerson(service, 'kim');
    const removed = await service.call('DELETE', 'users/KIM', { token: root.token });
    expect(removed.status).toBe(204);
    expect(removed.headers['set-cookie']).toBeUndefined();
    expect(await me(kim.token)).toBe(401);
  });
});

describe('the list of users', () => {
  const list = async (query: string) =>
    (await service.call('GET', `users?${query}`, { token: root.token })).body;

  it('finds an ADMIN whom they look for, by part of a name or address, and by role', async () => {
    const handles = async (query: string) =>
      (await list(query)).items.map(({ handle }: { handle: string }) => handle);
    expect(await handles('q=AN&limit=100')).toEqual(expect.arrayContaining(['Ana']));
    expect(await handles('q=a@x')).toEqual(['Ana', 'dora']);
    expect(await handles('role=ADMIN')).toEqual(['root']);
    expect(await handles('role=USER&q=root')).toEqual([]);
    expect(await handles('q=%25')).toEqual([]);
    expect((await list('')).items[0]).toMatchObject({ handle: 'root', email: null });
  });
});
