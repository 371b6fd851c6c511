/** So many letters at the beginning of a word are held by themselves, five bits of each, the first one lowest. */
const LETTERS_HELD = 6;
export const BITS_OF_ONE = 5;
/** In place of its head: a letter beyond the first plane, which is two of these, is in the word. */
export const WITH_SURROGATES = -1;

/** Words in one text, where each begins in it, which letters each has, as bits, and those at its beginning. */
export type Part = {
  text: string;
  starts: Uint32Array;
  letters: Int32Array;
  heads: Int32Array;
};

export function partOf(text: string): Part {
  const starts = [0];
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) starts.push(at + 1);
  const count = starts.length;
  starts.push(text.length + 1);
  const letters = new Int32Array(count);
  const heads = new Int32Array(count);
  for (let word = 0; word < count; word++) {
    const [start, end] = [starts[word] as number, (starts[word + 1] as number) - 1];
    let has = 0;
    let hasSurrogates = false;
    for (let at = start; at < end; at++) {
      const code = text.charCodeAt(at);
      has |= bitOf(code);
      hasSurrogates ||= isSurrogate(code);
    }
    letters[word] = has;
    const held = Math.min(end, start + LETTERS_HELD);
    heads[word] = hasSurrogates ? WITH_SURROGATES : headOf(text, start, held);
  }
  return { text, starts: Uint32Array.from(starts), letters, heads };
}

export function beginsIn({ text, starts, heads }: Part, word: string): boolean {
  const held = Math.min(word.length, LETTERS_HELD);
  const own = headOf(word, 0, held);
  const all = (1 << (held * BITS_OF_ONE)) - 1;
  for (let i = 0; i < heads.length; i++) {
    const head = heads[i] as number;
    const mayBe = (head & all) === own || head === WITH_SURROGATES;
    if (mayBe && text.startsWith(word, starts[i])) return true;
  }
  return false;
}

/** Letters that fall together only let more through wherever this or `headOf` is looked at. */
export function bitOf(code: number): number {
  return 1 << (code & 31);
}

export function headOf(text: string, start: number, end: number): number {
  let head = 0;
  for (let at = end - 1; at >= start; at--) {
    head = (head << BITS_OF_ONE) | (text.charCodeAt(at) & 31);
  }
  return head;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
