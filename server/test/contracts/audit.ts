import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/ports.js';
import type { Deed } from '../../src/users/audit.js';
import type { User } from '../../src/users/user.js';
import { ALL, addUser, NOW, walk } from '../support/some.js';

export function auditContract(open: () => Promise<Store>): void {
  describe('what was put down', () => {
    let store: Store;
    let root: User;

    beforeEach(async () => {
      store = await open();
      root = await addUser(store, 'root');
    });
    afterEach(() => store.close());

    const deed = (subject: string, more: Partial<Deed> = {}): Deed => ({
      at: NOW,
      actorId: root.id,
      action: 'user-deleted',
      subject,
      detail: {},
      ...more,
    });

    it('is kept as it was, newest first, and read page by page', async () => {
      const detail = { movieId: 7, decision: 'attack', before: null, note: 'é "x"\n🎬' };
      await store.audit.add(deed('user:1'));
      await store.audit.add(deed('flag:12', { action: 'flag-decided', at: NOW - 5, detail }));
      await store.audit.add(deed('user:3'));
      const { items, next, total } = await store.audit.list(ALL);
      expect(items.map(({ subject }) => subject)).toEqual(['user:3', 'flag:12', 'user:1']);
      expect([next, total]).toEqual([null, 3]);
      expect(items[1]).toEqual({
        id: expect.any(Number),
        at: NOW - 5,
        actor: { id: root.id, handle: 'root' },
        action: 'flag-decided',
        subject: 'flag:12',
        detail,
      });
      for (const limit of [1, 2, 3]) expect(await walk(store.audit.list, limit)).toEqual(items);
    });

    it('stays when who did it is gone', async () => {
      await store.audit.add(deed('user:3'));
      await store.users.remove(root.id);
      expect((await store.audit.list(ALL)).items).toMatchObject([
        { actor: null, subject: 'user:3' },
      ]);
      // Nor is it another's who comes later.
      await addUser(store, 'ana');
      expect((await store.audit.list(ALL)).items).toMatchObject([{ actor: null }]);
    });

    it('is nothing when it was not done after all', async () => {
      const failing = store.atomically(async (tx) => {
        await tx.audit.add(deed('user:3'));
        throw new Error('not after all');
      });
      await expect(failing).rejects.toThrow('not after all');
      expect(await store.audit.list(ALL)).toEqual({ items: [], next: null, total: 0 });
    });
  });
}
