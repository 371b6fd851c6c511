import type { Db } from './atomic.js';
import type { Row } from './engine.js';
import { upsert } from './upsert.js';

const HABIT_COLUMNS = [
  'epoch',
  'user_id',
  'ratings',
  'bias',
  'squares',
  'rated',
  'revision',
  'seen',
] as const;

/** Replaces what is there; people who are gone are left out. */
export function writeHabits(tx: Db, rows: readonly Row[]): Promise<void> {
  const owner = { table: 'users', column: 'user_id' } as const;
  const key = ['user_id', 'epoch'];
  return upsert(tx, 'rater_habits', { columns: HABIT_COLUMNS, rows, key, owner });
}
