/** Letters that Unicode does not take apart, as people type them without. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  '&': ' and ',
};
const SPECIAL = /[ßæœøđðþłħı&]/g;
/** Apostrophes join: people type "schindlers list", and "dont look up". */
const JOINING = /['’ʼ`´]/g;
/** "8½" is looked for as "8 1/2". */
const FRACTION = /[½¼¾⅓⅔]/g;
const NOT_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
/** Accents of Latin, Greek and Cyrillic; the marks of other scripts are letters of theirs. */
const ACCENTS = /[\u0300-\u036f]+/g;
const BEYOND_ASCII = /[^ -~]/;
/** More words than these make no search more telling. */
const MOST_SEARCHED_WORDS = 8;
/** Titles are told apart, and sorted, by so much of them; a cursor holds it. */
const LONGEST_KEY = 150;
const ARTICLES = new Set(['the', 'a', 'an']);

/** Lower-case words without accents or punctuation, one blank between: "Amélie & Co." is "amelie and co". */
export function fold(text: string): string {
  return BEYOND_ASCII.test(text) ? foldAny(text) : foldAscii(text);
}

/** What `foldAny` comes to for most text, at a fraction of its cost. */
function foldAscii(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('&', ' and ')
    .replace(/['`]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

function foldAny(text: string): string {
  return text
    .replace(FRACTION, ' $& ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(ACCENTS, '')
    .normalize('NFC')
    .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter)
    .replace(JOINING, '')
    .replace(NOT_WORD, ' ')
    .trim();
}

/** What makes two names one, whatever their letters; a name without any, `♥` say, is one with itself alone. */
export function nameKey(name: string): string {
  return fold(name) || name;
}

export function words(text: string): string[] {
  const folded = fold(text);
  return folded === '' ? [] : folded.split(' ');
}

/** Folded, and without a leading or trailing article: "The Matrix", "Matrix, The" and "matrix the" are one. */
export function titleKey(title: string): string {
  const all = words(title);
  if (all.length > 1 && ARTICLES.has(all[0] ?? '')) all.shift();
  else if (all.length > 1 && ARTICLES.has(all.at(-1) ?? '')) all.pop();
  return all.join(' ').slice(0, LONGEST_KEY);
}

/** The words of a query that must be found: articles only count when there is nothing else. */
export function searchedWords(query: string): string[] {
  const distinct = [...new Set(words(query))];
  // "s" asks for nothing that "star" does not, and costs the most.
  const all = distinct
    .filter((word) => !distinct.some((other) => other !== word && other.startsWith(word)))
    .slice(0, MOST_SEARCHED_WORDS);
  const telling = all.filter((word) => !ARTICLES.has(word));
  return telling.length > 0 ? telling : all;
}
