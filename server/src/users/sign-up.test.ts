import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { fieldsRefused, refusalOf } from '../../test/support/refusal.js';
import type { Store } from '../ports.js';
import { checkSignUp, parseDisplayName, type SignUpWish, signUp } from './sign-up.js';

const PASSWORD = 'a long pass phrase';
const NOW = 1_700_000_000_000;

describe('what is asked of who signs up', () => {
  it('is a handle and a password; the handle is shown as the name', () => {
    expect(checkSignUp({ handle: 'Ａna', password: PASSWORD })).toEqual({
      handle: 'Ana',
      password: PASSWORD,
      displayName: 'Ana',
      email: null,
    });
  });

  it('is a name and an address too, where they are given', () => {
    const wish = { handle: 'ana', password: PASSWORD, displayName: ' Ana Ö. ', email: ' a@b.c ' };
    expect(checkSignUp(wish)).toMatchObject({ displayName: 'Ana Ö.', email: 'a@b.c' });
    const none = { handle: 'ana', password: PASSWORD, displayName: null, email: null };
    expect(checkSignUp(none)).toMatchObject({ displayName: 'ana', email: null });
  });

  it.each<[Partial<SignUpWish>, string]>([
    [{ handle: 'a' }, 'handle length'],
    [{ handle: 'me' }, 'handle reserved'],
    [{ handle: '42' }, 'handle format'],
    [{ password: 'short' }, 'password length'],
    [{ handle: 'ana.maria', password: 'Ana.Maria1234' }, 'password too-common'],
    [{ email: 'ana' }, 'email format'],
    [{ email: '' }, 'email format'],
    [{ displayName: '' }, 'displayName length'],
  ])('is refused when it breaks a rule: %j', async (wish, refused) => {
    const whole = { handle: 'ana', password: PASSWORD, ...wish };
    expect(await fieldsRefused(() => checkSignUp(whole))).toEqual([refused]);
  });
});

describe('a display name', () => {
  it.each([
    ['  Ana  ', 'Ana'],
    ['A', 'A'],
    ['e\u0301lan', 'élan'],
    ['👩‍🚀', '👩‍🚀'],
    ['★', '★'],
    ['Ana María', 'Ana María'],
    ['𠮷'.repeat(100), '𠮷'.repeat(100)],
  ])('may be %j', (text, name) => {
    expect(parseDisplayName(text)).toBe(name);
  });

  it.each(['', '  ', '\n', 'x'.repeat(101), '\u200b', '\u2060\u200d', '\u3164', '\u00ad \ufe0f'])(
    'may not be %j',
    async (text) => {
      expect(await fieldsRefused(() => parseDisplayName(text))).toEqual(['displayName length']);
    },
  );
});

describe('signing up', () => {
  let store: Store;
  beforeEach(async () => {
    store = await emptyStore();
  });
  afterEach(() => store.close());

  const register = (wish: Partial<SignUpWish>) =>
    signUp(
      { users: store.users, now: () => NOW },
      checkSignUp({ handle: 'ana', password: PASSWORD, ...wish }),
      'hash',
    );

  it('makes the first an ADMIN and the next a USER', async () => {
    expect(await register({ handle: 'ana' })).toMatchObject({ role: 'ADMIN', createdAt: NOW });
    expect(await register({ handle: 'ben' })).toMatchObject({ role: 'USER' });
    expect((await store.users.findForSignIn('ben'))?.passwordHash).toBe('hash');
  });

  it('refuses a handle or an address that is taken, in whatever letters', async () => {
    await register({ handle: 'Straße', email: 'ana@example.org' });
    const handle = await refusalOf(() => register({ handle: 'STRASSE' }));
    expect(handle).toEqual({ kind: 'handle-taken' });
    const email = await refusalOf(() => register({ handle: 'ben', email: 'ANA@example.org' }));
    expect(email).toEqual({ kind: 'email-taken' });
  });
});
