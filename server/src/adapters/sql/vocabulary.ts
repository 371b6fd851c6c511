import { newVocabulary, type Vocabulary } from '../../movies/vocabulary.js';
import type { Db } from './atomic.js';
import type { Gap } from './engine.js';
import { engineOf } from './engines.js';

/** A vocabulary, and how much of the table of words is in it. */
type Held = {
  vocabulary: Vocabulary;
  /** No word with a larger id is in it. */
  last: number;
  /** Smaller ids of no word that is in it: one that was drawn before others may be committed after them. */
  gaps: Gap[];
  /** In gaps up to an id no word will come any more once the transactions that ran when it was seen are over. */
  awaited: { last: number; over: number } | null;
};

const held = new WeakMap<Db, Held>();

/** `newest`: they are all, as long as no word has a larger id; null where some may be missing among them. */
export type KnownWords = { vocabulary: Vocabulary; newest: number | null };

/** The words that were known a while ago; null before any were read. */
export function knownWords(db: Db): KnownWords | null {
  const mine = held.get(db);
  if (mine === undefined || mine.last === 0) return null;
  return { vocabulary: mine.vocabulary, newest: mine.gaps.length === 0 ? mine.last : null };
}

/** The words that are committed by now, or in our own transaction: those added since it was asked for are read. */
export async function vocabularyOf(db: Db): Promise<Vocabulary> {
  let mine = held.get(db);
  if (mine === undefined) {
    mine = { vocabulary: newVocabulary(), last: 0, gaps: [], awaited: null };
    held.set(db, mine);
  }
  const { last: after, gaps } = mine;
  const { words, ids, last, running, next } = await engineOf(db).search.wordsAfter(db, after, gaps);
  // Somebody else has read them meanwhile, and more.
  if (mine.last !== after || mine.gaps !== gaps) return vocabularyOf(db);
  if (words !== null) {
    mine.vocabulary.learn(words);
    const read = ids === null ? [] : ids.split(' ').map(Number);
    mine.gaps = last > after ? gapsOf([...gaps, [after + 1, last]], read) : gapsOf(gaps, read);
    mine.last = last;
  }
  if (mine.gaps.length === 0) return mine.vocabulary;
  const { last: awaited, over } = mine.awaited ?? { last, over: next };
  mine.awaited = { last: awaited, over };
  if (running >= over) {
    mine.gaps = mine.gaps.filter(([first]) => first > awaited);
    mine.awaited = null;
  }
  return mine.vocabulary;
}

/** What is left of ranges, one behind the other, when ids are taken out of them, which rise. */
function gapsOf(ranges: readonly Gap[], ids: readonly number[]): Gap[] {
  const left: Gap[] = [];
  let at = 0;
  for (const [first, last] of ranges) {
    let from = first;
    for (let id = ids[at]; id !== undefined && id <= last; id = ids[++at]) {
      if (id > from) left.push([from, id - 1]);
      from = id + 1;
    }
    if (from <= last) left.push([from, last]);
  }
  return left;
}
