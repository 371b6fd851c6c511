import { expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { normalDraws } from './draws.js';
import { LIKE_RANK, noLikeSide, stepLikes, sumSquares } from './likes.js';
import { movieAt } from './model.js';
import { atLeast, countAt } from './observations.js';
import { byLikes, recommend } from './recommend.js';
import { foldIn } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

const MOVIES = 40;
const people = somePeople({ users: 60, movies: MOVIES });
const users = noLikeSide(atLeast(people.byUser, 80));
const movies = noLikeSide(atLeast(people.byMovie, 80));

/** What is minimised, of one user. */
function lossOf(user: number, x: Float64Array): number {
  const product = (row: number) =>
    x.reduce((sum, value, d) => sum + value * movies.factors[row * LIKE_RANK + d]!, 0);
  const size = x.reduce((sum, value) => sum + value * value, 0);
  const liked = users.rows.others.subarray(users.rows.starts[user]!, users.rows.starts[user + 1]!);
  const all = [...Array(MOVIES).keys()].reduce((sum, row) => sum + product(row) ** 2, 0);
  const seen = liked.reduce((sum, row) => sum + (1 - product(row)) ** 2, 0);
  return seen + 0.1 * all + 0.02 * (liked.length + 0.1 * MOVIES) * size;
}

it('is a step to where the loss is least: any way from there it is more', () => {
  const draw = normalDraws(3);
  for (let k = 0; k < movies.factors.length; k++) movies.factors[k] = 0.3 * draw();
  sumAll();
  stepLikes(users, movies, 0, 60);
  for (const user of [0, 1, 17]) {
    expect(countAt(users.rows, user)).toBeGreaterThan(0);
    const x = Float64Array.from(users.factors.subarray(user * LIKE_RANK, (user + 1) * LIKE_RANK));
    const least = lossOf(user, x);
    for (let way = 0; way < 40; way++) {
      expect(
        lossOf(
          user,
          x.map((value) => value + 0.01 * draw()),
        ),
      ).toBeGreaterThan(least);
    }
  }
});

/** Movies that nobody likes are none here, as in the training. */
function sumAll() {
  for (let row = 0; row < MOVIES; row++) {
    if (countAt(movies.rows, row) === 0) {
      movies.factors.fill(0, row * LIKE_RANK, (row + 1) * LIKE_RANK);
    }
  }
  sumSquares(movies);
}

const training = prepareTraining(people, someFacts(MOVIES));
const model = await train(training, alone(training), { seed: 1, sweeps: 4 });

it('folds a user in as the training does', () => {
  const { rows, factors } = training.likes.users;
  stepLikes(training.likes.users, training.likes.movies, 0, 60);
  const liked = [...rows.others.subarray(rows.starts[5]!, rows.starts[6]!)];
  const scores = byLikes(model, liked);
  for (let row = 0; row < MOVIES; row++) {
    let sum = 0;
    for (let d = 0; d < LIKE_RANK; d++) {
      sum += factors[5 * LIKE_RANK + d]! * model.likes.factors[row * LIKE_RANK + d]!;
    }
    expect(scores[row]).toBeCloseTo(sum, 5);
  }
});

it('recommends what is not rated, to everyone', () => {
  for (const steps of [100, 20]) {
    const rated = [3, 7, 11, 15].map((row) => ({ movie: movieAt(model, row), steps }));
    const scores = recommend(model, foldIn(model, rated));
    for (const [row, score] of scores.entries()) {
      expect(Number.isFinite(score)).toBe(![3, 7, 11, 15].includes(row));
    }
  }
  expect(recommend(model, foldIn(model, [])).every(Number.isFinite)).toBe(true);
});
