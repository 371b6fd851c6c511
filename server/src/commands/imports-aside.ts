import { Worker } from 'node:worker_threads';
import type { Turns } from '../adapters/sql/turn.js';
import type { Config } from '../config.js';
import type { Import } from '../imports/import.js';
import type { AskedOutside } from '../imports/new-films.js';
import type { Told } from '../imports/receive-upload.js';
import type { ImportWork } from '../imports/work.js';
import type { ImportAside } from '../imports-here.js';
import type { Places } from '../open-store.js';
import { Refusal } from '../problem.js';
import { threadFile } from '../thread-file.js';
import { type Calls, connect } from './calls.js';

/** What the thread is given when it begins. */
export type ToImport = { places: Places; hasOutside: boolean };
/** An upload, in a file that is open in this process. */
export type Lying = { descriptor: number; size: number };
/** What it does when it is called. */
export type ImportThread = Pick<ImportWork, 'goOn' | 'end'> & {
  receive(lying: Lying, told: Told): Promise<Import>;
};
/** What it may call here: whose turn it is to write is known here, and what is outside is kept and counted here. */
export type ImportHost = AskedOutside & {
  takeTurn(): Promise<void>;
  leaveTurn(): Promise<void>;
  /** Of the upload in that file. */
  pause(descriptor: number): Promise<void>;
};

/** Half of what V8 takes by itself: rows come and go, and imports are to take little memory. */
const YOUNG_MEBIBYTES = 24;
/** For the import that goes on, and uploads beside it. */
const CONNECTIONS = 4;
/** A database that says nothing more would keep it for hours. */
const LONGEST_END_MS = 5000;

/**
 * Takes uploads in and goes on with them in a thread, which begins with the first and ends when there is nothing left to
 * do. Undefined where the database is in the memory of this thread, and where there are no threads.
 */
export function importsAside(
  { database }: Pick<Config, 'database'>,
  turn: Turns,
  file = threadFile('importing'),
): ImportAside | undefined {
  if (database.kind === 'memory' || file === null) return undefined;
  // Each step says where the next begins: what a power cut takes of them is done again.
  const places: Places = { database, databasePool: CONNECTIONS, synced: false };
  return (outside) => {
    let hired: Hired | null = null;
    const pauses = new Map<number, () => Promise<void>>();
    const host = { ...outside, pause: async (descriptor: number) => pauses.get(descriptor)?.() };
    const thread = () => {
      if (hired === null || hired.isGone()) {
        hired = hire(file, { places, hasOutside: outside !== null }, turn, host);
      }
      return hired;
    };
    return {
      async receive({ bytes: { size }, descriptor }, told, pause) {
        const { call, isGone } = thread();
        pauses.set(descriptor, pause);
        try {
          return await call('receive', { descriptor, size }, told);
        } catch (cause) {
          if (!isGone()) throw cause;
          // Another thread begins with the next: mostly the database was away for this one.
          throw new Refusal({ kind: 'unavailable', retryAfterSeconds: 1 }, { cause });
        } finally {
          pauses.delete(descriptor);
        }
      },
      goOn: (one, atMost) => thread().call('goOn', one, atMost),
      async end() {
        if (pauses.size > 0) return;
        const leaving = hired;
        hired = null;
        await leaving?.dismiss();
      },
    };
  };
}

type Hired = Pick<Calls<ImportThread>, 'call'> & { isGone(): boolean; dismiss(): Promise<void> };

function hire(file: URL, workerData: ToImport, turn: Turns, host: Partial<ImportHost>): Hired {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES };
  const worker = new Worker(file, { workerData, resourceLimits });
  let [hasTurn, isGone] = [false, false];
  const thread = connect<ImportThread>(worker, {
    ...host,
    async takeTurn() {
      await turn.take();
      if (isGone) turn.leave();
      else hasTurn = true;
    },
    async leaveTurn() {
      hasTurn = false;
      turn.leave();
    },
  } satisfies Partial<ImportHost>);
  let why = new Error('the thread that goes on with imports ended');
  worker.once('error', (error) => {
    why = error;
  });
  const gone = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      isGone = true;
      if (hasTurn) turn.leave();
      thread.hangUp(why);
      resolve();
    });
  });
  return {
    call: thread.call,
    isGone: () => isGone,
    async dismiss() {
      const enough = setTimeout(() => void worker.terminate(), LONGEST_END_MS);
      // It may be gone already.
      await thread.call('end').catch(() => {});
      await gone;
      clearTimeout(enough);
    },
  };
}
