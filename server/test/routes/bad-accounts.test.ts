import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nothingIsStored } from '../support/counts.js';
import { addPerson, type Person } from '../support/people.js';
import { expectProblem } from '../support/problem.js';
import { PASSWORD, type Service, startService } from '../support/service.js';

let service: Service;
let ana: Person;

beforeAll(async () => {
  service = await startService({}, { films: 1 });
  await addPerson(service, 'root');
  ana = await addPerson(service, 'Ana', { email: 'ana@example.org' });
});
afterAll(() => service.stop());
nothingIsStored(() => ({ service, someone: ana }));

const send = (method: string, path: string, body?: unknown) =>
  service.call(method, path, { token: ana.token, body });
const signUp = (wish: object) =>
  service.call('POST', 'users', { body: { handle: 'newcomer', password: PASSWORD, ...wish } });

describe('signing up', () => {
  it.each(['Ana', 'ana', 'ANA', 'ａｎａ', 'ᴬⁿᵃ', 'áná'.normalize('NFD').replace(/\p{M}/gu, '')])(
    'refuses the handle of someone else in other letters: %s',
    async (handle) => expectProblem(await signUp({ handle }), 409, 'handle-taken', '#/handle'),
  );

  it.each([
    ['zero-width characters', '\u200b\u200d\u200b'],
    ['me', 'me'],
    ['me in capitals', 'ME'],
    ['me in wide letters', 'ｍｅ'],
    ['all digits', '12345'],
    ['all digits of another script', '١٢٣'],
    ['digits in circles', '①②'],
    ['one letter', 'a'],
    ['too many letters', 'a'.repeat(41)],
    ['nothing', ''],
    ['a space in it', 'an a'],
    ['a slash in it', 'a/b'],
    ['an e-mail address', 'ana@example.org'],
    ['an outside id', 'tmdb:603'],
    ['letters turned around', 'ana\u202enad'],
    ['a line break', 'ana\nb'],
    ['more than any name', 'x'.repeat(400)],
  ])('refuses a handle of %s', async (_, handle) => {
    expectProblem(await signUp({ handle }), 400, 'invalid', '#/handle');
  });

  it.each<[what: string, wish: object, pointer: string]>([
    ['a password of 11 characters', { password: 'elevenchars' }, '#/password'],
    ['a password of 257 characters', { password: 'p'.repeat(257) }, '#/password'],
    ['a password of one character', { password: 'aaaaaaaaaaaaaaaa' }, '#/password'],
    ['a password of the handle', { password: 'newcomer2026!' }, '#/password'],
    ['a password of our own name', { password: 'HalfStar!!2026' }, '#/password'],
    ['a password that everyone has', { password: 'password1234' }, '#/password'],
    ['a password that is a number', { password: 123456789012 }, '#/password'],
    ['no password', { password: undefined }, '#/password'],
    ['no handle', { handle: undefined }, '#/handle'],
    ['a display name of spaces', { displayName: '  ' }, '#/displayName'],
    ['a display name that is too long', { displayName: 'd'.repeat(101) }, '#/displayName'],
    ['an address that is none', { email: 'ana' }, '#/email'],
    ['an address that is too long', { email: `${'e'.repeat(250)}@example.org` }, '#/email'],
    ['a role of their own choice', { role: 'ADMIN' }, '#/role'],
    ['an id of their own choice', { id: 1 }, '#/id'],
  ])('refuses %s', async (_, wish, pointer) => {
    expectProblem(await signUp(wish), 400, 'invalid', pointer);
  });

  it('refuses the e-mail address of someone else in other letters', async () => {
    expectProblem(await signUp({ email: 'ANA@Example.org' }), 409, 'email-taken', '#/email');
  });
});

describe('an account', () => {
  it.each<[what: string, change: object, pointer: string]>([
    ['nothing', {}, '#'],
    ['a scale there is not', { scale: 'fives' }, '#/scale'],
    ['a privacy there is not', { privacy: 'friends' }, '#/privacy'],
    ['another handle', { handle: 'anna' }, '#/handle'],
    ['a display name of spaces', { displayName: ' ' }, '#/displayName'],
    ['a display name that is null', { displayName: null }, '#/displayName'],
    ['an address that is none', { email: 'a b@c' }, '#/email'],
    ['a short password', { password: 'short', currentPassword: PASSWORD }, '#/password'],
  ])('is not changed to %s', async (_, change, pointer) => {
    expectProblem(await send('PATCH', 'users/me', change), 400, 'invalid', pointer);
  });

  it('is not promoted or disabled by its owner', async () => {
    expectProblem(await send('PATCH', 'users/me', { role: 'ADMIN' }), 403, 'not-allowed');
    expectProblem(await send('PATCH', 'users/me', { disabled: false }), 403, 'not-allowed');
  });

  it('is found by no id that is none', async () => {
    for (const name of ['9223372036854775808', '9'.repeat(40)]) {
      expectProblem(await send('GET', `users/${name}`), 400, 'invalid', '#/user');
    }
    for (const name of [
      '987654',
      'nobody',
      '%00',
      'ana%00',
      '..%2F1',
      'ａｎ',
      '-1',
      '%F0%9F%8E%AC',
    ]) {
      expectProblem(await send('GET', `users/${name}`), 404, 'user-not-found', '#/user');
    }
  });
});

describe('signing in', () => {
  it.each<[what: string, body: object, pointer: string]>([
    ['a name alone', { handle: 'ana' }, '#/password'],
    ['a password alone', { password: PASSWORD }, '#'],
    ['two names', { handle: 'ana', email: 'ana@example.org', password: PASSWORD }, '#'],
    ['a name that is a list', { handle: ['ana'], password: PASSWORD }, '#/handle'],
    ['a name with a NUL', { handle: 'a\0', password: PASSWORD }, '#/handle'],
    ['an address with a NUL', { email: 'a\0@b.c', password: PASSWORD }, '#/email'],
    ['a password that is null', { handle: 'ana', password: null }, '#/password'],
    ['another field', { handle: 'ana', password: PASSWORD, admin: true }, '#/admin'],
  ])('refuses %s', async (_, body, pointer) => {
    expectProblem(await send('POST', 'sessions', body), 400, 'invalid', pointer);
  });
});

describe('an access token', () => {
  it.each<[what: string, wish: object, pointer: string]>([
    ['without a name', { scope: 'read' }, '#/name'],
    ['of a name of spaces', { name: '  ' }, '#/name'],
    ['of a name that is too long', { name: 'n'.repeat(101) }, '#/name'],
    ['of a scope there is not', { name: 'x', scope: 'admin' }, '#/scope'],
    ['that has ended', { name: 'x', expiresAt: '2001-01-01T00:00:00Z' }, '#/expiresAt'],
    ['that ends on no day', { name: 'x', expiresAt: '2999-02-30T00:00:00Z' }, '#/expiresAt'],
    ['that ends in a leap second', { name: 'x', expiresAt: '2999-06-30T23:59:60Z' }, '#/expiresAt'],
    ['for someone else', { name: 'x', userId: 1 }, '#/userId'],
  ])('is not made %s', async (_, wish, pointer) => {
    expectProblem(await send('POST', 'users/me/tokens', wish), 400, 'invalid', pointer);
  });

  it('is not removed by what is no id of one', async () => {
    for (const id of ['0', '-1', '1.5', 'x', '9223372036854775808']) {
      expectProblem(await send('DELETE', `users/me/tokens/${id}`), 400, 'invalid', '#/token');
    }
    expectProblem(await send('DELETE', 'users/me/tokens/987654'), 404, 'token-not-found');
  });

  it.each([
    ['a bare Bearer', 'Bearer'],
    ['a Bearer of nothing', 'Bearer '],
    ['a token with a space', 'Bearer hs_abc def'],
    ['a token with two spaces before it', 'Bearer  hs_abc'],
    ['a token with a tab', 'Bearer hs_a\tb'],
    ['another scheme', 'Basic YW5hOnNlY3JldA=='],
    ['a token without a scheme', 'hs_abc'],
    ['an empty header', ''],
    ['an unknown token', 'Bearer hs_abc'],
    ['a token of 8 kB', `Bearer hs_${'a'.repeat(8192)}`],
  ])('is not %s', async (_, authorization) => {
    for (const path of ['movies', 'users/me', 'sessions/current', 'nowhere']) {
      const answer = await service.call('GET', path, { headers: { authorization } });
      expectProblem(answer, 401, 'token-invalid', '#/authorization');
    }
    const rated = { headers: { authorization }, body: { stars: 4 } };
    expectProblem(await service.call('PUT', 'users/me/ratings/1', rated), 401, 'token-invalid');
  });
});

it('keeps the last ADMIN', async () => {
  const root = await service.store.users.findByHandle('root');
  const token = await service.signIn('root');
  const call = (method: string, body?: unknown) =>
    service.call(method, `users/${root!.id}`, { token, body });
  expectProblem(await call('PATCH', { role: 'USER' }), 409, 'last-admin');
  expectProblem(await call('PATCH', { disabled: true }), 409, 'last-admin');
  expectProblem(await call('DELETE'), 409, 'last-admin');
  expect((await call('GET')).body).toMatchObject({ role: 'ADMIN', disabled: false });
});
