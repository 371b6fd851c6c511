import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corrections } from './spelling.js';
import { newVocabulary } from './vocabulary.js';

/** Few letters, so that words are often alike; some fall together where only bits of them are looked at. */
const letter = fc.constantFrom('a', 'b', 'c', 'A', 'š', 'ж', '𠮷');
const word = fc.string({ unit: letter, minLength: 4, maxLength: 12 });
const longer = fc.string({ unit: letter, minLength: 28, maxLength: 40 });

function holding(parts: readonly string[][]) {
  const vocabulary = newVocabulary();
  for (const words of parts) vocabulary.learn(words.join(' '));
  return vocabulary;
}

describe('the vocabulary', () => {
  it('corrects a word as one who compares it with every word', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(word, longer), { maxLength: 80 }),
        fc.oneof(fc.string({ unit: letter, maxLength: 12 }), longer),
        (words, misspelt) => {
          expect(holding([words]).corrections(misspelt)).toEqual(corrections(misspelt, words));
        },
      ),
    );
  });

  it('corrects what is typed letter after letter as what is asked at once', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.oneof(word, longer), { maxLength: 60 }),
        longer,
        fc.nat(),
        (words, other, at) => {
          const typed = words[at % (words.length + 1)] ?? other;
          const misspelt =
            typed.slice(0, at % typed.length) + other.slice(0, 1) + typed.slice(at % typed.length);
          const vocabulary = holding([words]);
          for (let end = 4; end <= misspelt.length; end++) {
            const beginning = misspelt.slice(0, end);
            expect(vocabulary.corrections(beginning)).toEqual(corrections(beginning, words));
          }
        },
      ),
    );
  });

  it('corrects whichever slip in a short word', () => {
    const four = fc.constantFrom('a', 'b', 'c', 'd', '𠮷', 'ж');
    const short = fc.string({ unit: four, minLength: 3, maxLength: 8 });
    fc.assert(
      fc.property(short, four, fc.nat(), fc.nat(3), (text, other, at, kind) => {
        const letters = [...text];
        const place = at % letters.length;
        const [one = '', next = ''] = letters.slice(place);
        const slips = [[], [other], [other, one], [next, one]];
        letters.splice(place, kind < 3 ? 1 : 2, ...(slips[kind] as string[]));
        const slipped = letters.join('');
        const known = holding([['other', text]]).corrections(slipped);
        expect(known).toEqual(corrections(slipped, ['other', text]));
      }),
      { numRuns: 1000 },
    );
  });

  it('finds what may have one slip more, once it is typed far enough to', () => {
    const vocabulary = holding([['shawshank']]);
    const typed = (letters: number) => vocabulary.corrections('shxwshxnk'.slice(0, letters));
    expect([7, 8, 9].map(typed)).toEqual([[], [], ['shawshank']]);
  });

  it('knows what begins so as one who looks at every word', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 30 }), word, fc.nat(), (words, other, at) => {
        const vocabulary = holding([words.slice(0, at % 30), words.slice(at % 30)]);
        const asked = [
          other,
          other.slice(0, 2),
          ...words.map((one) => one.slice(0, 1 + (at % 12))),
        ];
        for (const beginning of asked) {
          const is = words.some((one) => one.startsWith(beginning));
          expect(vocabulary.hasBegun(beginning)).toBe(is);
        }
        vocabulary.learn(other);
        expect(vocabulary.hasBegun(other)).toBe(true);
      }),
    );
  });

  it('corrects one slip in a long word', () => {
    fc.assert(
      fc.property(longer, fc.nat(), (text, at) => {
        const slipped = text.slice(0, at % text.length) + text.slice((at % text.length) + 1);
        const known = holding([[text]]).corrections(slipped);
        expect(known).toEqual(text.startsWith(slipped) ? [] : corrections(slipped, [text]));
      }),
    );
  });

  it('knows what it learnt in many parts, in their order, and also what it was asked for before', () => {
    const vocabulary = newVocabulary();
    expect(vocabulary.corrections('godfathr')).toEqual([]);
    for (const end of 'abcdefghijklmnopqrstuvwxyz') vocabulary.learn(`godfathe${end}`);
    vocabulary.learn('');
    expect(vocabulary.corrections('godfathr').slice(0, 3)).toEqual([
      'godfather',
      'godfathea',
      'godfatheb',
    ]);
    vocabulary.learn('godfatr godfathxr');
    expect(vocabulary.corrections('godfathr').slice(0, 3)).toEqual([
      'godfather',
      'godfatr',
      'godfathxr',
    ]);
  });
});
