import fs from 'node:fs';

/** What was committed, brought to the disk beside other work. */
export type Sync = {
  /** Done when all that was committed before is on the disk. Rejects, from then on, once the disk has failed. */
  done(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Syncs the log of the SQLite database in `file`, which must be open in WAL mode. SQLite would do it within each commit
 * and hold up the process meanwhile; here all who committed while the disk was busy share its next round.
 */
export function walSync(file: string): Sync {
  // The log is there, and the same file, as long as anyone has the database open.
  const log = fs.openSync(`${file}-wal`, 'r+');
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | null = null;
  const sync = () =>
    new Promise<void>((resolve, reject) => {
      next = null;
      fs.fdatasync(log, (error) => (error === null ? resolve() : reject(error)));
    });
  return {
    done() {
      // After an error the kernel may forget what it could not write, and say that all is well: nothing follows it.
      if (next === null) next = running = running.then(sync);
      return next;
    },
    async close() {
      await running.catch(() => {});
      fs.closeSync(log);
    },
  };
}

/** Where nothing survives, or need survive, a power cut. */
export const NO_SYNC: Sync = { done: async () => {}, close: async () => {} };
