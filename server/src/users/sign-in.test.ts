import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { refusalOf } from '../../test/support/refusal.js';
import { addUser } from '../../test/support/some.js';
import { argonPasswords } from '../adapters/crypto/passwords.js';
import { opaqueTokens } from '../adapters/crypto/tokens.js';
import { memoryLimits } from '../adapters/memory/limits.js';
import type { Store } from '../ports.js';
import { fail, type Problem } from '../problem.js';
import type { Passwords } from './ports.js';
import { checkCredentials, enter } from './sign-in.js';
import type { User } from './user.js';

const PASSWORD = 'a long pass phrase';
const QUICK = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const QUARTER_SECONDS = 15 * 60;

describe('signing in', () => {
  let store: Store;
  let ana: User;
  let evaluated: number;
  let isBusy = false;
  const argon = argonPasswords(QUICK);
  const passwords: Passwords = {
    hash: argon.hash,
    async verify(hash, password) {
      if (isBusy) fail({ kind: 'unavailable', retryAfterSeconds: 1 });
      evaluated++;
      return argon.verify(hash, password);
    },
  };

  beforeEach(async () => {
    evaluated = 0;
    store = await emptyStore();
    const passwordHash = await argon.hash(PASSWORD);
    ana = await addUser(store, 'ana', { email: 'ana@example.org', passwordHash });
    await addUser(store, 'nopass');
  });
  afterEach(() => store.close());

  function door({ account = 0, address = 0 } = {}) {
    const attempts = {
      byAccount: memoryLimits(account, QUARTER_SECONDS),
      byAddress: memoryLimits(address, QUARTER_SECONDS),
    };
    const knock = async (name: string, password = PASSWORD, from = '10.0.0.1') => {
      const needs = { users: store.users, passwords, attempts };
      return (await checkCredentials(needs, { name, password, address: from })).user;
    };
    const kinds = async (works: (() => Promise<User>)[]) => {
      const all = await Promise.all(works.map((work) => refusalOf(work)));
      return all.map((problem: Problem | null) => problem?.kind ?? 'in');
    };
    return { knock, kinds };
  }
  const times = <T>(n: number, work: (i: number) => T) =>
    Array.from({ length: n }, (_, i) => work(i));

  it.each(['ana', 'ANA', 'ａｎａ', 'ana@example.org', 'ANA@Example.org'])(
    'works with the name %s',
    async (name) => {
      expect(await door().knock(name)).toEqual(ana);
    },
  );

  it('works with a password composed otherwise', async () => {
    const passwordHash = await argon.hash('passé passé passé'.normalize('NFKC'));
    await addUser(store, 'ben', { passwordHash });
    const { knock } = door();
    expect((await knock('ben', 'passe\u0301 passe\u0301 passe\u0301')).handle).toBe('ben');
  });

  it.each([
    ['a wrong password', 'ana', 'another pass phrase'],
    ['no password', 'ana', ''],
    ['a name of nobody', 'zoe', PASSWORD],
    ['an address of nobody', 'zoe@example.org', PASSWORD],
    ['no name', '', PASSWORD],
    ['an account without a password', 'nopass', PASSWORD],
    ['an account without a password, and none', 'nopass', ''],
    ['the decoy’s password', 'zoe', 'a password that nobody has'],
  ])('refuses %s in one and the same way, after looking at it', async (_, name, password) => {
    expect(await refusalOf(() => door().knock(name, password))).toEqual({
      kind: 'credentials-wrong',
    });
    expect(evaluated).toBe(1);
  });

  it('tells of disabling only who knows the password', async () => {
    await addUser(store, 'root', { role: 'ADMIN' });
    await store.users.change(ana.id, { disabled: true });
    const { knock } = door();
    expect((await refusalOf(() => knock('ana')))?.kind).toBe('account-disabled');
    expect((await refusalOf(() => knock('ana', 'wrong')))?.kind).toBe('credentials-wrong');
  });

  it('hashes a password anew when the parameters have risen, and ends no session', async () => {
    const { hash } = { hash: 'of a session' };
    await store.tokens.add(
      { userId: ana.id, kind: 'session', name: null, scope: 'write', hash, expiresAt: null },
      0,
    );
    const stronger = argonPasswords({ ...QUICK, memoryCost: 128 });
    const unlimited = { byAccount: memoryLimits(0, 1), byAddress: memoryLimits(0, 1) };
    const needs = { users: store.users, passwords: stronger, attempts: unlimited };
    await checkCredentials(needs, { name: 'ana', password: PASSWORD, address: 'x' });
    const kept = await store.users.findForSignIn('ana');
    expect(kept?.passwordHash).toContain('m=128');
    expect(await stronger.verify(kept!.passwordHash, PASSWORD)).toBe('right');
    expect(await store.tokens.find(hash)).not.toBeNull();
  });

  describe('while the account changes', () => {
    const OTHER = 'another pass phrase';
    const unlimited = { byAccount: memoryLimits(0, 1), byAddress: memoryLimits(0, 1) };
    const credentials = { name: 'ana', password: PASSWORD, address: 'x' };
    const prove = (by: Passwords = passwords) =>
      checkCredentials({ users: store.users, passwords: by, attempts: unlimited }, credentials);
    const door = () => ({ ...store, maker: opaqueTokens(), now: () => 0 });
    const changePassword = async () =>
      store.users.change(ana.id, { passwordHash: await argon.hash(OTHER) });

    it('opens a session of whoever is still who they were', async () => {
      const { user, token } = await enter(door(), await prove());
      expect([user, token.kind]).toEqual([ana, 'session']);
    });

    it.each([
      ['another password', () => changePassword(), 'credentials-wrong'],
      [
        'the account disabled',
        async () => {
          await addUser(store, 'root', { role: 'ADMIN' });
          await store.users.change(ana.id, { disabled: true });
        },
        'account-disabled',
      ],
      [
        'the account gone',
        async () => {
          await addUser(store, 'root', { role: 'ADMIN' });
          await store.users.remove(ana.id);
        },
        'credentials-wrong',
      ],
    ])('opens none with %s by then', async (_, happens, kind) => {
      const proven = await prove();
      await happens();
      expect((await refusalOf(() => enter(door(), proven)))?.kind).toBe(kind);
    });

    it('does not put the old password back by hashing it anew', async () => {
      const stronger = argonPasswords({ ...QUICK, memoryCost: 128 });
      const overtaken: Passwords = {
        ...stronger,
        async hash(password) {
          await changePassword();
          return stronger.hash(password);
        },
      };
      expect((await refusalOf(() => prove(overtaken)))?.kind).toBe('credentials-wrong');
      const kept = await store.users.findForSignIn('ana');
      expect(await argon.verify(kept!.passwordHash, OTHER)).toBe('right');
    });

    it('lets in two who come while it is hashed anew', async () => {
      const stronger = argonPasswords({ ...QUICK, memoryCost: 128 });
      const both = await Promise.all([prove(stronger), prove(stronger)]);
      for (const proven of both) expect((await enter(door(), proven)).user).toEqual(ana);
    });
  });

  describe('with wrong passwords', () => {
    it('has exactly ten of 64 at once looked at', async () => {
      const { knock, kinds } = door({ account: 10 });
      const answers = await kinds(times(64, (i) => () => knock('ana', `wrong ${i}`)));
      expect(evaluated).toBe(10);
      expect(answers.filter((kind) => kind === 'credentials-wrong')).toHaveLength(10);
      expect(answers.filter((kind) => kind === 'too-many-attempts')).toHaveLength(54);
    });

    it('has ten looked at for one account, by whatever name it is called', async () => {
      const { knock, kinds } = door({ account: 10 });
      const names = ['ana', 'ANA', 'ａｎａ', 'ana@example.org', 'ANA@EXAMPLE.ORG'];
      await kinds(times(64, (i) => () => knock(names[i % names.length]!, `wrong ${i}`)));
      expect(evaluated).toBe(10);
    });

    it('looks at no right password either when ten were wrong', async () => {
      const { knock } = door({ account: 10 });
      for (let i = 0; i < 10; i++) await refusalOf(() => knock('ana', `wrong ${i}`));
      expect(await refusalOf(() => knock('ana'))).toEqual({
        kind: 'too-many-attempts',
        retryAfterSeconds: expect.any(Number),
      });
      expect((await refusalOf(() => knock('ana@example.org')))?.kind).toBe('too-many-attempts');
      expect(evaluated).toBe(10);
    });

    it('says when to come again: within a quarter of an hour', async () => {
      const { knock } = door({ account: 1 });
      await refusalOf(() => knock('ana', 'wrong'));
      const problem = await refusalOf(() => knock('ana', 'wrong'));
      const seconds = problem?.kind === 'too-many-attempts' ? problem.retryAfterSeconds : -1;
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(QUARTER_SECONDS);
    });

    it('counts names of nobody as well, so that the limit tells nothing', async () => {
      const { knock, kinds } = door({ account: 3 });
      for (const name of ['zoe', 'zoe@example.org']) {
        const answers = await kinds(times(5, (i) => () => knock(name, `wrong ${i}`)));
        expect(answers.toSorted()).toEqual([
          ...times(3, () => 'credentials-wrong'),
          ...times(2, () => 'too-many-attempts'),
        ]);
      }
    });

    it('counts each account for itself', async () => {
      const { knock } = door({ account: 1 });
      await refusalOf(() => knock('zoe', 'wrong'));
      await refusalOf(() => knock('zoe', 'wrong'));
      expect(await knock('ana')).toEqual(ana);
    });

    it('has so many looked at from one address, whatever the accounts', async () => {
      const { knock, kinds } = door({ account: 10, address: 30 });
      await kinds(times(100, (i) => () => knock(`user-${i}`, 'wrong')));
      expect(evaluated).toBe(30);
      expect((await refusalOf(() => knock('ana')))?.kind).toBe('too-many-attempts');
      expect(await knock('ana', PASSWORD, '10.0.0.2')).toEqual(ana);
    });

    it('takes nothing from an address for what an account refuses', async () => {
      const { knock } = door({ account: 1, address: 3 });
      for (let i = 0; i < 20; i++) await refusalOf(() => knock('zoe', 'wrong'));
      expect(await knock('ana')).toEqual(ana);
    });
  });

  it('counts no password that could not be looked at, for there was too much to do', async () => {
    const { knock, kinds } = door({ account: 3, address: 3 });
    isBusy = true;
    for (let i = 0; i < 5; i++) {
      expect(await kinds([() => knock('ana')])).toEqual(['unavailable']);
    }
    isBusy = false;
    expect(await knock('ana')).toEqual(ana);
  });

  it('counts no right passwords, however many', async () => {
    const { knock, kinds } = door({ account: 3, address: 3 });
    for (let i = 0; i < 20; i++) expect(await knock('ana')).toEqual(ana);
    await refusalOf(() => knock('ana', 'wrong'));
    await refusalOf(() => knock('ana', 'wrong'));
    for (let i = 0; i < 5; i++) expect(await knock('ana@example.org')).toEqual(ana);
    // One after the other: of two at once, either may come first.
    expect(await kinds([() => knock('ana', 'wrong')])).toEqual(['credentials-wrong']);
    expect(await kinds([() => knock('ana')])).toEqual(['too-many-attempts']);
  });
});
