import { describe, expect, it } from 'vitest';
import { fieldsRefused } from '../../test/support/refusal.js';
import { COMMON_PASSWORDS } from './common-passwords.js';
import { normalisePassword, parsePassword } from './password.js';

describe('a password', () => {
  it.each([
    'a long pass phrase',
    '            x',
    'Tr0ub4dor&3xyz',
    'корова ест траву',
    '正確馬電池訂書針正確馬電池',
    '👩‍🚀 rides a 🐎 at 🌙',
    'ana likes long films',
    'halfstar is what I rate with',
    'ana и ещё одна длинная фраза',
    'half-a-star-2026',
    `${'x'.repeat(255)}y`,
    '🐎🔋'.repeat(128),
  ])('may be %j', (text) => {
    expect(parsePassword(text, 'ana')).toBe(text.normalize('NFKC'));
  });

  it.each(['', 'short', 'eleven char', '🐎🔋📎🐎🔋📎🐎🔋📎🐎🔋', `${'x'.repeat(256)}y`])(
    'must have 12 to 256 characters, unlike %j',
    async (text) => {
      expect(await fieldsRefused(() => parsePassword(text, 'ana'))).toEqual(['password length']);
    },
  );

  it.each([
    'password1234',
    'PassWord1234',
    'ｐａｓｓｗｏｒｄ１２３４',
    'correcthorsebatterystaple',
    'aaaaaaaaaaaaaa',
    '🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎🐎',
    'halfstar2026',
    'HalfStar!HalfStar!',
    'halfstarhalfstar',
    'ana.maria2026',
    'ANA.MARIA-ana.maria',
    '123456ana.maria',
  ])('must not be the first that would be guessed, like %j', async (text) => {
    const refused = await fieldsRefused(() => parsePassword(text, 'Ana.Maria'));
    expect(refused).toEqual(['password too-common']);
  });

  it('must not be a handle in letters of any script, and digits', async () => {
    const refused = await fieldsRefused(() => parsePassword('Анастасия2026', 'анастасия'));
    expect(refused).toEqual(['password too-common']);
  });

  it('may have the handle of another', () => {
    expect(parsePassword('ana.maria2026', 'ben')).toBe('ana.maria2026');
  });

  it('is one however a keyboard composes it', () => {
    expect(normalisePassword('pass\u0065\u0301 phrase')).toBe(normalisePassword('passé phrase'));
    expect(parsePassword('Ａ long pass phrase', 'ana')).toBe('A long pass phrase');
    expect(normalisePassword(' Spaces And Case stay ')).toBe(' Spaces And Case stay ');
  });
});

describe('the common passwords', () => {
  it('are those that length alone does not refuse, as they are looked up', () => {
    expect(COMMON_PASSWORDS.size).toBeGreaterThan(300);
    const never = [...COMMON_PASSWORDS].filter(
      (password) => password.length < 12 || password !== password.toLowerCase(),
    );
    expect(never).toEqual([]);
  });
});
