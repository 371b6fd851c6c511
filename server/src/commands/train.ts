import { randomUUID } from 'node:crypto';
import { availableParallelism, constants, setPriority } from 'node:os';
import type { Config } from '../config.js';
import { openStore } from '../open-store.js';
import { TRAINING_LEASE } from '../prediction-job.js';
import { type TrainingProgress, trainModel } from '../predictions/train-model.js';
import { progressBar } from './progress.js';
import { BadUse, type Terminal } from './terminal.js';
import { hireThreads } from './training-crew.js';

const LEASE_MS = 10_000;
const STAGES = { read: 'Reading ratings', train: 'Learning', write: 'Writing' };
/** Of the whole, what each stage takes, and what went before it. */
const SHARES = { read: [0, 10], train: [10, 85], write: [95, 5] } as const;

/** Trains what predicts on all ratings there are; services on the same database take it up within a second. */
export async function train(config: Config, terminal: Terminal): Promise<void> {
  if (config.database.kind === 'memory') {
    throw new BadUse(
      'A database in memory is empty when a command opens it; there is nothing to train on.',
    );
  }
  // The service goes first.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
  const store = await openStore(config);
  const { leases, predictionModels: models, scores } = store;
  const holder = randomUUID();
  const take = () => leases.take(TRAINING_LEASE, holder, Date.now(), LEASE_MS);
  try {
    if (!(await take()))
      throw new Error('A model is being trained already; try again when it is done.');
    const bar = progressBar(terminal, '{stage}', '%');
    bar.start(100, 0, { stage: STAGES.read });
    const onProgress: TrainingProgress = (stage, share) => {
      const [before, whole] = SHARES[stage];
      bar.update(Math.round(before + share * whole), { stage: STAGES[stage] });
    };
    const pause = () => new Promise<void>((resolve) => void setImmediate(resolve));
    const hire = hireThreads(availableParallelism(), pause);
    const needs = { models, scores, now: Date.now, hire, pause, mayGoOn: take, onProgress };
    const trained = await trainModel(needs).finally(() => bar.stop());
    if (!trained) throw new Error('Another process has begun a training; this one was given up.');
    const model = await models.current();
    terminal.out.write(
      `version ${model?.version} is trained on ratings of ${model?.users} people and ${model?.movies} films\n`,
    );
  } finally {
    await leases.release(TRAINING_LEASE, holder).catch(() => {});
    await store.close();
  }
}
