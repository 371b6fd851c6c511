/** A thread that renews all scores, and ends. Whatever it is told means that it may not go on. */
import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { openStore, type Places } from '../open-store.js';
import { rests } from '../score-job.js';
import { renewScores } from '../scores/renew-scores.js';

/**
 * Both cores of a small machine are not for this alone, and on SQLite nobody else writes during a step. On PostgreSQL
 * nobody but who counts votes waits for one.
 */
const PACE = {
  sqlite: { rest: 4, rowsAtATime: 40, scoresAtATime: 25 },
  postgres: { rest: 1, rowsAtATime: 400, scoresAtATime: 250 },
};

// There it is of this thread alone: requests go first.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

let mayGoOn = true;
parentPort?.once('message', () => {
  mayGoOn = false;
});
const places = workerData as Places;
const { rest, ...steps } = PACE[places.database.kind === 'postgres' ? 'postgres' : 'sqlite'];
const { scores, close } = await openStore(places);
try {
  const pause = rests(rest);
  await renewScores({ scores, now: Date.now, pause, mayGoOn: async () => mayGoOn, ...steps });
} finally {
  await close();
  parentPort?.close();
}
