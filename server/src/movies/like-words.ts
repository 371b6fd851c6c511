import { allowedTypos, SURROGATE } from './spelling.js';
import { BITS_OF_ONE, bitOf, headOf, type Part, WITH_SURROGATES } from './word-parts.js';

/** So many letters of a word are looked at, a bit for each. */
const LETTERS_COMPARED = 31;
const TWO = (1 << (2 * BITS_OF_ONE)) - 1;

/** A word to compare with others. In `places`, by the lower byte of a letter, where it is, as bits: as with `bitOf`, letters fall together. */
type Pattern = { length: number; most: number; letters: number; places: Int32Array };

/**
 * Those of whose beginnings one is made of `word`, or of its own beginning, with no more than the slips it may have: all
 * that it can have meant, and some more.
 */
export function likeWords({ text, starts, letters, heads }: Part, word: string): string[] {
  const pattern = patternOf(word);
  const halves = pattern.most === 1 ? halvesOf(word) : null;
  const found: string[] = [];
  for (let i = 0; i < heads.length; i++) {
    const head = heads[i] as number;
    if (head !== WITH_SURROGATES) {
      if (halves === null) {
        if (bitsIn(pattern.letters & ~(letters[i] as number)) > pattern.most) continue;
      } else if (!hasHalf(head, halves)) continue;
      if (!isLike(pattern, text, starts[i] as number, (starts[i + 1] as number) - 1)) continue;
    }
    found.push(text.slice(starts[i], (starts[i + 1] as number) - 1));
  }
  return found;
}

/** In halves of letters where there are such: one letter beyond the first plane is a pair of surrogates. */
export function mostSlips(word: string): number {
  return allowedTypos(word) * (SURROGATE.test(word) ? 2 : 1);
}

function patternOf(word: string): Pattern {
  const length = Math.min(word.length, LETTERS_COMPARED);
  const places = new Int32Array(256);
  let letters = 0;
  for (let at = 0; at < length; at++) {
    const code = word.charCodeAt(at);
    places[code & 255] = (places[code & 255] as number) | (1 << at);
    letters |= bitOf(code);
  }
  return { length, most: mostSlips(word), letters, places };
}

/**
 * Whether so few slips make the pattern of a beginning of the word in `text`. The distance of strings whose differences
 * are held as bits, a letter of the pattern in each (Hyyrö 2003, with neighbours that change places).
 */
function isLike({ length, most, places }: Pattern, text: string, start: number, end: number) {
  const last = 1 << (length - 1);
  const furthest = Math.min(end, start + length + most);
  let more = -1;
  let less = 0;
  let same = 0;
  let before = 0;
  let distance = length;
  let hopeful = length + 2 * most;
  for (let at = start; at < furthest; at++) {
    const here = places[text.charCodeAt(at) & 255] as number;
    const swapped = ((~same & here) << 1) & before;
    same = (((here & more) + more) ^ more) | here | less | swapped;
    const grows = less | ~(same | more);
    const shrinks = same & more;
    if (grows & last) distance++;
    else if (shrinks & last) distance--;
    if (distance <= most) return true;
    // Each letter to come brings it down by one at most.
    if (distance > --hopeful) return false;
    const grown = (grows << 1) | 1;
    more = (shrinks << 1) | ~(same | grown);
    less = grown & same;
    before = here;
  }
  return false;
}

/** What is in the head of a word that is like one of four to seven letters. */
type Halves = { first: number; second: number; swapped: number; at: number };

function halvesOf(word: string): Halves {
  const middle = word.length >> 1;
  const two = (one: number, other: number) => headOf(`${word[one]}${word[other]}`, 0, 2);
  return {
    first: two(0, 1),
    second: two(middle, middle + 1),
    swapped: two(middle, middle - 1),
    at: middle * BITS_OF_ONE,
  };
}

/**
 * One slip leaves one half of a word as it is, the second one in its place or next to it, or swaps the two letters in
 * the middle. Of either half its first two letters are looked at.
 */
function hasHalf(head: number, { first, second, swapped, at }: Halves): boolean {
  const before = (head >>> (at - BITS_OF_ONE)) & TWO;
  return (
    (head & TWO) === first ||
    before === second ||
    before === swapped ||
    ((head >>> at) & TWO) === second ||
    ((head >>> (at + BITS_OF_ONE)) & TWO) === second
  );
}

function bitsIn(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
