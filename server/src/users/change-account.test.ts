import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { fieldsRefused, refusalOf } from '../../test/support/refusal.js';
import { addUser } from '../../test/support/some.js';
import { argonPasswords } from '../adapters/crypto/passwords.js';
import { opaqueTokens } from '../adapters/crypto/tokens.js';
import { memoryLimits } from '../adapters/memory/limits.js';
import type { Store } from '../ports.js';
import type { Viewer } from './access.js';
import { type AccountWish, changeAccount } from './change-account.js';
import { openSession } from './sign-in.js';
import type { User } from './user.js';

const OLD = 'the old pass phrase';
const NEW = 'the new pass phrase';
const MINUTE = 60_000;
const START = Date.parse('2026-03-01T12:00:00Z');

describe('changing an account', () => {
  let store: Store;
  let root: Viewer;
  let ana: Viewer;
  let at: number;
  let attempts: Parameters<typeof changeAccount>[0]['attempts'];
  const now = () => at;
  const passwords = argonPasswords({ memoryCost: 64, timeCost: 1, parallelism: 1 });
  const maker = opaqueTokens();

  beforeEach(async () => {
    at = START;
    store = await emptyStore();
    attempts = { byAccount: memoryLimits(3, 900), byAddress: memoryLimits(30, 900) };
    const passwordHash = await passwords.hash(OLD);
    root = await enter(await addUser(store, 'root', { passwordHash }));
    ana = await enter(await addUser(store, 'ana', { passwordHash, email: 'ana@example.org' }));
  });
  afterEach(() => store.close());

  const enter = (user: User) => openSession({ tokens: store.tokens, maker, now }, user);
  const change = (viewer: Viewer, subject: Viewer, wish: AccountWish) =>
    changeAccount(
      { users: store.users, passwords, attempts, now },
      { viewer, address: '10.0.0.1' },
      subject.user,
      wish,
    );
  const kind = async (work: () => unknown) => (await refusalOf(work))?.kind ?? null;
  const verdict = async (handle: string, password: string) => {
    const known = await store.users.findForSignIn(handle);
    return passwords.verify(known?.passwordHash ?? null, password);
  };

  it('changes what is named, checked, and leaves the rest', async () => {
    const wish = { displayName: ' Ana B. ', email: ' new@example.org ', scale: 'ten' } as const;
    const changed = { ...ana.user, displayName: 'Ana B.', email: 'new@example.org', scale: 'ten' };
    expect(await change(ana, ana, wish)).toEqual(changed);
    expect(await change(ana, ana, {})).toEqual(changed);
    expect(await change(ana, ana, { email: null, privacy: 'private' })).toMatchObject({
      email: null,
      privacy: 'private',
    });
  });

  it.each([{ currentPassword: OLD }, {}])(
    'leaves the password to who changed it first, with %j',
    async (known) => {
      const [mine, late] = ['my new pass phrase', 'the pass phrase of a thief'];
      const overtaken = {
        ...passwords,
        async hash(password: string) {
          if (password === late) await change(ana, ana, { password: mine });
          return passwords.hash(password);
        },
      };
      const needs = { users: store.users, passwords: overtaken, attempts, now };
      const from = { viewer: ana, address: '10.0.0.2' };
      const wish = { ...known, password: late };
      expect(await kind(() => changeAccount(needs, from, ana.user, wish))).toBe(
        'credentials-wrong',
      );
      expect(await verdict('ana', mine)).toBe('right');
    },
  );

  it('changes no password for a session that has ended since it was looked up', async () => {
    await store.tokens.remove(ana.user.id, ana.token.id);
    expect(await kind(() => change(ana, ana, { password: 'the pass phrase of a thief' }))).toBe(
      'credentials-wrong',
    );
    expect(await verdict('ana', OLD)).toBe('right');
  });

  it.each<[AccountWish, string]>([
    [{ displayName: ' ' }, 'displayName length'],
    [{ email: 'ana' }, 'email format'],
    [{ password: 'short' }, 'password length'],
    [{ password: 'ana123456789' }, 'password too-common'],
  ])('refuses what breaks a rule: %j', async (wish, refused) => {
    expect(await fieldsRefused(() => change(ana, ana, wish))).toEqual([refused]);
  });

  it.each<AccountWish>([
    { role: 'ADMIN' },
    { role: 'USER' },
    { disabled: false },
    { displayName: 'Ana', disabled: true },
  ])('keeps %j for ADMINs', async (wish) => {
    expect(await kind(() => change(ana, ana, wish))).toBe('not-allowed');
    expect(await store.users.find(ana.user.id)).toEqual(ana.user);
  });

  it('lets an ADMIN give a role, disable and enable', async () => {
    expect(await change(root, ana, { role: 'ADMIN' })).toMatchObject({ role: 'ADMIN' });
    expect(await change(root, ana, { disabled: true })).toMatchObject({ disabled: true });
    expect(await change(root, ana, { disabled: false })).toMatchObject({ disabled: false });
  });

  it('keeps the last ADMIN', async () => {
    expect(await kind(() => change(root, root, { role: 'USER' }))).toBe('last-admin');
    expect(await kind(() => change(root, root, { disabled: true }))).toBe('last-admin');
  });

  it('refuses the address of another, and an account that is gone', async () => {
    const wish = { email: 'ANA@example.org' };
    expect(await kind(() => change(root, root, wish))).toBe('email-taken');
    await store.users.remove(ana.user.id);
    expect(await kind(() => change(root, ana, wish))).toBe('user-not-found');
  });

  describe('to another password', () => {
    it('needs no old one right after signing in, and ends every session', async () => {
      await change(ana, ana, { password: NEW });
      expect(await verdict('ana', NEW)).toBe('right');
      expect(await verdict('ana', OLD)).toBe('wrong');
      expect(await store.tokens.list(ana.user.id)).toEqual([]);
    });

    it('needs the old one later', async () => {
      at += 15 * MINUTE;
      expect(await kind(() => change(ana, ana, { password: NEW }))).toBe('password-needed');
      expect(await verdict('ana', OLD)).toBe('right');
      await change(ana, ana, { password: NEW, currentPassword: OLD });
      expect(await verdict('ana', NEW)).toBe('right');
    });

    it('needs the old one always with an access token', async () => {
      const script: Viewer = { ...ana, token: { ...ana.token, kind: 'access' } };
      expect(await kind(() => change(script, ana, { password: NEW }))).toBe('password-needed');
    });

    it('is refused with a wrong old one, even right after signing in', async () => {
      const wish = { password: NEW, currentPassword: 'not the old one' };
      expect(await kind(() => change(ana, ana, wish))).toBe('credentials-wrong');
      expect(await verdict('ana', OLD)).toBe('right');
    });

    it('lets nobody try old ones without end', async () => {
      const wish = { password: NEW, currentPassword: 'not the old one' };
      for (let i = 0; i < 3; i++) {
        expect(await kind(() => change(ana, ana, wish))).toBe('credentials-wrong');
      }
      const right = { password: NEW, currentPassword: OLD };
      expect(await kind(() => change(ana, ana, right))).toBe('too-many-attempts');
      expect(await verdict('ana', OLD)).toBe('right');
    });

    it('counts no right old one', async () => {
      for (let i = 0; i < 5; i++) {
        await change(ana, ana, { password: OLD, currentPassword: OLD });
        ana = await enter(ana.user);
      }
    });

    it('is an ADMIN’s to give to others, without the old one', async () => {
      at += 15 * MINUTE;
      await change(root, ana, { password: NEW });
      expect(await verdict('ana', NEW)).toBe('right');
      expect(await kind(() => change(root, root, { password: NEW }))).toBe('password-needed');
    });

    it('takes an ADMIN’s own old one, where it is given, also for others', async () => {
      const wish = { password: NEW, currentPassword: 'not root’s' };
      expect(await kind(() => change(root, ana, wish))).toBe('credentials-wrong');
      await change(root, ana, { password: NEW, currentPassword: OLD });
      expect(await verdict('ana', NEW)).toBe('right');
    });

    it('takes an old one composed otherwise', async () => {
      const passwordHash = await passwords.hash('passé passé passé'.normalize('NFKC'));
      await store.users.change(ana.user.id, { passwordHash });
      ana = await enter(ana.user);
      const currentPassword = 'passe\u0301 passe\u0301 passe\u0301';
      await change(ana, ana, { password: NEW, currentPassword });
      expect(await verdict('ana', NEW)).toBe('right');
    });
  });
});
