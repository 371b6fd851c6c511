import type { MovieId } from '../movies/movie.js';
import type { Scores } from '../scores/ports.js';
import type { MovieFacts } from '../scores/prior.js';
import { decodeModel, encodeModel } from './encode-model.js';
import type { Model } from './model.js';
import { observe } from './observations.js';
import type { PredictionModels } from './ports.js';
import { movieIdsOf, readTraining } from './read-training.js';
import { train } from './train.js';
import { prepareTraining, type Training } from './training.js';
import { PREDICTION_METHOD } from './training-due.js';
import type { Crew } from './work.js';

/** Of a training how far it is, 0 to 1, and what is being done. */
export type TrainingProgress = (stage: 'read' | 'train' | 'write', share: number) => void;

type Needs = {
  models: Pick<
    PredictionModels,
    'current' | 'read' | 'begin' | 'append' | 'adopt' | 'scan' | 'ratings'
  >;
  scores: Pick<Scores, 'factsOf'>;
  now: () => number;
  /** Whoever does the parts of a training, together; `dismiss` them at the end. */
  hire: (training: Training) => { crew: Crew; dismiss: () => Promise<void> };
  /** Lets others work for a moment. */
  pause: () => Promise<void>;
  /** Asked before each step; what was done until then is given up when it may not. */
  mayGoOn?: () => Promise<boolean>;
  onProgress?: TrainingProgress;
};

const FACTS_AT_A_TIME = 250;
const CHUNK_BYTES = 2 ** 20;
/** Any would do, but always the same: the same ratings give the same model. */
const SEED = 1;

class GivenUp extends Error {}

/**
 * Learns from all ratings of who lets it, beginning with what the current model knows, and takes its place. False when it
 * was given up; then, and when this process ends, the one before goes on serving.
 */
export async function trainModel(needs: Needs): Promise<boolean> {
  const { models, now, onProgress = () => {}, mayGoOn = async () => true } = needs;
  const pause = async () => {
    if (!(await mayGoOn())) throw new GivenUp();
    await needs.pause();
  };
  try {
    const version = await models.begin(PREDICTION_METHOD, now());
    onProgress('read', 0);
    const ratings = await models.ratings();
    const list = await readTraining(models, pause);
    const readAt = now();
    const facts = await readFacts(needs.scores, movieIdsOf(list), pause);
    onProgress('read', 1);
    const training = prepareTraining(observe(list), facts, await modelBefore(models));
    const { crew, dismiss } = needs.hire(training);
    const heeding: Crew = async (parts) => {
      await pause();
      await crew(parts);
    };
    const wish = { seed: SEED, onProgress: (share: number) => onProgress('train', share) };
    const bytes = encodeModel(await train(training, heeding, wish).finally(dismiss));
    for (let at = 0, position = 0; at < bytes.length; at += CHUNK_BYTES, position++) {
      await models.append(version, position, bytes.slice(at, at + CHUNK_BYTES));
      onProgress('write', Math.min(1, (at + CHUNK_BYTES) / bytes.length));
      await pause();
    }
    const { userIds, movieIds } = list;
    const counts = { ratings, users: userIds.length, movies: movieIds.length };
    await models.adopt(version, { ...counts, readAt, at: now() });
    return true;
  } catch (error) {
    if (error instanceof GivenUp) return false;
    throw error;
  }
}

/** Undefined where there is none, or one of another release or damaged: then it is learnt from the beginning. */
async function modelBefore(
  models: Pick<PredictionModels, 'current' | 'read'>,
): Promise<Model | undefined> {
  const kept = await models.current();
  if (kept === null || kept.method !== PREDICTION_METHOD) return undefined;
  const bytes = await models.read(kept.version);
  if (bytes === null) return undefined;
  try {
    return decodeModel(bytes);
  } catch {
    // Who serves by it has said so, and has none to go on with until this one is there.
    return undefined;
  }
}

async function readFacts(
  scores: Pick<Scores, 'factsOf'>,
  ids: readonly MovieId[],
  pause: () => Promise<void>,
): Promise<MovieFacts[]> {
  const all: MovieFacts[] = [];
  for (let i = 0; i < ids.length; i += FACTS_AT_A_TIME) {
    const some = ids.slice(i, i + FACTS_AT_A_TIME);
    const facts = await scores.factsOf(some);
    for (const id of some) all.push(facts.get(id) ?? { genres: [], year: null });
    await pause();
  }
  return all;
}
