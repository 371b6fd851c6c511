import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyStore } from '../../test/support/engine.js';
import { addUser } from '../../test/support/some.js';
import { opaqueTokens } from '../adapters/crypto/tokens.js';
import type { Store } from '../ports.js';
import { authenticate, expiryOf, isFresh } from './access.js';
import type { TokenRecord } from './ports.js';
import { openSession } from './sign-in.js';
import type { User } from './user.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-03-01T12:00:00Z');

describe('who comes with a token', () => {
  let store: Store;
  let ana: User;
  let at: number;
  const maker = opaqueTokens();
  const now = () => at;

  beforeEach(async () => {
    at = START;
    store = await emptyStore();
    ana = await addUser(store, 'ana');
  });
  afterEach(() => store.close());

  const viewer = (token: string) => authenticate({ tokens: store.tokens, maker, now }, token);
  const session = async () => (await openSession({ tokens: store.tokens, maker, now }, ana)).secret;
  const access = async (expiresAt: number | null) => {
    const { token, hash } = maker.make();
    await store.tokens.add(
      { userId: ana.id, kind: 'access', name: 'x', scope: 'read', hash, expiresAt },
      at,
    );
    return token;
  };

  it('is the user of the token, as that is now', async () => {
    const token = await session();
    await store.users.change(ana.id, { displayName: 'Ana B.' });
    expect(await viewer(token)).toMatchObject({
      user: { id: ana.id, displayName: 'Ana B.' },
      token: { kind: 'session', scope: 'write' },
    });
  });

  it('is nobody with a token that is not known, or whose hash is sent instead', async () => {
    const token = await session();
    for (const other of ['', 'hs_', `${token}x`, token.toLowerCase(), maker.hash(token)]) {
      expect(await viewer(other)).toBeNull();
    }
  });

  it('is nobody after twelve hours of doing nothing', async () => {
    const token = await session();
    at += 12 * HOUR - 1;
    const idle = await session();
    expect(await viewer(token)).not.toBeNull();
    at += 12 * HOUR;
    expect(await viewer(idle)).toBeNull();
    expect(await viewer(token)).toBeNull();
  });

  it('stays for thirty days of doing something, and not a moment longer', async () => {
    const token = await session();
    while (at + 11 * HOUR < START + 30 * DAY) {
      at += 11 * HOUR;
      expect(await viewer(token)).not.toBeNull();
    }
    at = START + 30 * DAY - 1;
    expect(await viewer(token)).not.toBeNull();
    at = START + 30 * DAY;
    expect(await viewer(token)).toBeNull();
  });

  it('stays for ever with an access token that has no end, however seldom it is used', async () => {
    const token = await access(null);
    at += 3650 * DAY;
    expect(await viewer(token)).not.toBeNull();
  });

  it('is nobody from the moment an access token ends', async () => {
    const token = await access(START + DAY);
    at = START + DAY - 1;
    expect(await viewer(token)).not.toBeNull();
    at = START + DAY;
    expect(await viewer(token)).toBeNull();
  });

  it('is nobody once signed out, disabled or removed', async () => {
    await addUser(store, 'root', { role: 'ADMIN' });
    const token = await session();
    const { id } = (await viewer(token))!.token;
    await store.tokens.remove(ana.id, id);
    expect(await viewer(token)).toBeNull();

    const second = await session();
    await store.users.change(ana.id, { disabled: true });
    expect(await viewer(second)).toBeNull();
    // Even a token that was made in the same moment.
    expect(await viewer(await session())).toBeNull();

    await store.users.change(ana.id, { disabled: false });
    const third = await session();
    expect(await viewer(third)).not.toBeNull();
    await store.users.remove(ana.id);
    expect(await viewer(third)).toBeNull();
  });

  it('has the use of a token written down once a minute at most', async () => {
    const token = await session();
    const touched: number[] = [];
    const tokens = {
      find: store.tokens.find,
      touch: async (id: number, when: number) => {
        touched.push(when);
        await store.tokens.touch(id, when);
      },
    };
    for (let i = 0; i <= 240; i++) {
      at = START + i * 1000;
      await authenticate({ tokens, maker, now }, token);
    }
    expect(touched).toEqual([1, 2, 3, 4].map((minutes) => START + minutes * MINUTE));
  });

  it('has the first use of an access token written down, and told', async () => {
    const token = await access(null);
    expect((await viewer(token))?.token.lastUsedAt).toBe(START);
    expect((await store.tokens.list(ana.id))[0]?.lastUsedAt).toBe(START);
  });
});

describe('the end of a token', () => {
  const token: TokenRecord = {
    id: 1,
    kind: 'session',
    name: null,
    scope: 'write',
    createdAt: START,
    expiresAt: START + 30 * DAY,
    lastUsedAt: null,
  };

  it.each<[string, Partial<TokenRecord>, number]>([
    ['a session never used', {}, START + 12 * HOUR],
    ['a session in use', { lastUsedAt: START + DAY }, START + DAY + 12 * HOUR],
    ['a session about to end', { lastUsedAt: START + 30 * DAY - 1 }, START + 30 * DAY],
    ['an access token', { kind: 'access', expiresAt: START + 1 }, START + 1],
    ['an access token without an end', { kind: 'access', expiresAt: null }, Infinity],
  ])('of %s', (_, more, end) => {
    expect(expiryOf({ ...token, ...more })).toBe(end);
  });

  it('is not what makes it fresh: only a session is, and for a quarter of an hour', () => {
    const user = { id: 1 } as User;
    const viewer = (more: Partial<TokenRecord>) => ({ user, token: { ...token, ...more } });
    expect(isFresh(viewer({}), START + 15 * MINUTE - 1)).toBe(true);
    expect(isFresh(viewer({}), START + 15 * MINUTE)).toBe(false);
    expect(isFresh(viewer({ lastUsedAt: START + DAY }), START + DAY)).toBe(false);
    expect(isFresh(viewer({ kind: 'access' }), START)).toBe(false);
  });
});
