/** A thread that does its share of each step of a training, and says when nothing is left of it. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Training } from '../predictions/training.js';
import { type Pile, workOff } from '../predictions/work.js';

// There it is of this thread alone: requests go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

const training = workerData as Training;
parentPort?.on('message', (pile: Pile) => {
  workOff(training, pile);
  parentPort?.postMessage('done');
});
