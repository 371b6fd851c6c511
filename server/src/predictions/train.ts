import { crowdOf } from './learn-crowd.js';
import { questionsOf } from './learn-questions.js';
import type { Model } from './model.js';
import { countAt } from './observations.js';
import { rehearse } from './rehearse.js';
import { trainLikes, trainSimilar } from './train-likes.js';
import { trainTastes } from './train-tastes.js';
import type { Training } from './training.js';
import type { Crew, Part } from './work.js';

/** `sweeps` over users and movies, 20 by itself, 4 from a model of before; `onProgress` is told from 0 to 1. */
export type TrainingWish = { seed: number; sweeps?: number; onProgress?: (done: number) => void };

const SWEEPS = 20;
const WARM_SWEEPS = 4;
/** About how long a row's worth of ratings takes. */
const COSTS: Record<Part['task'], number> = {
  ...{ spread: 1, gather: 1, users: 6, movies: 6, 'learn-users': 0, 'learn-movies': 0 },
  ...{ 'like-spread': 1, 'like-gather': 1, 'like-users': 8, 'like-movies': 8, similar: 40 },
};
/** Passes that do not depend on the sweeps: eight iterations and one, three times; twelve sweeps of likes. */
const FIXED_COST = 3 * 17 + 12 * 16 + 40;

/** Learns everything that is predicted from. Rejects when the crew does; what was before is not touched. */
export async function train(training: Training, crew: Crew, wish: TrainingWish): Promise<Model> {
  const { seed, sweeps = training.isWarm ? WARM_SWEEPS : SWEEPS } = wish;
  const rehearsed = wish.sweeps ?? SWEEPS;
  const whole = FIXED_COST + 12 * (sweeps + rehearsed);
  let done = 0;
  const told: Crew = async (parts) => {
    await crew(parts);
    const last = parts.at(-1);
    done += last === undefined ? 0 : COSTS[last.task];
    wish.onProgress?.(Math.min(1, done / whole));
  };
  const calibration = await rehearse(training, told, { seed, sweeps: rehearsed });
  const tastes = await trainTastes(training, told, { seed, sweeps });
  await trainLikes(training, told, seed);
  await trainSimilar(training, told, seed);
  const { likes, similar } = training;
  return {
    ...tastes,
    calibration,
    likes: {
      factors: likes.movies.factors,
      gram: likes.movies.gram,
      counts: tastes.movies.counts.map((_, row) => countAt(likes.movies.rows, row)),
    },
    crowd: crowdOf(training, seed),
    questions: questionsOf(training, seed),
    similar: { rows: similar.rows, scores: similar.scores },
  };
}
