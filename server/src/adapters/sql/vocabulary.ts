import { newVocabulary, type Vocabulary } from '../../movies/vocabulary.js';
import type { Db } from './atomic.js';
import { engineOf } from './engines.js';

/** A vocabulary, and how much of the table of words is in it. */
type Held = {
  vocabulary: Vocabulary;
  /** No word with this id or a smaller one will come any more. */
  settled: number;
  /** Words with larger ids that are in it. */
  beyond: Set<string>;
  /** All up to an id are there once the transactions that ran when it was seen are over. */
  awaited: { last: number; over: number } | null;
};

const held = new WeakMap<Db, Held>();

/** The words that are committed by now, or in our own transaction: those added since it was asked for are read. */
export async function vocabularyOf(db: Db): Promise<Vocabulary> {
  let mine = held.get(db);
  if (mine === undefined) {
    mine = { vocabulary: newVocabulary(), settled: 0, beyond: new Set(), awaited: null };
    held.set(db, mine);
  }
  const after = mine.settled;
  const { words, last, running, next } = await engineOf(db).search.wordsAfter(db, after);
  // Somebody else has read them meanwhile, and more.
  if (mine.settled !== after) return vocabularyOf(db);
  if (words === null) return mine.vocabulary;
  const fresh = words.split(' ').filter((word) => !mine.beyond.has(word));
  mine.vocabulary.learn(fresh.join(' '));
  for (const word of fresh) mine.beyond.add(word);
  mine.awaited ??= { last, over: next };
  if (running >= mine.awaited.over) {
    mine.settled = mine.awaited.last;
    mine.awaited = null;
    if (mine.settled === last) mine.beyond.clear();
  }
  return mine.vocabulary;
}
