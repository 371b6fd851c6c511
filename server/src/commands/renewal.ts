/** A thread that renews all scores, and ends. Whatever it is told means that it may not go on. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore, type Places } from '../open-store.js';
import { rests } from '../score-job.js';
import { renewScores } from '../scores/renew-scores.js';

/** Both cores of a small machine are not for this alone, and on SQLite nobody else writes while this thread does. */
const REST = 2;

// There it is of this thread alone: requests go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

let mayGoOn = true;
parentPort?.once('message', () => {
  mayGoOn = false;
});
const { scores, close } = await openStore(workerData as Places);
try {
  await renewScores({ scores, now: Date.now, pause: rests(REST), mayGoOn: async () => mayGoOn });
} finally {
  await close();
  parentPort?.close();
}
