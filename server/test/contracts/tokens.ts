import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import type { NewToken } from '../../src/users/ports.js';
import type { User } from '../../src/users/user.js';
import { addUser, NOBODY, NOW } from '../support/some.js';

export function tokensContract(open: () => Promise<Store>): void {
  describe('tokens', () => {
    let store: Store;
    let ana: User;
    let ben: User;

    beforeEach(async () => {
      store = await open();
      ana = await addUser(store, 'ana');
      ben = await addUser(store, 'ben');
    });
    afterEach(() => store.close());

    const add = (hash: string, more: Partial<NewToken> = {}, now = NOW) =>
      store.tokens.add(
        {
          userId: ana.id,
          kind: 'access',
          name: 'script',
          scope: 'read',
          hash,
          expiresAt: null,
          ...more,
        },
        now,
      );
    const isThere = async (hash: string) => (await store.tokens.find(hash)) !== null;

    it('are found by their hash, with their user as it is now', async () => {
      const token = await add('hash', { expiresAt: NOW + 5 });
      expect(token).toEqual({
        id: expect.any(Number),
        kind: 'access',
        name: 'script',
        scope: 'read',
        createdAt: NOW,
        expiresAt: NOW + 5,
        lastUsedAt: null,
      });
      await store.users.change(ana.id, { displayName: 'Ana B.' });
      expect(await store.tokens.find('hash')).toEqual({
        token,
        user: { ...ana, displayName: 'Ana B.' },
      });
      expect(await store.tokens.find('HASH')).toBeNull();
      expect(await store.tokens.find('')).toBeNull();
    });

    it('are found after their end too: the caller judges', async () => {
      await add('hash', { expiresAt: NOW - 1 });
      expect(await isThere('hash')).toBe(true);
    });

    it('of sessions count as used when they are made', async () => {
      const session = await add('hash', { kind: 'session', name: null, scope: 'write' });
      expect(session).toMatchObject({ name: null, lastUsedAt: NOW });
    });

    it('tell when they were used last', async () => {
      const { id } = await add('hash');
      await add('other');
      await store.tokens.touch(id, NOW + 9);
      expect((await store.tokens.find('hash'))?.token.lastUsedAt).toBe(NOW + 9);
      expect((await store.tokens.find('other'))?.token.lastUsedAt).toBeNull();
      await store.tokens.touch(-1, NOW);
    });

    it('cannot share a hash', async () => {
      await add('hash');
      await expect(add('hash', { userId: ben.id })).rejects.toThrow();
    });

    it("are listed by their user, the newest first, without sessions and others' tokens", async () => {
      const [first, second] = [await add('first'), await add('second')];
      await add('session', { kind: 'session' });
      await add('of ben', { userId: ben.id });
      expect(await store.tokens.list(ana.id)).toEqual([second, first]);
      expect(await store.tokens.list(NOBODY)).toEqual([]);
    });

    it('are removed by their own user only, once', async () => {
      const { id } = await add('hash');
      expect(await store.tokens.remove(ben.id, id)).toBe(false);
      expect(await store.tokens.remove(ana.id, id)).toBe(true);
      expect(await store.tokens.remove(ana.id, id)).toBe(false);
      expect(await isThere('hash')).toBe(false);
    });

    it('are pruned when they can never count again, and not before', async () => {
      await add('endless', {}, 1);
      await add('ends at once', { expiresAt: NOW });
      await add('ends later', { expiresAt: NOW + 1 });
      await add('idle', { kind: 'session', expiresAt: NOW + 1 }, NOW - 100);
      await add('used', { kind: 'session', expiresAt: NOW + 1 }, NOW - 99);
      await add('used, but over', { kind: 'session', expiresAt: NOW - 1 }, NOW - 99);
      expect(await store.tokens.prune(NOW - 100, NOW)).toBe(3);
      expect(await Promise.all(['ends at once', 'idle', 'used, but over'].map(isThere))).toEqual([
        false,
        false,
        false,
      ]);
      expect(await Promise.all(['endless', 'ends later', 'used'].map(isThere))).toEqual([
        true,
        true,
        true,
      ]);
      expect(await store.tokens.prune(NOW - 100, NOW)).toBe(0);
    });
  });
}
