import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Config } from '../config.js';
import type { Places } from '../open-store.js';
import { threadFile } from '../thread-file.js';

/** Something that goes on beside everything else, as long as `mayGoOn`, which is asked now and then. */
export type Aside = (mayGoOn: () => Promise<boolean>) => Promise<void>;

const ASKED_EVERY_MS = 250;
/** A database that says nothing more would keep it for hours. */
const LONGEST_STEP_MS = 5000;

/**
 * Runs one of the files beside this as a thread with its own connection, so that no request waits for what is computed.
 * Undefined where the database is in the memory of this thread, and where there are no threads.
 */
export function inThread(
  { database }: Pick<Config, 'database'>,
  name: 'renewal' | 'training',
): Aside | undefined {
  const file = threadFile(name);
  if (database.kind === 'memory' || file === null) return undefined;
  // What a power cut takes of it is owed again: nobody has to wait for the disk.
  const places: Places = { database, synced: false };
  return async (mayGoOn) => {
    const worker = new Worker(file, { workerData: places });
    let [isOver, isEnded] = [false, false];
    const over = new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) => {
        if (code === 0 || isEnded) resolve();
        else reject(new Error(`the thread ended with ${code}`));
      });
    }).finally(() => {
      isOver = true;
    });
    // It may break before anyone waits for it, and is waited for at the end.
    over.catch(() => {});
    const ask = async () => {
      while (!isOver && (await mayGoOn())) await Promise.race([sleep(ASKED_EVERY_MS), over]);
    };
    // Whoever cannot ask may not go on either.
    await ask().catch(() => {});
    worker.postMessage('stop');
    const enough = setTimeout(() => {
      // Nothing is broken: all that it did in whole steps stays done.
      isEnded = true;
      void worker.terminate();
    }, LONGEST_STEP_MS);
    await over.finally(() => clearTimeout(enough));
  };
}
