import { luck } from '../scores/luck.js';
import type { Fold } from './folds.js';

/** Surprise's defaults (prediction_algorithms/matrix_factorization.pyx, SVDpp). */
const [FACTORS, EPOCHS, RATE, RIDGE, SPREAD] = [20, 20, 0.007, 0.02, 0.1];

/** SVD++ by stochastic gradient descent (Koren 2008), as Surprise does it; returns what it predicts of the fold's test. */
export function svdpp({ data, train, test }: Fold): Float64Array {
  const { normal } = luck(1);
  const { raters, movies, stars, raterCount, movieCount } = data;
  const draws = (count: number) =>
    Float64Array.from({ length: count * FACTORS }, () => SPREAD * normal());
  const [p, q, y] = [draws(raterCount), draws(movieCount), draws(movieCount)];
  const [bu, bi] = [new Float64Array(raterCount), new Float64Array(movieCount)];
  const rated: number[][] = Array.from({ length: raterCount }, () => []);
  for (const k of train) rated[raters[k]!]!.push(movies[k]!);
  const mean = train.reduce((sum, k) => sum + stars[k]!, 0) / train.length;
  const implicit = new Float64Array(FACTORS);
  const sumUp = (user: number) => {
    implicit.fill(0);
    for (const j of rated[user]!) {
      for (let f = 0; f < FACTORS; f++) implicit[f]! += y[j * FACTORS + f]!;
    }
    const root = Math.sqrt(rated[user]!.length) || 1;
    for (let f = 0; f < FACTORS; f++) implicit[f]! /= root;
    return root;
  };
  const estimate = (user: number, movie: number) => {
    let sum = mean + bu[user]! + bi[movie]!;
    for (let f = 0; f < FACTORS; f++) {
      sum += q[movie * FACTORS + f]! * (p[user * FACTORS + f]! + implicit[f]!);
    }
    return sum;
  };
  // Surprise goes through the ratings user by user.
  const order = [...train].sort((a, b) => raters[a]! - raters[b]! || a - b);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const k of order) {
      const [user, movie] = [raters[k]!, movies[k]!];
      const root = sumUp(user);
      const error = stars[k]! - estimate(user, movie);
      bu[user]! += RATE * (error - RIDGE * bu[user]!);
      bi[movie]! += RATE * (error - RIDGE * bi[movie]!);
      for (let f = 0; f < FACTORS; f++) {
        const [pf, qf] = [p[user * FACTORS + f]!, q[movie * FACTORS + f]!];
        p[user * FACTORS + f]! += RATE * (error * qf - RIDGE * pf);
        q[movie * FACTORS + f]! += RATE * (error * (pf + implicit[f]!) - RIDGE * qf);
        for (const j of rated[user]!) {
          const at = j * FACTORS + f;
          y[at]! += RATE * ((error * qf) / root - RIDGE * y[at]!);
        }
      }
    }
  }
  return Float64Array.from(test, (k) => {
    sumUp(raters[k]!);
    return estimate(raters[k]!, movies[k]!);
  });
}
