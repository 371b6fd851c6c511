import { expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { movieAt, newMovie, rowOf } from './model.js';
import { expected, pointOf } from './predict.js';
import { guess, guessStars, predict } from './prediction.js';
import { foldIn, newFold } from './taste.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { alone, doPart } from './work.js';

const MOVIES = 60;
const training = prepareTraining(somePeople({ users: 50, movies: MOVIES }), someFacts(MOVIES));
const model = await train(training, alone(training), { seed: 1 });
const { users } = training;
const { size } = users.beliefs;

const ratingsOf = (user: number) =>
  [...users.rows.others.subarray(users.rows.starts[user]!, users.rows.starts[user + 1]!)].map(
    (row, k) => ({
      movie: movieAt(model, row),
      steps: users.rows.steps[users.rows.starts[user]! + k]!,
    }),
  );

it('is what the training would say of the same ratings', () => {
  doPart(training, { task: 'users', from: 0, to: 50 });
  for (const user of [0, 1, 7, 49]) {
    const taste = foldIn(model, ratingsOf(user));
    const mean = users.beliefs.means.subarray(user * size, (user + 1) * size);
    expect(Float32Array.from(taste.mean)).toEqual(Float32Array.from(mean));
    const triangle = taste.covariance.length;
    expect(Float32Array.from(taste.covariance)).toEqual(
      Float32Array.from(users.beliefs.covariances.subarray(user * triangle, (user + 1) * triangle)),
    );
    const noise = (20 * model.level.noise + users.errors[user]!) / (20 + taste.ratings.length);
    expect(taste.noise).toBeCloseTo(noise, 12);
  }
});

it('says the same in whichever order movies were rated', () => {
  const ratings = ratingsOf(3);
  const [one, other] = [foldIn(model, ratings), foldIn(model, [...ratings].reverse())];
  for (const [d, value] of one.mean.entries()) expect(other.mean[d]).toBeCloseTo(value, 9);
});

it('is told again after more ratings, and stays what it was of those before', () => {
  const ratings = ratingsOf(3);
  const fold = newFold(model);
  const after = ratings.map((rating) => {
    fold.add(rating);
    return fold.taste();
  });
  for (const [n, taste] of after.entries()) {
    expect(taste).toEqual(foldIn(model, ratings.slice(0, n + 1)));
  }
});

it('comes nearer to a movie that one rates higher', () => {
  const movie = movieAt(model, 5);
  const others = ratingsOf(2).filter((rating) => rating.movie.row !== 5);
  const after = (steps: number) =>
    pointOf(model, foldIn(model, [...others, { movie, steps }]), movie);
  expect(after(100)).toBeGreaterThan(after(50));
  const { variance } = expected(model, foldIn(model, others), movie);
  const sure = expected(model, foldIn(model, [...others, { movie, steps: 60 }]), movie);
  expect(sure.variance).toBeLessThan(variance);
});

it('may rest on movies that nobody had rated at the training', () => {
  const movie = newMovie(model, { genres: ['Horror', 'Unheard of'], year: 2025 });
  const taste = foldIn(model, [...ratingsOf(4), { movie, steps: 100 }]);
  const without = foldIn(model, ratingsOf(4));
  expect(pointOf(model, taste, movie)).toBeGreaterThan(pointOf(model, without, movie));
});

it('is not moved by movies whose bias has moved since, but what is said of these is', () => {
  const taste = foldIn(model, ratingsOf(4));
  const moved = ratingsOf(4).map(({ movie, steps }) => ({
    movie: { ...movie, shift: 0.3 },
    steps,
  }));
  expect(foldIn(model, moved).mean).toEqual(taste.mean);
  expect(foldIn(model, moved).average).toEqual(taste.average);
  const [before, after] = [0, 0.25].map((shift) => pointOf(model, taste, movieAt(model, 3, shift)));
  expect(after! - before!).toBeCloseTo(0.25, 12);
});

it('is what a movie gets on average, and how generous one is, before three ratings', () => {
  const [first, second, third] = ratingsOf(6) as [
    ReturnType<typeof ratingsOf>[0],
    ReturnType<typeof ratingsOf>[0],
    ReturnType<typeof ratingsOf>[0],
  ];
  const movie = movieAt(model, 8);
  const { movies, mean, userSpread, noise } = model.averages;
  const none = predict(model, foldIn(model, []), movie);
  expect(none.basis).toBe('average');
  expect(none.stars).toBeCloseTo(mean + movies[8]!, 6);
  const two = predict(model, foldIn(model, [first, second]), movie);
  const above = [first, second].map(
    ({ movie: { row }, steps }) => steps / 20 - mean - movies[row]!,
  );
  const bias = (above[0]! + above[1]!) / (2 + noise / userSpread);
  expect(two.stars).toBeCloseTo(mean + movies[8]! + bias, 6);
  expect(predict(model, foldIn(model, [first, second, third]), movie).basis).toBe('taste');
});

it('stays on the scale, and says how sure it is', () => {
  const all = ratingsOf(1).map(({ movie }) => ({ movie, steps: 100 }));
  const { stars, low, high, sd, like } = predict(model, foldIn(model, all), movieAt(model, 0, 9));
  expect([stars, high]).toEqual([5, 5]);
  expect(low).toBeLessThanOrEqual(5);
  expect(sd).toBeGreaterThan(0);
  expect(like).toBeGreaterThan(0.99);
});

it('finds movies by their ids', () => {
  expect([10, 300, 600, 5, 15, 610].map((id) => rowOf(model, id))).toEqual([0, 29, 59, -1, -1, -1]);
});

it('is guessed without its variance as it is with it', () => {
  for (const ratings of [ratingsOf(4), ratingsOf(4).slice(0, 2)]) {
    const taste = foldIn(model, ratings);
    for (const row of [0, 9, 30]) {
      const movie = movieAt(model, row);
      expect(guessStars(model, taste, movie)).toBe(guess(model, taste, movie).stars);
    }
  }
});
