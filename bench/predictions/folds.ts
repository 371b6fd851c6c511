import { observe } from '../../server/src/predictions/observations.js';
import { train } from '../../server/src/predictions/train.js';
import { prepareTraining } from '../../server/src/predictions/training.js';
import { alone } from '../../server/src/predictions/work.js';
import { STEPS_PER_STAR } from '../../server/src/ratings/stars.js';
import { luck } from '../scores/luck.js';
import type { DataSet } from '../scores/movielens.js';

export type Fold = { data: DataSet; train: number[]; test: number[] };

/** u1.test … u5.test of ML-100K as they are published: the lines of u.data in order, a fifth each. */
export function officialFolds(data: DataSet): Fold[] {
  const all = data.stars.length;
  return [0, 1, 2, 3, 4].map((k) => cut(data, (at) => Math.floor((5 * at) / all) === k));
}

/** A random fifth each, by a seed. */
export function randomFolds(data: DataSet, seed = 1): Fold[] {
  const { pick } = luck(seed);
  const order = pick([...data.stars.keys()], data.stars.length);
  const foldOf = new Int8Array(order.length);
  for (const [k, at] of order.entries()) foldOf[at] = Math.floor((5 * k) / order.length);
  return [0, 1, 2, 3, 4].map((k) => cut(data, (at) => foldOf[at] === k));
}

/** The last fifth in time is the test, in the order it came. */
export function lastInTime(data: DataSet): Fold {
  const order = [...data.stars.keys()].sort((a, b) => data.times[a]! - data.times[b]! || a - b);
  const end = Math.floor(0.8 * order.length);
  return { data, train: order.slice(0, end), test: order.slice(end) };
}

function cut(data: DataSet, isTest: (at: number) => boolean): Fold {
  const all = [...data.stars.keys()];
  return { data, train: all.filter((at) => !isTest(at)), test: all.filter(isTest) };
}

/** Rows are users and movies of the data set; what has no rating in `indexes` has none here. */
export function observed(data: DataSet, indexes: readonly number[]) {
  const ids = (count: number) => Float64Array.from({ length: count }, (_, row) => row);
  return observe({
    userIds: ids(data.raterCount),
    movieIds: ids(data.movieCount),
    users: Int32Array.from(indexes, (k) => data.raters[k]!),
    movies: Int32Array.from(indexes, (k) => data.movies[k]!),
    steps: Uint8Array.from(indexes, (k) => stepsOf(data, k)),
  });
}

export function stepsOf(data: DataSet, k: number): number {
  return Math.round(data.stars[k]! * STEPS_PER_STAR);
}

export async function modelOf(data: DataSet, indexes: readonly number[]) {
  const training = prepareTraining(observed(data, indexes), data.facts);
  return train(training, alone(training), { seed: 1 });
}

/** Of each user, the indexes of ratings among those. */
export function byUser(data: DataSet, indexes: readonly number[]): number[][] {
  const all: number[][] = Array.from({ length: data.raterCount }, () => []);
  for (const k of indexes) all[data.raters[k]!]!.push(k);
  return all;
}
