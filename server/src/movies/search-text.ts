import { words } from './fold.js';
import type { MovieFacts } from './movie.js';

const ROMAN = ['ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii'];
const APOSTROPHES = /['’ʼ`´]/g;

/**
 * All the words a title may be looked for by: as written, apart at its apostrophes ("avventura"), joined in
 * pairs ("spiderman", "starwars"), and its roman numerals in figures ("rocky 2").
 */
export function titleWords(title: string): string {
  const written = words(title);
  const parted = title.replace(APOSTROPHES, ' ');
  const apart = parted === title ? [] : words(parted);
  const pairs = written.slice(1).map((word, i) => `${written[i]}${word}`);
  const figures = written.flatMap((word) => {
    const at = ROMAN.indexOf(word);
    return at < 0 ? [] : [String(at + 2)];
  });
  return [...new Set([...written, ...apart, ...pairs, ...figures])].filter(Boolean).join(' ');
}

/** The words of title and original title. */
export function movieWords({ title, originalTitle }: Pick<MovieFacts, 'title' | 'originalTitle'>) {
  return originalTitle === null ? titleWords(title) : titleWords(`${title} ${originalTitle}`);
}
