import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldsRefused } from '../../test/support/refusal.js';
import { handleKey, parseHandle } from './handle.js';

describe('a handle', () => {
  it.each([
    ['ana', 'ana'],
    ['Ana-Maria_2.0', 'Ana-Maria_2.0'],
    ['7samurai', '7samurai'],
    ['Ａｎａ', 'Ana'],
    ['José', 'José'],
    ['Jose\u0301', 'José'],
    ['黒澤', '黒澤'],
    ['अमिताभ', 'अमिताभ'],
    ['x'.repeat(40), 'x'.repeat(40)],
    ['𠮷'.repeat(40), '𠮷'.repeat(40)],
    ['mee', 'mee'],
    ['1e5', '1e5'],
  ])('may be %s', (text, handle) => {
    expect(parseHandle(text)).toBe(handle);
  });

  it.each([
    ['', 'length'],
    ['a', 'length'],
    ['x'.repeat(41), 'length'],
    ['me', 'reserved'],
    ['ME', 'reserved'],
    ['ｍｅ', 'reserved'],
    ['12345', 'format'],
    ['１２３', 'format'],
    ['٣٤٥', 'format'],
    ['௧௨', 'format'],
    ['ana maria', 'format'],
    [' ana', 'format'],
    ['ana\n', 'format'],
    ['ana@example.org', 'format'],
    ['ana/..', 'format'],
    ['..', 'format'],
    ['-ana', 'format'],
    ['a%20b', 'format'],
    ['👩‍🚀👩‍🚀', 'format'],
    ['\u0301\u0301', 'format'],
  ])('may not be %j: %s', async (text, code) => {
    expect(await fieldsRefused(() => parseHandle(text))).toEqual([`handle ${code}`]);
  });

  it.each([
    ['a zero-width space', 'a\u200bna'],
    ['a zero-width joiner', 'a\u200dna'],
    ['a soft hyphen', 'a\u00adna'],
    ['a mark from right to left', 'ana\u202e'],
    ['a joiner of graphemes', 'a\u034fna'],
    ['a selector of variations', 'ana\ufe0f'],
    ['letters that are blank', '\u3164\u3164'],
    ['a blank letter among others', 'an\u115fa'],
  ])('may not hide %s', async (_, text) => {
    expect(await fieldsRefused(() => parseHandle(text))).toEqual(['handle format']);
  });

  it('that may be, may be again, and is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 2, maxLength: 20 }), (text) => {
        let handle: string;
        try {
          handle = parseHandle(text);
        } catch {
          return;
        }
        expect(parseHandle(handle)).toBe(handle);
      }),
    );
  });
});

describe('two handles are one', () => {
  it.each([
    ['Ana', 'ANA'],
    ['ana', 'ａｎａ'],
    ['Straße', 'STRASSE'],
    ['straẞe', 'strasse'],
    ['ΟΔΟΣ', 'οδος'],
    ['οδοσ', 'οδος'],
    ['José', 'JOSE\u0301'],
    ['ﬁona', 'Fiona'],
    ['ǅ-x', 'ǆ-X'],
  ])('when they are %s and %s', (left, right) => {
    expect(handleKey(left)).toBe(handleKey(right));
  });

  it.each([
    ['ana', 'anna'],
    ['jose', 'josé'],
    ['ana', 'аna'],
    ['a.b', 'a-b'],
  ])('but not %s and %s', (left, right) => {
    expect(handleKey(left)).not.toBe(handleKey(right));
  });

  it('whatever their letters’ case, which a second look does not change', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const key = handleKey(text);
        expect(handleKey(key)).toBe(key);
        expect(handleKey(text.normalize('NFD'))).toBe(key);
      }),
    );
  });
});
