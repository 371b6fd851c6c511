import { patiently } from './sqlite-busy.js';

/** `exec` runs what is no query, and leaves no statement behind that has begun. */
export type Executes = { exec(sql: string): unknown };

/**
 * Waits for the lock of whoever writes. Nothing that is prepared does: the driver leaves such a statement begun when it fails,
 * and then nothing on its connection can be committed any more.
 */
export const takeLock = (database: Executes): Promise<unknown> =>
  patiently(async () => database.exec('begin immediate'));

/** Does what stands alone in a transaction of its own. */
export async function underLock<T>(database: Executes, work: () => Promise<T>): Promise<T> {
  await takeLock(database);
  try {
    const done = await work();
    database.exec('commit');
    return done;
  } catch (error) {
    await undone(async () => database.exec('rollback'));
    throw error;
  }
}

/** On a full disk SQLite takes it back by itself: what is heard of is why, and not that there is nothing to take back. */
export async function undone(rollBack: () => Promise<unknown>): Promise<void> {
  try {
    await rollBack();
  } catch (error) {
    if (!/no transaction is active/.test(String(error))) throw error;
  }
}
