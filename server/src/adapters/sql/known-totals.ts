import type { CompiledQuery } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Db } from './atomic.js';
import { TTL_MS } from './known-counts.js';
import { MANY } from './search.js';

const MOST_KEPT = 1000;

const known = new WeakMap<Db, LRUCache<string, number>>();

/**
 * What `count` tells, or told a moment ago where it was many: to count all films takes PostgreSQL as long as the rest of a
 * list. Of few each counts. In a transaction all are counted.
 */
export async function knownTotal(
  db: Db,
  { sql, parameters }: CompiledQuery,
  count: () => Promise<number>,
): Promise<number> {
  if (db.isTransaction) return count();
  const totals = known.get(db) ?? new LRUCache<string, number>({ max: MOST_KEPT, ttl: TTL_MS });
  known.set(db, totals);
  const key = `${sql} ${JSON.stringify(parameters)}`;
  const before = totals.get(key);
  if (before !== undefined) return before;
  const total = await count();
  if (total > MANY) totals.set(key, total);
  return total;
}
