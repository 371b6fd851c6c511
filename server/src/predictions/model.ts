import type { MovieFacts } from '../scores/prior.js';
import type { Averages } from './averages.js';
import type { Beliefs } from './beliefs.js';
import type { Calibration } from './calibration.js';
import type { Crowd } from './crowd.js';
import { plainFeatures } from './movie-features.js';
import type { Questions } from './questions.js';
import { type Expectation, expect } from './side.js';
import type { Level } from './step.js';
import { rowStart, triangleSize } from './triangle.js';
import type { Among } from './user-features.js';

/**
 * What the model knows of its movies, row by row: beliefs; `watched`, V_iq/√n_i, by which users' features are summed up
 * from the movies that they have rated; and the `averages`, b_i without regard to tastes, with their variances.
 */
export type MovieTable = {
  beliefs: Beliefs;
  watched: Float32Array;
  averages: { movies: Float32Array; variances: Float32Array };
};

/** A row of a table; `shift` is by how much its bias has moved since. */
export type KnownMovie = { table: MovieTable; row: number; shift: number };

/** What stars are predicted from. */
export type TasteModel = {
  level: Level;
  users: Expectation & Among;
  averages: Averages;
  movies: Expectation & MovieTable & { ids: Float64Array; counts: Int32Array; genres: string[] };
};

/** All that serving needs. Users are not in it: what is believed of one follows from the ratings at any time. */
export type Model = TasteModel & {
  calibration: Calibration;
  /** Of those who liked movies: their numbers (see likes.ts), Σ y·yᵀ, and how many liked each. */
  likes: { factors: Float32Array; gram: Float64Array; counts: Int32Array };
  /** Of each movie, the rows of the most similar ones and how similar they are; −1 where there are no more. */
  similar: { rows: Int32Array; scores: Float32Array };
  crowd: Crowd;
  questions: Questions;
};

/** Where a movie is, or −1: ids ascend. */
export function rowOf({ movies: { ids } }: TasteModel, id: number): number {
  let [low, high] = [0, ids.length - 1];
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] === id) return middle;
    if (ids[middle]! < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

export function movieAt({ movies }: TasteModel, row: number, shift = 0): KnownMovie {
  return { table: movies, row, shift };
}

/** b_i without regard to tastes. */
export function averageEffect({ table, row, shift }: KnownMovie): number {
  return table.averages.movies[row]! + shift;
}

/** A movie that nobody had rated at the training: what its genres and its year say, f⁰·W⁰, by 1/Λ. */
export function newMovie({ movies }: TasteModel, facts: MovieFacts, shift = 0): KnownMovie {
  const { size } = movies.beliefs;
  const beliefs = {
    size,
    means: new Float32Array(size),
    covariances: new Float32Array(triangleSize(size)),
  };
  const features = new Float32Array(movies.width);
  features.set(plainFeatures(facts, movies.genres));
  const prior = new Float64Array(size);
  expect(movies, features, 0, 0, prior);
  beliefs.means.set(prior);
  for (let d = 0; d < size; d++) {
    beliefs.covariances[rowStart(d) + d] = 1 / movies.precision[d]!;
  }
  const watched = new Float32Array(movies.width - movies.plain - 1);
  const [bias, variance] = [beliefs.means, beliefs.covariances].map((of) => of.slice(0, 1));
  const averages = { movies: bias!, variances: variance! };
  return { table: { beliefs, watched, averages }, row: 0, shift };
}
