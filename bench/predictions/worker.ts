/** A thread that does its share of each step of a training. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Training } from '../../server/src/predictions/training.js';
import { type Pile, workOff } from '../../server/src/predictions/work.js';

parentPort?.on('message', (pile: Pile) => {
  workOff(workerData as Training, pile);
  parentPort?.postMessage('done');
});
