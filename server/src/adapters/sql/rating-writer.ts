import type { Worker } from 'node:worker_threads';
import type { Put, RatingWish } from '../../ratings/ports.js';
import type { ScoreParts } from '../../scores/ports.js';
import type { Sync } from './sqlite-sync.js';
import type { Turns } from './turn.js';

/** What the thread is asked, and what it tells of each, in their order. */
export type Asked =
  | { put: readonly RatingWish[] }
  | {
      [Part in keyof ScoreParts]: { part: Part; given: Parameters<ScoreParts[Part]> };
    }[keyof ScoreParts]
  | 'checkpoint'
  | 'end';
export type Told =
  | 'ready'
  | { done: unknown }
  | { failed: { message: string; code: string | undefined } };

/** A log is copied into the database at most so often on account of who writes here. */
const CHECKPOINT_EVERY_MS = 1000;
/** One that cannot even begin is not to be all that goes on. */
const START_AGAIN_MS = 1000;

type Needs = {
  startThread: () => Worker;
  /** Of everyone in this process who writes. */
  turn: Turns;
  sync: Sync;
  /** Whether the log is copied into the database by the thread, or by whoever writes. */
  onTidying: (byThread: boolean) => void;
};

/** A thread that puts ratings and publishes scores, so that nobody who reads waits for what is written of them. */
export class RatingWriter {
  readonly #needs: Needs;
  #worker: Worker | null = null;
  #isReady = false;
  #isClosed = false;
  /** Who waits for what the thread tells, in the order in which it was asked. */
  #asked: ((told: Exclude<Told, 'ready'> | Error) => void)[] = [];
  #startAgainAt = 0;
  #checkpointedAt = performance.now();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** It will soon be there, if it is not. */
  begin(): void {
    if (this.#worker !== null || this.#isClosed || performance.now() < this.#startAgainAt) return;
    this.#startAgainAt = performance.now() + START_AGAIN_MS;
    this.#start();
  }

  /** Whether it is there; if not it begins, and its work is to be done without it meanwhile. */
  isReady(): boolean {
    this.begin();
    return this.#isReady;
  }

  /** Whether it is there; it is not begun. */
  isThere(): boolean {
    return this.#isReady;
  }

  /** Each is there for everyone when this is done, and acknowledged once it is on the disk as well. */
  async put(wishes: readonly RatingWish[]): Promise<Promise<Put | null>[]> {
    const done = (await this.#ask({ put: wishes })) as (Put | null)[];
    const synced = this.#needs.sync.done();
    return done.map((put) => synced.then(() => put));
  }

  /**
   * Scores as it publishes them; null while it is not there. Each has its turn among ratings. None waits for the
   * disk: what a power cut takes is owed again.
   */
  parts(): ScoreParts | null {
    if (!this.#isReady) return null;
    const asking =
      <Part extends keyof ScoreParts>(part: Part) =>
      (...given: Parameters<ScoreParts[Part]>) =>
        this.#ask({ part, given } as Asked) as ReturnType<ScoreParts[Part]>;
    return {
      count: asking('count'),
      recount: asking('recount'),
      publish: asking('publish'),
      all: asking('all'),
    };
  }

  /** Something was written by another connection of this process. */
  othersWrote(): void {
    if (!this.#isReady || performance.now() - this.#checkpointedAt < CHECKPOINT_EVERY_MS) return;
    this.#checkpointedAt = performance.now();
    // If the thread breaks, others see to the log.
    this.#ask('checkpoint').catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#worker;
    if (worker === null) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    await this.#needs.turn.take();
    worker.postMessage('end' satisfies Asked);
    await gone;
    this.#needs.turn.leave();
  }

  async #ask(asked: Asked): Promise<unknown> {
    await this.#needs.turn.takeTogether();
    try {
      const told = await new Promise<Exclude<Told, 'ready'> | Error>((resolve) => {
        if (!this.#isReady) return resolve(new Error('the thread that puts ratings is gone'));
        this.#asked.push(resolve);
        this.#worker?.postMessage(asked);
      });
      if (told instanceof Error) throw told;
      if ('failed' in told) throw Object.assign(new Error(told.failed.message), told.failed);
      return told.done;
    } finally {
      this.#needs.turn.leave();
    }
  }

  #start(): void {
    const worker = this.#needs.startThread();
    this.#worker = worker;
    let broken: Error | null = null;
    worker.on('message', (told: Told) => {
      if (told !== 'ready') return this.#asked.shift()?.(told);
      this.#isReady = true;
      this.#needs.onTidying(true);
    });
    worker.once('error', (error) => {
      broken = error;
    });
    worker.once('exit', (code) => {
      [this.#worker, this.#isReady] = [null, false];
      if (!this.#isClosed) this.#needs.onTidying(false);
      const gone = broken ?? new Error(`the thread that puts ratings ended with ${code}`);
      for (const tell of this.#asked.splice(0)) tell(gone);
    });
  }
}
