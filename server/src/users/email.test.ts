import { describe, expect, it } from 'vitest';
import { fieldsRefused } from '../../test/support/refusal.js';
import { emailKey, parseEmail } from './email.js';

describe('an e-mail address', () => {
  it.each([
    ['ana@example.org', 'ana@example.org'],
    ['  ana@example.org\n', 'ana@example.org'],
    ['Ana.B+films@Mail.Example.org', 'Ana.B+films@Mail.Example.org'],
    ["o'hara@example.org", "o'hara@example.org"],
    ['ana@localhost', 'ana@localhost'],
    ['用户@例子.广告', '用户@例子.广告'],
    [`${'x'.repeat(242)}@example.org`, `${'x'.repeat(242)}@example.org`],
  ])('may be %j', (text, email) => {
    expect(parseEmail(text)).toBe(email);
  });

  it.each([
    '',
    'ana',
    '@example.org',
    'ana@',
    'ana@@example.org',
    'ana@example@org',
    'ana maria@example.org',
    'ana@exam ple.org',
    'ana@example.org\nbcc: all@example.org',
    'ana@.org',
    'ana@example.',
    'ana@example..org',
    'a\u0000na@example.org',
    'a\u200bna@example.org',
    `${'x'.repeat(243)}@example.org`,
  ])('may not be %j', async (text) => {
    expect(await fieldsRefused(() => parseEmail(text))).toEqual(['email format']);
  });

  it('is one in capitals and wide letters, and another with a dot more', () => {
    expect(emailKey('Ana@Example.ORG')).toBe(emailKey('ana@example.org'));
    expect(emailKey('ａｎａ＠example.org')).toBe(emailKey('ana@example.org'));
    expect(emailKey('a.na@example.org')).not.toBe(emailKey('ana@example.org'));
  });

  it('is refused or kept in no time, however it is written', () => {
    const tricky = `${'a.'.repeat(100_000)}@${'b.'.repeat(100_000)}`;
    expect(() => parseEmail(tricky)).toThrow();
  });
});
