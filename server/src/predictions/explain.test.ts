import { expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { explain } from './explain.js';
import { movieAt, newMovie } from './model.js';
import { expected } from './predict.js';
import { predict } from './prediction.js';
import { foldIn } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone } from './work.js';

const MOVIES = 40;
const training = prepareTraining(somePeople({ users: 40, movies: MOVIES }), someFacts(MOVIES));
const model = await train(training, alone(training), { seed: 1, sweeps: 6 });
const rated = (rows: number[], steps: number) =>
  rows.map((row) => ({ movie: movieAt(model, row, row / 100), steps }));
const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);

it('sums to the prediction, to a rounding', () => {
  const unheard = { movie: newMovie(model, { genres: ['Drama'], year: 1990 }), steps: 90 };
  const taste = foldIn(model, [...rated([1, 5, 9], 100), ...rated([2, 8], 20), unheard]);
  for (const movie of [movieAt(model, 3), movieAt(model, 5, 0.2), unheard.movie]) {
    const { movie: itself, habit, ratings } = explain(model, taste, movie);
    expect(ratings).toHaveLength(6);
    expect(itself + habit + sum(ratings)).toBeCloseTo(expected(model, taste, movie).stars, 5);
  }
});

it('sums to the prediction of those who have hardly rated', () => {
  const taste = foldIn(model, rated([1, 5], 60));
  const movie = movieAt(model, 3);
  const { movie: itself, habit, ratings } = explain(model, taste, movie);
  expect(itself + habit + sum(ratings)).toBeCloseTo(predict(model, taste, movie).stars, 5);
  expect(explain(model, foldIn(model, []), movie).ratings).toHaveLength(0);
});

it('lays most on what is rated against expectation', () => {
  const ratings = [...rated([1, 5, 9], 66), ...rated([20], 0)];
  const parts = explain(model, foldIn(model, ratings), movieAt(model, 20)).ratings;
  const sizes = [...parts].map(Math.abs);
  expect(Math.max(...sizes)).toBe(sizes[3]);
  expect(parts[3]).toBeLessThan(0);
});
