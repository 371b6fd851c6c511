import { averagesOf } from './averages.js';
import { momentsOf } from './beliefs.js';
import { normalDraws } from './draws.js';
import { noiseOf } from './learn.js';
import { WATCH_RANK } from './method.js';
import type { TasteModel } from './model.js';
import { countAt } from './observations.js';
import { fitWeights, sumFeatures } from './ridge.js';
import { sharedFloats } from './shared-arrays.js';
import type { Expectation, Side } from './side.js';
import { singularVectors } from './subspace.js';
import { meanLogCount, type Training } from './training.js';
import { rowStart } from './triangle.js';
import { addWatched, userFeatures } from './user-features.js';
import { type Crew, type Part, partsOf } from './work.js';

/**
 * Mean-field EM: users given movies and movies given users in turn, and from the second sweep on what is expected of
 * them (W, W⁰, Λ) and σ².
 */
export async function trainTastes(
  training: Training,
  crew: Crew,
  { seed, sweeps }: { seed: number; sweeps: number },
): Promise<TasteModel> {
  const { users, movies, noise } = training;
  const watched = await learnFeatures(training, crew, seed);
  for (const side of [users, movies]) sumFeatures(side);
  begin(training, seed);
  if (training.isWarm) fitWeights(movies);
  const learnUsers: Part = { task: 'learn-users', from: 0, to: 1 };
  const learnMovies: Part = { task: 'learn-movies', from: 0, to: 1 };
  // What is expected of one side can be learnt while the other is stepped. It takes longest, and goes first.
  const after: Part[] = [];
  for (let sweep = 1; sweep <= sweeps; sweep++) {
    await crew([...after, ...partsOf('users', users.rows)]);
    const learns = sweep > 1 || training.isWarm;
    await crew([...(learns ? [learnUsers] : []), ...partsOf('movies', movies.rows)]);
    if (!learns) continue;
    noise[0] = noiseOf(movies);
    after[0] = learnMovies;
  }
  await crew(after);
  return tasteModelOf(training, watched);
}

function tasteModelOf(
  { users, movies, mean, noise, observations, genres }: Training,
  watched: Float32Array,
): TasteModel {
  const { byMovie, movieIds, userIds } = observations;
  const averages = averagesOf(observations, mean);
  return {
    level: { mean, noise: noise[0]! },
    averages,
    users: {
      ...expectationOf(users),
      scale: Math.sqrt(userIds.length),
      meanLog: meanLogCount(users.rows),
    },
    movies: {
      ...expectationOf(movies),
      beliefs: movies.beliefs,
      watched,
      averages,
      ids: movieIds,
      counts: Int32Array.from(movieIds, (_, row) => countAt(byMovie, row)),
      genres,
    },
  };
}

function expectationOf({ plain, width, weights, plainWeights, precision }: Side): Expectation {
  return { plain, width, weights, plainWeights, precision };
}

async function learnFeatures(training: Training, crew: Crew, seed: number): Promise<Float32Array> {
  const { watch, users, movies } = training;
  const { vectors, values } = await singularVectors(
    watch,
    WATCH_RANK,
    {
      spread: () => crew(partsOf('spread', users.rows)),
      gather: () => crew(partsOf('gather', movies.rows)),
    },
    seed,
  );
  const movieCount = movies.rows.starts.length - 1;
  const userCount = users.rows.starts.length - 1;
  const watched = sharedFloats(vectors.length);
  for (let row = 0; row < movieCount; row++) {
    const n = Math.max(1, countAt(movies.rows, row));
    for (let q = 0; q < WATCH_RANK; q++) {
      const v = vectors[row * WATCH_RANK + q]!;
      watched[row * WATCH_RANK + q] = v / Math.sqrt(n);
      movies.features[row * movies.width + movies.plain + 1 + q] =
        Math.sqrt(movieCount) * values[q]! * v;
    }
  }
  const meanLog = meanLogCount(movies.rows);
  for (let row = 0; row < movieCount; row++) {
    const n = countAt(movies.rows, row);
    movies.features[row * movies.width + movies.plain] = Math.log1p(n) - meanLog;
  }
  const among = { scale: Math.sqrt(userCount), meanLog: meanLogCount(users.rows) };
  const sum = new Float64Array(WATCH_RANK);
  const { starts, others } = users.rows;
  for (let row = 0; row < userCount; row++) {
    sum.fill(0);
    for (let k = starts[row]!; k < starts[row + 1]!; k++) addWatched(sum, watched, others[k]!);
    userFeatures(sum, countAt(users.rows, row), among, users.features, row * users.width);
  }
  return watched;
}

function begin({ users, movies }: Training, seed: number): void {
  const draw = normalDraws(seed ^ 0x5eed);
  for (const { beliefs, moments } of [movies, users]) {
    const { size, means, covariances } = beliefs;
    const triangle = rowStart(size);
    for (let row = 0; row * size < means.length; row++) {
      const isKnownBefore = covariances[row * triangle] !== 0;
      for (let d = 1; d < size && !isKnownBefore; d++) {
        means[row * size + d] = 0.1 * draw();
        covariances[row * triangle + rowStart(d) + d] = 0.01;
      }
      momentsOf(beliefs, row, moments, row * triangle);
    }
  }
}
