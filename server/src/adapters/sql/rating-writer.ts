import type { Worker } from 'node:worker_threads';
import type { Put, RatingWish } from '../../ratings/ports.js';
import type { Sync } from './sqlite-sync.js';
import type { Turn } from './turn.js';

/** What the thread is asked, and what it tells. It is asked one thing at a time. */
export type Asked = readonly RatingWish[] | 'checkpoint' | 'end';
export type Told =
  | 'ready'
  | 'done'
  | { done: (Put | null)[] }
  | { failed: { message: string; code: string | undefined } };

/** A log is copied into the database at most so often on account of who writes here. */
const CHECKPOINT_EVERY_MS = 1000;
/** One that cannot even begin is not to be all that goes on. */
const START_AGAIN_MS = 1000;

type Needs = {
  startThread: () => Worker;
  /** Of everyone in this process who writes. */
  turn: Turn;
  sync: Sync;
  /** Whether the log is copied into the database by the thread, or by whoever writes. */
  onTidying: (byThread: boolean) => void;
};

/** A thread that puts ratings, so that nobody who reads waits for what is written of them. */
export class RatingWriter {
  readonly #needs: Needs;
  #worker: Worker | null = null;
  #isReady = false;
  #isClosed = false;
  #asked: ((told: Told | Error) => void) | null = null;
  #startAgainAt = 0;
  #checkpointedAt = performance.now();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** Whether it is there; if not it will soon be, and its work is to be done without it meanwhile. */
  isReady(): boolean {
    if (this.#worker === null && !this.#isClosed && performance.now() > this.#startAgainAt) {
      this.#startAgainAt = performance.now() + START_AGAIN_MS;
      this.#start();
    }
    return this.#isReady;
  }

  /** Each is there for everyone when this is done, and acknowledged once it is on the disk as well. */
  async put(wishes: readonly RatingWish[]): Promise<Promise<Put | null>[]> {
    const told = await this.#ask(wishes);
    if (typeof told === 'string') throw new Error(`asked for ratings, it said ${told}`);
    if ('failed' in told) throw Object.assign(new Error(told.failed.message), told.failed);
    const synced = this.#needs.sync.done();
    return told.done.map((put) => synced.then(() => put));
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

  async #ask(asked: Asked): Promise<Told> {
    await this.#needs.turn.take();
    try {
      const told = await new Promise<Told | Error>((resolve) => {
        this.#asked = resolve;
        if (!this.#isReady) resolve(new Error('the thread that puts ratings is gone'));
        else this.#worker?.postMessage(asked);
      });
      if (told instanceof Error) throw told;
      return told;
    } finally {
      this.#asked = null;
      this.#needs.turn.leave();
    }
  }

  #start(): void {
    const worker = this.#needs.startThread();
    this.#worker = worker;
    let broken: Error | null = null;
    worker.on('message', (told: Told) => {
      if (told !== 'ready') return this.#asked?.(told);
      this.#isReady = true;
      this.#needs.onTidying(true);
    });
    worker.once('error', (error) => {
      broken = error;
    });
    worker.once('exit', (code) => {
      [this.#worker, this.#isReady] = [null, false];
      if (!this.#isClosed) this.#needs.onTidying(false);
      this.#asked?.(broken ?? new Error(`the thread that puts ratings ended with ${code}`));
    });
  }
}
