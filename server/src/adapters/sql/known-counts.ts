import { LRUCache } from 'lru-cache';
import type { Db } from './atomic.js';
import type { Match } from './engine.js';

/** What so many letters begin or are, most often few movies have. */
const LETTERS_OF_FEW = 4;
const MOST_KEPT = 1000;
/** No longer than a list may be kept by whoever asked for it. */
export const TTL_MS = 10_000;

type Wish = [match: Match, where: 'titles' | 'anywhere'];

/** Matches that many movies had a moment ago: to count those takes longer than to find the best of them. */
export type KnownCounts = {
  has(...wish: Wish): boolean;
  /** How many, if they were counted. */
  total(...wish: Wish): number | undefined;
  /** Says that there are many, and how many if that is known. */
  learn(wish: Wish, total?: number): void;
};

const known = new WeakMap<Db, KnownCounts>();

export function knownCounts(db: Db): KnownCounts {
  let mine = known.get(db);
  if (mine === undefined) {
    mine = newCounts();
    known.set(db, mine);
  }
  return mine;
}

function newCounts(): KnownCounts {
  const many = new LRUCache<string, { total?: number }>({ max: MOST_KEPT, ttl: TTL_MS });
  const keyOf = (wish: Wish) => JSON.stringify(wish);
  return {
    has: (...wish) => many.has(keyOf(wish)),
    total: (...wish) => many.get(keyOf(wish))?.total,
    learn: (wish, total) => void many.set(keyOf(wish), { ...(total !== undefined && { total }) }),
  };
}

/** Whether hardly many movies match, as far as can be told without asking. */
export function isSelective(match: Match): boolean {
  if ('word' in match) return match.word.length >= LETTERS_OF_FEW;
  return 'any' in match ? match.any.every(isSelective) : match.all.some(isSelective);
}
