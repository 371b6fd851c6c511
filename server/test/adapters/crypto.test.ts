import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argonPasswords } from '../../src/adapters/crypto/passwords.js';
import { sealer } from '../../src/adapters/crypto/sealer.js';
import { opaqueTokens } from '../../src/adapters/crypto/tokens.js';
import { Refusal } from '../../src/problem.js';

const QUICK = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const STRONGER = { memoryCost: 128, timeCost: 1, parallelism: 1 };

describe('passwords', () => {
  const passwords = argonPasswords(QUICK);

  it('are hashed by argon2id, each with salt of its own', async () => {
    const [first, second] = [await passwords.hash('secret'), await passwords.hash('secret')];
    expect(first).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(first).not.toContain('secret');
    expect(second).not.toBe(first);
  });

  it('are hashed as OWASP advises when nothing else is said', async () => {
    expect(await argonPasswords().hash('secret')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each(['secret', '', 'pass phrase with ünïcødé 👩‍🚀', '\0', 'x'.repeat(256)])(
    'are right when they are the same, and wrong otherwise: %j',
    async (password) => {
      const hash = await passwords.hash(password);
      expect(await passwords.verify(hash, password)).toBe('right');
      expect(await passwords.verify(hash, `${password} `)).toBe('wrong');
      expect(await passwords.verify(hash, `${password.slice(0, -1)}q`)).toBe('wrong');
    },
  );

  it('are stale when they are right but hashed by other parameters', async () => {
    const hash = await passwords.hash('secret');
    const stronger = argonPasswords(STRONGER);
    expect(await stronger.verify(hash, 'secret')).toBe('stale');
    expect(await stronger.verify(hash, 'other')).toBe('wrong');
    expect(await passwords.verify(await stronger.hash('secret'), 'secret')).toBe('stale');
  });

  it.each(['secret', '', 'a password that nobody has'])(
    'are wrong where there is no hash: %j',
    async (password) => {
      expect(await passwords.verify(null, password)).toBe('wrong');
    },
  );

  it('of more than can wait are refused at once, and the others answered', async () => {
    const busy = argonPasswords(QUICK);
    await busy.verify(null, 'the decoy is made');
    const all = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => busy.hash(`secret ${i}`)),
    );
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(all.length - refused.length).toBeGreaterThanOrEqual(60);
    expect(refused.length).toBeGreaterThan(100);
    for (const reason of refused) {
      expect(reason).toBeInstanceOf(Refusal);
      expect(reason.problem).toEqual({ kind: 'unavailable', retryAfterSeconds: 5 });
    }
    expect(await busy.hash('again')).toMatch(/^\$argon2id/);
  });
});

describe('tokens', () => {
  const tokens = opaqueTokens();

  it('are hs_ and 256 random bits, fit for a header', () => {
    const { token } = tokens.make();
    expect(token).toMatch(/^hs_[\w-]{43}$/);
    expect(Buffer.from(token.slice(3), 'base64url')).toHaveLength(32);
  });

  it('are each another', () => {
    const made = Array.from({ length: 1000 }, () => tokens.make().token);
    expect(new Set(made).size).toBe(1000);
  });

  it('are known by their hash, which does not tell them', () => {
    const { token, hash } = tokens.make();
    expect(tokens.hash(token)).toBe(hash);
    expect(hash).toMatch(/^[\w-]{43}$/);
    expect(hash).not.toContain(token.slice(3));
    expect(tokens.hash(`${token} `)).not.toBe(hash);
    expect(tokens.hash(token.toUpperCase())).not.toBe(hash);
  });

  it('are hashed by SHA-256, so that every process finds them', () => {
    expect(tokens.hash('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
  });
});

describe('the sealer', () => {
  const { fingerprint, open, seal, sign } = sealer();

  it('opens what it sealed, whatever the text and the secret', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, secret) => {
        expect(open(seal(text, secret), secret)).toBe(text);
      }),
    );
  });

  it('seals the same text otherwise each time, and shows none of it', () => {
    const [first, second] = [seal('canary canary', 'secret'), seal('canary canary', 'secret')];
    expect(first).not.toBe(second);
    expect(Buffer.from(first, 'base64').toString('latin1')).not.toContain('canary');
  });

  it('opens nothing with another secret', () => {
    expect(open(seal('text', 'secret'), 'Secret')).toBeNull();
    expect(open(seal('text', 'secret'), '')).toBeNull();
  });

  it('opens nothing of which any byte was changed', () => {
    const bytes = Buffer.from(seal('text', 'secret'), 'base64');
    for (let i = 0; i < bytes.length; i++) {
      const changed = Buffer.from(bytes);
      changed[i]! ^= 1;
      expect(open(changed.toString('base64'), 'secret'), `byte ${i}`).toBeNull();
    }
  });

  it('opens nothing that was cut short, down to nothing', () => {
    const bytes = Buffer.from(seal('text', 'secret'), 'base64');
    for (let length = 0; length < bytes.length; length++) {
      expect(open(bytes.subarray(0, length).toString('base64'), 'secret')).toBeNull();
    }
  });

  it('opens nothing that is no seal at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(open(text, 'secret')).toBeNull();
      }),
    );
  });

  it('names a text by a fingerprint that is short, steady and its own', () => {
    expect(fingerprint('abc')).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
    expect(fingerprint('abc')).not.toBe(fingerprint('abc '));
  });

  it('signs so that only who has the secret could', () => {
    const signature = sign('text', 'secret');
    expect(signature).toMatch(/^[\w-]{16}$/);
    expect(sign('text', 'secret')).toBe(signature);
    expect(sign('text', 'other')).not.toBe(signature);
    expect(sign('texts', 'secret')).not.toBe(signature);
  });
});
