import { setTimeout as sleep } from 'node:timers/promises';

const BUSY_PAUSE_MS = 5;
/** Long enough for another writer to finish what it writes. */
const BUSY_TOTAL_MS = 2000;

/** Tries again while another process writes, and lets other work be done meanwhile. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const end = performance.now() + BUSY_TOTAL_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > end) throw error;
      // Not in step with others who wait.
      await sleep(2 * Math.random() * BUSY_PAUSE_MS);
    }
  }
}

export function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}
