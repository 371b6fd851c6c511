import { likeWords, mostSlips } from './like-words.js';
import { allowedTypos, corrections } from './spelling.js';
import { beginsIn, type Part, partOf } from './word-parts.js';

/** Every word that a misspelt one may have meant, in memory: 120,000 take two and a half megabytes, and a millisecond to look through. */
export type Vocabulary = {
  /** Adds words that are not in it, one blank between. */
  learn(words: string): void;

  /** Whether a word of it begins so. */
  hasBegun(word: string): boolean;

  /** As `corrections` among all its words, those learnt first before others. */
  corrections(word: string): readonly string[];
};

const MOST_PARTS = 20;
const MOST_REMEMBERED = 500;
/** Of so many words all that are like them. */
const MOST_LIKE = 50;

export function newVocabulary(): Vocabulary {
  let parts: Part[] = [];
  /** While somebody types, all words but the last are asked for again with every letter. */
  const remembered = new Map<string, readonly string[]>();
  const begun = new Map<string, boolean>();
  const alike = new Map<string, string[]>();
  /** What is like a word is like what it begins with, if that may have as many slips: who types has that looked up before. */
  const like = (word: string): string[] => {
    const before = word.slice(0, -1);
    const known = mostSlips(before) === mostSlips(word) ? alike.get(before) : undefined;
    const among = known === undefined ? parts : known.length > 0 ? [partOf(known.join(' '))] : [];
    const found = among.flatMap((part) => likeWords(part, word));
    if (alike.size >= MOST_LIKE) alike.clear();
    alike.set(word, found);
    return found;
  };
  return {
    learn(words) {
      if (words === '') return;
      parts.push(partOf(words));
      if (parts.length > MOST_PARTS) parts = [partOf(parts.map(({ text }) => text).join(' '))];
      remembered.clear();
      begun.clear();
      alike.clear();
    },

    hasBegun(word) {
      const is = begun.get(word) ?? parts.some((part) => beginsIn(part, word));
      if (begun.size >= MOST_REMEMBERED) begun.clear();
      begun.set(word, is);
      return is;
    },

    corrections(word) {
      if (allowedTypos(word) === 0) return [];
      let found = remembered.get(word);
      if (found === undefined) {
        found = corrections(word, like(word));
        if (remembered.size >= MOST_REMEMBERED) remembered.clear();
        remembered.set(word, found);
      }
      return found;
    },
  };
}
