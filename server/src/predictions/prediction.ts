import { MOST_STARS } from '../ratings/stars.js';
import { averageEffect, type KnownMovie, type Model } from './model.js';
import { type Expected, expected } from './predict.js';
import type { Taste } from './taste.js';

/**
 * What someone is expected to give a movie, in stars. `sd`: of the rating that will come; `low` and `high`: between them
 * it lies with 80 %; `like`: how likely it is 4 stars or more. `basis`: the taste, or, with fewer than three ratings,
 * what the movie gets on average and how generous they are.
 */
export type Prediction = {
  stars: number;
  sd: number;
  low: number;
  high: number;
  like: number;
  basis: 'taste' | 'average';
};

const FEWEST_RATINGS = 3;
/** Of a normal distribution, 80 % lie within so many standard deviations. */
const EIGHTY = 1.2816;
/** Between 4 stars, which are liked, and the half star below. */
const LIKED_FROM = 3.75;

export function predict(model: Model, taste: Taste, movie: KnownMovie): Prediction {
  const isKnown = isByTaste(taste);
  const { stars, variance } = isKnown
    ? expected(model, taste, movie)
    : average(model, taste, movie);
  const sd = Math.sqrt(variance + (isKnown ? taste.noise : model.averages.noise));
  const { intercept, slope } = model.liking;
  return {
    stars: onScale(stars),
    sd,
    low: onScale(stars - EIGHTY * sd),
    high: onScale(stars + EIGHTY * sd),
    like: 1 / (1 + Math.exp(-intercept - (slope * (stars - LIKED_FROM)) / sd)),
    basis: isKnown ? 'taste' : 'average',
  };
}

/** Fewer ratings tell how generous someone is, and hardly more. */
export function isByTaste({ ratings }: Taste): boolean {
  return ratings.length >= FEWEST_RATINGS;
}

function onScale(stars: number): number {
  return Math.min(MOST_STARS, Math.max(0, stars));
}

/** μ + b_u + b_i, without regard to tastes. */
function average({ averages }: Model, taste: Taste, movie: KnownMovie): Expected {
  const { bias, variance } = taste.average;
  return {
    stars: averages.mean + bias + averageEffect(movie),
    variance: variance + movie.table.averages.variances[movie.row]!,
  };
}
