import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from './open-store.js';
import type { Store } from './ports.js';
import { type PredictionJob, startPredictions } from './prediction-job.js';

let store: Store;
let job: PredictionJob;
/** Of trainings, those that began; each goes on until it is called. */
let begun: (() => void)[];

beforeEach(async () => {
  store = await openStore({ database: { kind: 'memory' } });
  begun = [];
  job = startPredictions({
    store,
    predictor: { refresh: async () => {}, serving: () => null } as never,
    now: Date.now,
    log: pino({ level: 'silent' }),
    metrics: { jobFailed: () => {} },
    trainAside: () => new Promise((resolve) => void begun.push(resolve)),
  });
});
afterEach(async () => {
  await job.stop();
  await store.close();
});

/** What the database in memory has been asked for by now is answered. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it('trains on demand after the training that runs, which may not have all that is rated', async () => {
  const first = job.trainNow();
  await settled();
  expect(begun).toHaveLength(1);
  let isOver = false;
  const second = job.trainNow().finally(() => {
    isOver = true;
  });
  await settled();
  expect(begun).toHaveLength(1);
  begun[0]?.();
  await first;
  await settled();
  expect(begun).toHaveLength(2);
  expect(isOver).toBe(false);
  begun[1]?.();
  await second;
});
