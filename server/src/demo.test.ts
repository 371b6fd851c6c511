import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../test/support/engine.js';
import { addUser } from '../test/support/some.js';
import { opaqueTokens } from './adapters/crypto/tokens.js';
import { addDemoUsers } from './demo.js';
import type { Store } from './ports.js';

describe('the demo users', () => {
  let store: Store;
  const maker = opaqueTokens();
  beforeEach(async () => {
    store = await emptyStore();
  });
  afterEach(() => store.close());

  it('are an admin and a consumer, with ids 1 and 2 and the tokens everyone knows', async () => {
    await addDemoUsers({ store, maker, now: () => 7 });
    expect(await store.tokens.find(maker.hash('abcdef1234567890'))).toMatchObject({
      user: { id: 1, handle: 'admin', role: 'ADMIN' },
      token: { scope: 'write', expiresAt: null },
    });
    expect(await store.tokens.find(maker.hash('1234567890'))).toMatchObject({
      user: { id: 2, handle: 'consumer', role: 'USER' },
    });
  });

  it('have no passwords, so that nobody signs in as them', async () => {
    await addDemoUsers({ store, maker, now: () => 7 });
    for (const handle of ['admin', 'consumer']) {
      expect((await store.users.findForSignIn(handle))?.passwordHash).toBeNull();
    }
  });

  it('are not added where somebody is already', async () => {
    await addUser(store, 'Admin');
    await expect(addDemoUsers({ store, maker, now: () => 7 })).rejects.toThrow('empty database');
    expect(await store.tokens.find(maker.hash('abcdef1234567890'))).toBeNull();
  });
});
