import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../test/support/refusal.js';
import { memoryLimits } from '../adapters/memory/limits.js';
import { takeAttempt } from './attempts.js';

const open = (account: number, address: number) => ({
  byAccount: memoryLimits(account, 60),
  byAddress: memoryLimits(address, 60),
});

describe('an attempt', () => {
  it('is taken from both, and refused when either has none', async () => {
    const attempts = open(2, 3);
    await takeAttempt(attempts, { name: 'ana', address: 'here' });
    await takeAttempt(attempts, { name: 'ana', address: 'here' });
    const third = () => takeAttempt(attempts, { name: 'ana', address: 'here' });
    expect((await refusalOf(third))?.kind).toBe('too-many-attempts');
    await takeAttempt(attempts, { name: 'ben', address: 'here' });
    const fourth = () => takeAttempt(attempts, { name: 'ben', address: 'here' });
    expect((await refusalOf(fourth))?.kind).toBe('too-many-attempts');
    expect(
      await refusalOf(() => takeAttempt(attempts, { name: 'ben', address: 'there' })),
    ).toBeNull();
  });

  it('that is given back counts for neither', async () => {
    const attempts = open(1, 1);
    for (let i = 0; i < 5; i++) {
      const giveBack = await takeAttempt(attempts, { name: 'ana', address: 'here' });
      await giveBack();
    }
    await takeAttempt(attempts, { name: 'ana', address: 'here' });
    const refused = await refusalOf(() => takeAttempt(attempts, { name: 'ana', address: 'here' }));
    expect(refused).toEqual({
      kind: 'too-many-attempts',
      retryAfterSeconds: expect.any(Number),
    });
  });

  it.each([
    ['ana', 'ANA'],
    ['ana', 'ａｎａ'],
    ['straße', 'STRASSE'],
    ['ana@example.org', 'ANA@Example.ORG'],
    ['ana@example.org', 'ana＠example.org'],
  ])('for %s is one for %s', async (name, same) => {
    const attempts = open(1, 0);
    await takeAttempt(attempts, { name, address: 'here' });
    const again = await refusalOf(() => takeAttempt(attempts, { name: same, address: 'there' }));
    expect(again?.kind).toBe('too-many-attempts');
  });

  it('is always there where nothing is limited', async () => {
    const attempts = open(0, 0);
    for (let i = 0; i < 100; i++) await takeAttempt(attempts, { name: 'ana', address: 'here' });
  });
});
