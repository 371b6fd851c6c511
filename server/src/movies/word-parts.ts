import { allowedTypos } from './spelling.js';

/** So many letters of a word are looked at, a bit for each. */
const LETTERS_COMPARED = 31;
const BLANK = 32;

/** Words in one text, where each begins in it and, as bits, which letters each has. */
export type Part = { text: string; starts: Uint32Array; letters: Int32Array };

export function partOf(text: string): Part {
  const starts = [0];
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) starts.push(at + 1);
  const letters = new Int32Array(starts.length);
  let word = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BLANK) word++;
    else letters[word] = (letters[word] as number) | bitOf(code);
  }
  return { text, starts: Uint32Array.from([...starts, text.length + 1]), letters };
}

export function beginsIn({ text, starts, letters }: Part, word: string): boolean {
  let own = 0;
  for (let at = 0; at < word.length; at++) own |= bitOf(word.charCodeAt(at));
  const first = word.charCodeAt(0);
  for (let i = 0; i < letters.length; i++) {
    if ((own & ~(letters[i] as number)) !== 0) continue;
    const start = starts[i] as number;
    if (text.charCodeAt(start) === first && text.startsWith(word, start)) return true;
  }
  return false;
}

/**
 * Those of whose beginnings one is made of `word`, or of its own beginning, with no more than the slips it may have: all
 * that it can have meant, and some more. The distance of strings whose differences are held as bits, a letter of `word`
 * in each (Hyyrö 2003, with neighbours that change places); two letters that fall together only let more through.
 */
export function likeWords({ text, starts, letters }: Part, word: string): string[] {
  const most = mostSlips(word);
  const length = Math.min(word.length, LETTERS_COMPARED);
  const places = new Int32Array(256);
  let own = 0;
  for (let at = 0; at < length; at++) {
    const code = word.charCodeAt(at);
    places[code & 255] = (places[code & 255] as number) | (1 << at);
    own |= bitOf(code);
  }
  const last = 1 << (length - 1);
  const found: string[] = [];
  for (let i = 0; i < letters.length; i++) {
    if (bitsIn(own & ~(letters[i] as number)) > most) continue;
    const start = starts[i] as number;
    const end = (starts[i + 1] as number) - 1;
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
      if (distance <= most) {
        found.push(text.slice(start, end));
        break;
      }
      // Each letter to come brings it down by one at most.
      if (distance > --hopeful) break;
      const grown = (grows << 1) | 1;
      more = (shrinks << 1) | ~(same | grown);
      less = grown & same;
      before = here;
    }
  }
  return found;
}

/** In halves of letters where there are such: one letter beyond the first plane is two. */
export function mostSlips(word: string): number {
  return allowedTypos(word) * (/[\ud800-\udfff]/.test(word) ? 2 : 1);
}

function bitOf(code: number): number {
  return 1 << (code & 31);
}

function bitsIn(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
