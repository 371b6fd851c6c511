import { randomUUID } from 'node:crypto';
import { setImmediate as breath } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import type { Clock, Metrics, Store } from './ports.js';
import { judge } from './predictions/judge.js';
import type { Predictor } from './predictions/predictor.js';
import { trainModel } from './predictions/train-model.js';
import type { Training } from './predictions/training.js';
import { isTrainingDue } from './predictions/training-due.js';
import { type Crew, doPart } from './predictions/work.js';
import { rests, seldom } from './score-job.js';
import type { UserId } from './users/user.js';

/** Another model, and what other processes have judged, is taken up within a second. */
const LOOK_EVERY_MS = 1000;
/** To count all ratings takes a while where there are many. */
const DUE_EVERY_MS = 60_000;
const FIRST_DUE_EVERY_MS = 5000;
/** How long a process that died keeps the others from its work. */
const LEASE_MS = 10_000;
/** What is rated meanwhile is left to the next run. */
const LONGEST_RUN_MS = 1000;
/** Whoever asks meanwhile waits for one part of a training at most. */
const REST = 3;
const LONGEST_REST_MS = 50;
/** Where everyone rates all the time, judging it takes about a tenth of this thread: requests go first. */
const JUDGING_REST = 9;
const LONGEST_JUDGING_REST_MS = 250;
export const TRAINING_LEASE = 'training';
const JUDGING_LEASE = 'judging';

const FAILED = {
  judging: 'predictions could not be compared with what came',
  training: 'no model could be trained',
};

/** Trains a model beside everything else, as long as `mayGoOn`, which is asked now and then. */
export type TrainAside = (mayGoOn: () => Promise<boolean>) => Promise<void>;

/** Whoever does the parts of a training, together. */
export type Hired = { crew: Crew; dismiss: () => Promise<void> };

export type PredictionJob = {
  /** Takes up what serves by now, and compares with predictions what was rated until now. */
  judgeNow(): Promise<void>;

  /** Trains a model of all that is rated by now, due or not, after the one that is being trained, and takes it up. */
  trainNow(): Promise<void>;

  stop(): Promise<void>;
};

type Needs = {
  store: Store;
  predictor: Predictor;
  now: Clock;
  log: FastifyBaseLogger;
  metrics: Pick<Metrics, 'jobFailed'>;
  trainAside?: TrainAside | undefined;
};

/**
 * Keeps predictions up to date in this process, and, of however many processes in one, judges them and trains. Nothing is
 * lost if it stops in the middle: what is not judged is owed in the database, and a model serves when it is whole.
 */
export function startPredictions(needs: Needs): PredictionJob {
  const { store, predictor, now, log, metrics } = needs;
  const trainAside = needs.trainAside ?? betweenOtherWork(needs);
  const holder = randomUUID();
  let running: Promise<void> = Promise.resolve();
  let training: Promise<void> | null = null;
  let countAt = Number.NEGATIVE_INFINITY;
  let stopped = false;
  let judgedUpTo = 0 as UserId;

  const take = (name: string) => store.leases.take(name, holder, now(), LEASE_MS);
  const failed = (job: keyof typeof FAILED) => (err: unknown) => {
    metrics.jobFailed(job);
    log.error({ err }, FAILED[job]);
  };

  // Each time it is asked it is written, and requests wait for the disk.
  const judgesHere = seldom(LEASE_MS / 4, () => take(JUDGING_LEASE));

  const judgeOwed = async () => {
    const began = performance.now();
    const isOwed = async () => (await store.outcomes.unjudged(0 as UserId, 1)).length > 0;
    if (predictor.serving() === null || !(await isOwed()) || !(await judgesHere())) return;
    const { outcomes } = store;
    const pause = rests(JUDGING_REST, LONGEST_JUDGING_REST_MS);
    const mayGoOn = () => !stopped && performance.now() - began < LONGEST_RUN_MS;
    do {
      const last = await judge({ outcomes, predictor, breath, pause, mayGoOn }, judgedUpTo);
      // Everyone in turn: who rates all the time would keep the others waiting for good.
      judgedUpTo = last ?? (0 as UserId);
      // What came moves the films that the next are predicted for.
      await predictor.refresh();
    } while (mayGoOn() && (await isOwed()) && (await judgesHere()));
  };

  const isDue = async () => {
    if (training !== null || performance.now() < countAt) return false;
    countAt =
      performance.now() + (predictor.serving() === null ? FIRST_DUE_EVERY_MS : DUE_EVERY_MS);
    const { predictionModels: models } = store;
    return isTrainingDue(await models.current(), await models.ratings(), now());
  };

  const begin = async () => {
    if (training !== null) return;
    if (!(await take(TRAINING_LEASE))) {
      // Whoever trains may have died.
      countAt = Math.min(countAt, performance.now() + LEASE_MS);
      return;
    }
    const isOurs = seldom(LEASE_MS / 4, () => take(TRAINING_LEASE));
    training = trainAside(async () => !stopped && (await isOurs()))
      .catch(failed('training'))
      .then(() => store.leases.release(TRAINING_LEASE, holder))
      // It ends by itself.
      .catch(() => {})
      .finally(() => {
        training = null;
      });
  };

  const look = () => {
    running = running
      .then(async () => {
        await predictor.refresh();
        await judgeOwed();
        if (!stopped && (await isDue())) await begin();
      })
      .catch(failed('judging'));
    return running;
  };

  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    judgeNow: look,

    async trainNow() {
      // Which may have read its ratings before the last of them came.
      await training;
      await begin();
      await training;
      await predictor.refresh();
    },

    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      await training;
      await store.leases.release(JUDGING_LEASE, holder).catch(() => {});
    },
  };
}

/** Trains in this thread, which serves requests as well. */
function betweenOtherWork({ store, now }: Pick<Needs, 'store' | 'now'>): TrainAside {
  return async (mayGoOn) => {
    const pause = rests(REST, LONGEST_REST_MS);
    const { predictionModels: models, scores } = store;
    const hire = (training: Training) => byOurselves(training, pause);
    await trainModel({ models, scores, now, hire, pause: breath, mayGoOn });
  };
}

/** Part by part, others having a turn in between. */
export function byOurselves(training: Training, pause: () => Promise<unknown>): Hired {
  return {
    async crew(parts) {
      for (const part of parts) {
        doPart(training, part);
        await pause();
      }
    },
    dismiss: async () => {},
  };
}
