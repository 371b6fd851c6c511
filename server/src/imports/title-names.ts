import { words } from '../movies/fold.js';
import type { FilmClue } from './entry.js';
import { inFigures } from './figures.js';

/**
 * The names a title tells, as keys: equal keys, one name. `whole` are names of the whole film, the title itself first;
 * `parts` what is before or behind a colon or dash, which other films may share.
 */
export type TitleNames = { whole: string[]; parts: string[] };

const BRACKETS = /\s*[([]([^()[\]]*)[)\]]/g;
const ALSO_KNOWN_AS = /^(?:a\.?k\.?a\.?|also known as)\s+/i;
/** "Jetée, La": moved behind for the sake of the alphabet, in the languages in which that is done. */
const MOVED_ARTICLE =
  /^(.+), (the|an?|la|les?|los|las|el|il|lo|gli|i|une?|uno|una|d[aei]s|de[rnmt]|eine?|e[nt]t?|het|os?|as)$/i;
const MOVED_ELISION = /^(.+), (l['’])$/i;
const SEPARATOR = /\s*:\s+|\s+[-–—]\s+|,?\s+or[,:]?\s+(?=(?:how|the|an?|why)\b)|\s*\/\s*/gi;
/** "Emily Brontë's Wuthering Heights". */
const WHOSE = /^(?:\S+ ){0,2}\S+(?:['’]s|s['’]) /;
/** Most titles have nothing of what the above look for, which each goes through a title letter by letter. */
const MAY_HAVE_BRACKETS = /[([]/;
const MAY_BE_PARTED = /[:\-–—/]|\sor[\s,:]/i;
const MAY_SAY_WHOSE = /['’]/;
const LEADING_ARTICLES = new Set(['the', 'a', 'an']);
/** Words that come and go between two ways to write one title. */
const FLEETING = new Set(['the', 'and', 'no']);

/** Abbreviations, and what is spelt in two ways. */
const SPELLINGS = new Map([
  ['vol', 'volume'],
  ['pt', 'part'],
  ['dr', 'doctor'],
  ['mr', 'mister'],
  ['st', 'saint'],
  ['vs', 'versus'],
  ['ep', 'episode'],
  ['grey', 'gray'],
  ['theatre', 'theater'],
  ['centre', 'center'],
]);
/** "Colour" and "color", but not "four". */
const BRITISH = /(?<=\p{L}{2})our/gu;

/** The names that a film's titles tell, in the order in which they are given; nulls tell none. */
export function titleNames(...titles: readonly (string | null)[]): TitleNames {
  const whole = new Set<string>();
  const parts = new Set<string>();
  for (const title of titles) {
    for (const name of namesIn(title ?? '')) {
      whole.add(nameKey(name));
      for (const part of partsOf(name)) parts.add(nameKey(part));
    }
  }
  whole.delete('');
  parts.delete('');
  return { whole: [...whole], parts: [...parts].filter((part) => !whole.has(part)) };
}

/** The same, told once for all who are called so: most clues are called as the film is. */
export function rememberedNames() {
  const known = new Map<string, TitleNames>();
  return ({ title, originalTitle }: Pick<FilmClue, 'title' | 'originalTitle'>): TitleNames => {
    const key = JSON.stringify([title, originalTitle]);
    const names = known.get(key) ?? titleNames(title, originalTitle);
    known.set(key, names);
    return names;
  };
}

/** Without accents, punctuation, articles and blanks, numbers in figures: "Love & Death, Part II" is "lovedeathpart2". */
export function nameKey(name: string): string {
  const all = words(name);
  if (all.length > 1 && LEADING_ARTICLES.has(all[0] ?? '')) all.shift();
  const telling = all.filter((word) => !FLEETING.has(word));
  const key = inFigures(telling.length > 0 ? telling : all)
    .map((word) => SPELLINGS.get(word) ?? word.replace(BRITISH, 'or'))
    .join('');
  // Titles of signs alone are told apart by those.
  return key || name.trim();
}

/** "Seven (a.k.a. Se7en)" has three: as it stands, without what is in brackets, and that. */
function namesIn(title: string): string[] {
  if (!MAY_HAVE_BRACKETS.test(title)) {
    const name = title.trim();
    return name === '' ? [] : [putArticleFirst(name)];
  }
  const bare = title.replace(BRACKETS, '').trim();
  const inBrackets = [...title.matchAll(BRACKETS)].map(([, name = '']) =>
    name.trim().replace(ALSO_KNOWN_AS, ''),
  );
  const named = inBrackets.filter((name) => /\p{L}/u.test(name));
  const names = new Set([bare, title.trim(), ...named]);
  names.delete('');
  return [...names].map(putArticleFirst);
}

function putArticleFirst(name: string): string {
  if (!name.includes(', ')) return name;
  return name.replace(MOVED_ARTICLE, '$2 $1').replace(MOVED_ELISION, '$2$1');
}

/** Of "A: B - C", what begins or ends it, "A", "A: B", "B - C", "C", and "A C"; and a film without whose it is. */
function partsOf(name: string): string[] {
  const separators = MAY_BE_PARTED.test(name) ? [...name.matchAll(SEPARATOR)] : [];
  const heads = separators.map(({ index }) => name.slice(0, index));
  const tails = separators.map(({ 0: separator, index }) => name.slice(index + separator.length));
  const ends = separators.length > 1 ? [`${heads[0]} ${tails.at(-1)}`] : [];
  const withoutWhose =
    MAY_SAY_WHOSE.test(name) && WHOSE.test(name) ? [name.replace(WHOSE, '')] : [];
  return [...heads, ...tails, ...ends, ...withoutWhose];
}
