/** A thread that does parts of a training, one after the other, and says when each is done. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type { Training } from '../predictions/training.js';
import { doPart, type Part } from '../predictions/work.js';

// There it is of this thread alone: requests go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

const training = workerData as Training;
parentPort?.on('message', (part: Part) => {
  doPart(training, part);
  parentPort?.postMessage('done');
});
