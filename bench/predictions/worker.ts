/** A thread that does parts of a training, one after the other. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Training } from '../../server/src/predictions/training.js';
import { doPart, type Part } from '../../server/src/predictions/work.js';

parentPort?.on('message', (part: Part) => {
  doPart(workerData as Training, part);
  parentPort?.postMessage('done');
});
