import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedTypos, corrections, editDistance } from './spelling.js';

const FAR = 99;

/** As the textbook has it, the whole table, to compare with. */
function slowDistance(left: string, right: string): number {
  const [a, b] = [[...left], [...right]];
  const d = a
    .concat('')
    .map((_, i) => b.concat('').map((__, j) => (i === 0 ? j : j === 0 ? i : 0)));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      d[i]![j] = Math.min(
        d[i - 1]![j]! + 1,
        d[i]![j - 1]! + 1,
        d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? d[i - 2]![j - 2]! + 1
          : FAR,
      );
    }
  }
  return d[a.length]![b.length]!;
}

/** Few letters, so that words are often alike. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '𠮷'), maxLength: 7 });

describe('the distance of two words', () => {
  it.each([
    ['', '', 0],
    ['matrix', 'matrix', 0],
    ['matrix', 'matri', 1],
    ['matrix', 'matrixx', 1],
    ['matrix', 'matrax', 1],
    ['matrix', 'matirx', 1],
    ['shawshenk', 'shawshank', 1],
    ['pyscho', 'psycho', 1],
    ['kitten', 'sitting', 3],
    ['', 'abc', 3],
    ['𠮷a', 'a𠮷', 1],
  ])('%s and %s is %i', (left, right, distance) => {
    expect(editDistance(left, right, FAR)).toBe(distance);
  });

  it('is what the textbook says', () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        expect(editDistance(left, right, FAR)).toBe(slowDistance(left, right));
      }),
    );
  });

  it('is given up where it exceeds the most, and is exact up to it', () => {
    fc.assert(
      fc.property(word, word, fc.nat(4), (left, right, most) => {
        const distance = slowDistance(left, right);
        expect(editDistance(left, right, most)).toBe(Math.min(distance, most + 1));
      }),
    );
  });

  it('is the same both ways, nought for the same word only, and never more than its letters', () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const distance = editDistance(left, right, FAR);
        const [longer, shorter] = [left, right].map((w) => [...w].length).sort((x, y) => y - x);
        expect(editDistance(right, left, FAR)).toBe(distance);
        expect(distance === 0).toBe(left === right);
        expect(distance).toBeLessThanOrEqual(longer!);
        expect(distance).toBeGreaterThanOrEqual(longer! - shorter!);
      }),
    );
  });

  it('is no more by way of a third word that needs no swap', () => {
    // With swaps it is no metric: "ca" is one from "ac", that one from "abc", yet "ca" three from "abc".
    expect(editDistance('ca', 'abc', FAR)).toBe(3);
    const ascending = word.map((text) => [...text].sort().join(''));
    fc.assert(
      fc.property(ascending, ascending, ascending, (a, b, c) => {
        const sum = editDistance(a, b, FAR) + editDistance(b, c, FAR);
        expect(editDistance(a, c, FAR)).toBeLessThanOrEqual(sum);
      }),
    );
  });

  it('is one after one slip of the fingers', () => {
    fc.assert(
      fc.property(
        word,
        fc.nat(),
        fc.constantFrom('x', 'y'),
        fc.nat(3),
        (text, at, letter, slip) => {
          const letters = [...text];
          const i = letters.length === 0 ? 0 : at % letters.length;
          const slipped = [
            letters.toSpliced(i, 0, letter),
            letters.toSpliced(i, 1),
            letters.toSpliced(i, 1, letter),
            letters.toSpliced(i, 2, ...letters.slice(i, i + 2).reverse()),
          ][slip]!;
          expect(editDistance(text, slipped.join(''), FAR)).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('the corrections of a word', () => {
  it.each([
    ['up', 0],
    ['her', 0],
    ['jaws', 1],
    ['titanic', 1],
    ['shawshank', 2],
    ['godfather', 2],
  ])('of %s allow %i slips', (text, typos) => {
    expect(allowedTypos(text)).toBe(typos);
  });

  it('are the nearest first', () => {
    const known = ['godfathers', 'goldfinger', 'godmother', 'grandfather', 'godfather'];
    expect(corrections('godfathr', known)).toEqual(['godfather', 'godfathers']);
  });

  it('may be the beginning of a longer word, after the whole ones', () => {
    expect(corrections('godfathr', ['godfatherland', 'godfather'])).toEqual([
      'godfather',
      'godfatherland',
    ]);
  });

  it('are none for what a word begins with: that is found as it is', () => {
    expect(corrections('matri', ['matrix', 'matrimony', 'matr'])).toEqual(['matr']);
  });

  it('are none for short words, and none among none', () => {
    expect(corrections('up', ['us', 'ups', 'pu'])).toEqual([]);
    expect(corrections('matrix', [])).toEqual([]);
  });

  it('are never more than eight', () => {
    const known = Array.from({ length: 26 }, (_, i) => `matri${String.fromCharCode(97 + i)}`);
    expect(corrections('matriß', known)).toHaveLength(8);
  });
});
