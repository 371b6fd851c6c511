import { Worker } from 'node:worker_threads';
import { byOurselves, type Hired } from '../prediction-job.js';
import type { Training } from '../predictions/training.js';
import { type Pile, pileOf } from '../predictions/work.js';
import { threadFile } from '../thread-file.js';

/** A training of fewer ratings is over before threads have begun. */
const WORTH_THREADS = 20_000;

/**
 * Hires so many threads for a training, beside this one, which waits for them. For a small one, or where there are none,
 * this one does it, with a `pause` after each part.
 */
export function hireThreads(
  count: number,
  pause: () => Promise<void>,
): (training: Training) => Hired {
  return (training) => {
    const ratings = training.observations.byUser.steps.length;
    const file = threadFile('train-parts');
    return count < 2 || ratings < WORTH_THREADS || file === null
      ? byOurselves(training, pause)
      : byThreads(training, count, file);
  };
}

function byThreads(training: Training, count: number, file: URL): Hired {
  const workers = Array.from({ length: count }, () => new Worker(file, { workerData: training }));
  return {
    async crew(parts) {
      const pile = pileOf(parts);
      await Promise.all(workers.map((worker) => workIn(worker, pile)));
    },
    async dismiss() {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

function workIn(worker: Worker, pile: Pile): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      if (error === undefined) resolve();
      else reject(error);
    };
    worker.once('message', () => settle());
    worker.once('error', (error) => settle(error));
    worker.once('exit', (code) => settle(new Error(`a thread of the training ended with ${code}`)));
    worker.postMessage(pile);
  });
}
