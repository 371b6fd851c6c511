import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold, nameKey, searchedWords, titleKey, words } from './fold.js';

describe('folding', () => {
  it.each([
    ['The Matrix', 'the matrix'],
    ['Amélie', 'amelie'],
    ['AME\u0301LIE', 'amelie'],
    ['Schindler’s List', 'schindlers list'],
    ["Ocean's Eleven", 'oceans eleven'],
    ['WALL·E', 'wall e'],
    ['Spider-Man: No Way Home', 'spider man no way home'],
    ['Fast & Furious', 'fast and furious'],
    ['Q&A', 'q and a'],
    ['8½', '8 1 2'],
    ['8 1/2', '8 1 2'],
    ['Straße', 'strasse'],
    ['STRAẞE', 'strasse'],
    ['Ødipus Æsop Œuvre Łódź Đặng Þór', 'odipus aesop oeuvre lodz dang thor'],
    ['İstanbul Diyarbakır', 'istanbul diyarbakir'],
    ['Ｆｕｌｌ　Ｗｉｄｔｈ', 'full width'],
    ['ﬁlm', 'film'],
    ['Foo™', 'footm'],
    ['𝐌𝐚𝐭𝐫𝐢𝐱', 'matrix'],
    ['Ἀλέξανδρος', 'αλεξανδρος'],
    ['Ёлки', 'елки'],
    ['千と千尋の神隠し', '千と千尋の神隠し'],
    ['がんばれ', 'がんばれ'],
    ['버닝', '버닝'],
    ['लगान', 'लगान'],
    ['  …  !!! ', ''],
    ['', ''],
    ['☠', ''],
  ])('%j is %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('leaves what is folded as it is, and makes no blank word', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const folded = fold(text);
        expect(fold(folded)).toBe(folded);
        expect(words(text).every((word) => /^\S+$/u.test(word))).toBe(true);
        expect(words(text).join(' ')).toBe(folded);
      }),
    );
  });

  it('is blind to how letters are composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')));
      }),
    );
  });
});

describe('the key of a title', () => {
  it('is one with its article before, behind, or none', () => {
    const all = ['The Matrix', 'Matrix, The', 'matrix the', 'MATRIX', ' the  matrix!'];
    expect(new Set(all.map(titleKey))).toEqual(new Set(['matrix']));
  });

  it.each([
    ['A', 'a'],
    ['The', 'the'],
    ['An', 'an'],
    ['The A', 'a'],
    ['Thelma & Louise', 'thelma and louise'],
    ['An American in Paris', 'american in paris'],
    ['Plan A', 'plan'],
    ['The Man Who Wasn’t the', 'man who wasnt the'],
    ['…', ''],
  ])('%j is %j', (title, key) => {
    expect(titleKey(title)).toBe(key);
  });
});

describe('the words that are looked for', () => {
  it.each([
    ['the matrix', ['matrix']],
    ['matrix the a', ['matrix']],
    ['the', ['the']],
    ['a the', ['a', 'the']],
    ['', []],
    ['!!!', []],
  ])('in %j are %j', (query, searched) => {
    expect(searchedWords(query)).toEqual(searched);
  });
});

describe('the key of a name', () => {
  it('is its folded words, or the name itself when it has none', () => {
    expect(nameKey('Science-Fiction')).toBe(nameKey('science fiction'));
    expect(nameKey('☠')).toBe('☠');
    expect(nameKey('☠')).not.toBe(nameKey('♥'));
  });
});

it('looks for each word once, and not for the beginning of another', () => {
  expect(searchedWords('s s s star st wars')).toEqual(['star', 'wars']);
  expect(searchedWords(Array.from({ length: 100 }, (_, i) => `word${i}x`).join(' '))).toHaveLength(
    8,
  );
});
