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

/** A job that judges people who all rate all the time; `onPerson` hears of each that is looked at. */
function judging(people: number, onPerson: (judged: readonly number[]) => void) {
  const judged: number[] = [];
  const settledWith: number[] = [];
  const ids = Array.from({ length: people }, (_, i) => i + 1);
  const outcomes = {
    unjudged: async (after: number, most: number) =>
      ids
        .filter((id) => id > after)
        .slice(0, most)
        .map((userId) => ({ userId })),
    async news({ userId }: { userId: number }) {
      judged.push(userId);
      onPerson(judged);
      return null;
    },
    async settle(_version: number, done: { userId: number }[]) {
      settledWith.push(...done.map(({ userId }) => userId));
    },
  };
  const serving = { kept: { readAt: 0, version: 1 } };
  const mine = startPredictions({
    store: { ...store, outcomes } as never,
    predictor: { refresh: async () => {}, serving: () => serving } as never,
    now: Date.now,
    log: pino({ level: 'silent' }),
    metrics: { jobFailed: (name) => expect.fail(`${name} failed`) },
    trainAside: async () => {},
  });
  return { mine, judged, settledWith };
}

it('stops judging after the person it is at, and keeps what it found until then', async () => {
  let stopping = Promise.resolve();
  const { mine, judged, settledWith } = judging(50, ({ length }) => {
    if (length === 3) stopping = mine.stop();
  });
  await mine.judgeNow();
  await stopping;
  expect(judged).toEqual([1, 2, 3]);
  expect(settledWith).toEqual(judged);
});

it('judges everyone once before anyone again', async () => {
  const people = 70;
  let stopping = Promise.resolve();
  const { mine, judged } = judging(people, ({ length }) => {
    if (length === 2 * people) stopping = mine.stop();
  });
  while (judged.length < 2 * people) await mine.judgeNow();
  await stopping;
  const inTurn = Array.from({ length: people }, (_, i) => i + 1);
  expect(judged).toEqual([...inTurn, ...inTurn]);
});
