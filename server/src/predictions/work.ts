import { learnExpectation } from './learn.js';
import { stepLikes } from './likes.js';
import { countAt, type Rows } from './observations.js';
import { sharedIntegers } from './shared-arrays.js';
import { findSimilar } from './similar.js';
import { stepRows } from './step.js';
import { gatherRows, spreadRows } from './subspace.js';
import type { Training } from './training.js';

/** What threads share out, row by row: whoever does which part, and in which order, the result is the same. */
export type Task =
  | 'spread'
  | 'gather'
  | 'users'
  | 'movies'
  | 'learn-users'
  | 'learn-movies'
  | 'like-spread'
  | 'like-gather'
  | 'like-users'
  | 'like-movies'
  | 'similar';
/** `isRehearsal`: it is of the smaller training that is within. */
export type Part = { task: Task; from: number; to: number; isRehearsal?: boolean };

/** Does all parts, in any threads and any order. */
export type Crew = (parts: readonly Part[]) => Promise<void>;

/** Parts that threads share out, each taking the next one; `taken` is how many have been, on shared memory. */
export type Pile = { parts: readonly Part[]; taken: Int32Array };

const PARTS = 32;

export function doPart(training: Training, { isRehearsal, ...part }: Part): void {
  const { task, from, to } = part;
  if (isRehearsal && training.rehearsal !== null) {
    doPart(training.rehearsal.training, part);
    return;
  }
  const { users, movies, watch, likes, liked, similar, mean } = training;
  const level = { mean, noise: training.noise[0]! };
  const tasks: Record<Task, () => void> = {
    spread: () => spreadRows(watch, from, to),
    gather: () => gatherRows(watch, from, to),
    users: () => stepRows(users, movies, level, from, to),
    movies: () => stepRows(movies, users, level, from, to),
    // Of a whole side, which one thread does.
    'learn-users': () => learnExpectation(users),
    'learn-movies': () => learnExpectation(movies),
    'like-spread': () => spreadRows(liked, from, to),
    'like-gather': () => gatherRows(liked, from, to),
    'like-users': () => stepLikes(likes.users, likes.movies, from, to),
    'like-movies': () => stepLikes(likes.movies, likes.users, from, to),
    similar: () => findSimilar(similar, from, to),
  };
  tasks[task]();
}

export function pileOf(parts: readonly Part[]): Pile {
  return { parts, taken: sharedIntegers(1) };
}

/** Does parts until all are taken; whoever is quicker does more. */
export function workOff(training: Training, { parts, taken }: Pile): void {
  const next = () => parts[Atomics.add(taken, 0, 1)];
  for (let part = next(); part !== undefined; part = next()) doPart(training, part);
}

/** A crew of this thread alone. */
export function alone(training: Training): Crew {
  return async (parts) => {
    for (const part of parts) doPart(training, part);
  };
}

/** All rows of a side in parts that have about as many ratings each; a row itself costs as much as some ratings. */
export function partsOf(task: Task, rows: Rows): Part[] {
  const count = rows.starts.length - 1;
  const whole = rows.others.length + ROW * count;
  const parts: Part[] = [];
  let [from, done] = [0, 0];
  for (let row = 0; row < count; row++) {
    done += countAt(rows, row) + ROW;
    if (done * PARTS < whole * (parts.length + 1) && row + 1 < count) continue;
    parts.push({ task, from, to: row + 1 });
    from = row + 1;
  }
  return parts;
}
const ROW = 20;
