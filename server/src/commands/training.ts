/** A thread that trains a model, and ends. Whatever it is told means that it may not go on. */
import { availableParallelism, constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore, type Places } from '../open-store.js';
import { trainModel } from '../predictions/train-model.js';
import { rests } from '../score-job.js';
import { hireThreads } from './training-crew.js';

/** On SQLite nobody else writes while this thread does. */
const REST = 1;

// There it is of this thread alone: requests go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

let mayGoOn = true;
parentPort?.once('message', () => {
  mayGoOn = false;
});
const { predictionModels, scores, close } = await openStore(workerData as Places);
try {
  await trainModel({
    models: predictionModels,
    scores,
    now: Date.now,
    // One core is left to requests, and half of the time all are.
    hire: hireThreads(availableParallelism() - 1, rests(REST)),
    pause: rests(REST),
    mayGoOn: async () => mayGoOn,
  });
} finally {
  await close();
  parentPort?.close();
}
