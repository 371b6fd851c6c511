import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { fieldsRefused } from '../../test/support/refusal.js';
import { addUser } from '../../test/support/some.js';
import { opaqueTokens } from '../adapters/crypto/tokens.js';
import type { Store } from '../ports.js';
import { createToken } from './create-token.js';
import type { User } from './user.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');

describe('a new access token', () => {
  let store: Store;
  let ana: User;
  const maker = opaqueTokens();

  beforeEach(async () => {
    store = await emptyStore();
    ana = await addUser(store, 'ana');
  });
  afterEach(() => store.close());

  const create = (wish: Partial<Parameters<typeof createToken>[2]> = {}, user = ana) =>
    createToken({ tokens: store.tokens, maker, now: () => NOW }, user, {
      name: 'script',
      scope: 'read',
      expiresAt: null,
      ...wish,
    });

  it('is shown once, and kept as a hash', async () => {
    const { secret, ...token } = await create({ name: '  my script ', scope: 'write' });
    expect(secret).toMatch(/^hs_/);
    expect(token).toMatchObject({ kind: 'access', name: 'my script', scope: 'write' });
    expect(JSON.stringify(await store.tokens.list(ana.id))).not.toContain(secret.slice(3));
    expect(await store.tokens.find(secret)).toBeNull();
    expect(await store.tokens.find(maker.hash(secret))).toEqual({ token, user: ana });
  });

  it('may end at any time to come', async () => {
    expect(await create({ expiresAt: NOW + 1 })).toMatchObject({ expiresAt: NOW + 1 });
  });

  it.each([NOW, NOW - 1, 0, NaN])('may not have ended at %d', async (expiresAt) => {
    expect(await fieldsRefused(() => create({ expiresAt }))).toEqual(['expiresAt minimum']);
  });

  it.each(['', '   ', '\u200b', '\u3164'])('may not be called %j', async (name) => {
    expect(await fieldsRefused(() => create({ name }))).toEqual(['name min-length']);
  });

  it('is the hundredth at most, for each user and without their sessions', async () => {
    for (let i = 0; i < 100; i++) await create({ name: `${i}` });
    expect(await fieldsRefused(() => create())).toEqual(['name too-many']);
    const ben = await addUser(store, 'ben');
    expect(await fieldsRefused(() => create({}, ben))).toEqual([]);
    const [newest] = await store.tokens.list(ana.id);
    await store.tokens.remove(ana.id, newest!.id);
    expect(await fieldsRefused(() => create())).toEqual([]);
  });
});
