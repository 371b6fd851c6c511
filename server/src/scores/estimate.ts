import { type Model, NO_MODEL } from './model.js';
import { fitPrior, type MovieFacts, priorOf } from './prior.js';
import { AT_A_TIME, learn, settle, shift, sideOf, USUAL_RATINGS, withUsual } from './sweep.js';

/** All ratings, in stars, as flat arrays; raters and movies are indexes from 0. */
export type AllRatings = {
  raters: Int32Array;
  movies: Int32Array;
  stars: Float32Array | Float64Array;
  raterCount: number;
  movieCount: number;
  facts: (movie: number) => MovieFacts;
};

/** Habits by rater and effects (b_i, in stars) by movie; a movie nobody has rated has what its prior says. */
export type Estimate = {
  model: Model;
  habits: { ratings: Int32Array; bias: Float64Array; squares: Float64Array };
  effects: Float64Array;
};

const SWEEPS = 20;
/** In the weight of movies' means: one movie with 100 ratings. */
const USUAL_WEIGHT = 5;
const LEAST_SPREAD = 0.02;
/** Who has rated this much is experienced; a service is young while not even half of its raters are, */
const EXPERIENCED = 10;
/** and they are not yet so many. Without that, an army of accounts with one vote each would make any service young. */
const ENOUGH_EXPERIENCED = 100;

/**
 * Mean-field EM for stars = μ + b_u + b_i + e: raters' and movies' effects in turn, each the mean of its posterior given
 * the others (`effectOf`), then σ² = mean(e² + v_u + v_i) and τ² = mean(b² + v). Yields often, so
 * that a service goes on answering.
 */
export function* estimate(all: AllRatings): Generator<void, Estimate> {
  const { stars } = all;
  const raters = sideOf(all.raters, all.raterCount, NO_MODEL.raterSpread);
  const movies = sideOf(all.movies, all.movieCount, NO_MODEL.movieSpread);
  let total = 0;
  for (let k = 0; k < stars.length; k++) {
    total += stars[k]!;
    raters.ratings[raters.of[k]!]! += 1;
    movies.ratings[movies.of[k]!]! += 1;
    if (k % AT_A_TIME === AT_A_TIME - 1) yield;
  }
  const mean = withUsual(total, stars.length, NO_MODEL.mean, USUAL_RATINGS);
  let { noise } = NO_MODEL;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    yield* settle(stars, movies, raters, mean, noise);
    yield* settle(stars, raters, movies, mean, noise);
    shift(raters, movies, noise);
    noise = learn(raters, movies, stars.length, noise);
    yield;
  }

  // Exactly what `habitOf` says of the same ratings, so that nothing moves when someone is looked at again.
  yield* settle(stars, raters, movies, mean, noise);
  const effects = movies.effects.slice();
  // And once more for what movies' ratings say without raters' biases.
  yield* settle(stars, movies, raters, mean, noise);
  const rated = [...movies.ratings.keys()].filter((movie) => movies.ratings[movie]! > 0);
  const fitted = yield* fitPrior(
    rated.map((movie) => ({
      facts: all.facts(movie),
      ratings: movies.ratings[movie]!,
      deviation: movies.deviations[movie]! / movies.ratings[movie]!,
    })),
    { mean, noise },
  );
  const { prior } = fitted;
  for (let movie = 0; movie < all.movieCount; movie++) {
    if (movies.ratings[movie]! > 0) continue;
    effects[movie] = priorOf(all.facts(movie), { prior }) - mean;
  }
  const model = {
    mean,
    noise,
    raterSpread: raters.spread,
    movieSpread: movies.spread,
    trust: noise / leftSpread(fitted),
    prior,
    isYoung: isYoung(raters.ratings),
    ratings: stars.length,
  };
  const { ratings, effects: bias, squares } = raters;
  return { model, habits: { ratings, bias, squares }, effects };
}

/** τ_d²: what the prior leaves of the movies' spread. */
function leftSpread({ spread, weight }: { spread: number; weight: number }): number {
  const usual = NO_MODEL.noise / NO_MODEL.trust;
  return Math.max(LEAST_SPREAD, withUsual(spread * weight, weight, usual, USUAL_WEIGHT));
}

function isYoung(ratings: Int32Array): boolean {
  const raters = ratings.reduce((sum, n) => sum + (n > 0 ? 1 : 0), 0);
  const experienced = ratings.reduce((sum, n) => sum + (n >= EXPERIENCED ? 1 : 0), 0);
  return experienced < ENOUGH_EXPERIENCED && (raters === 0 || experienced < raters / 2);
}
