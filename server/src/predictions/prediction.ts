import { MOST_STARS } from '../ratings/stars.js';
import { chanceOfLike, EIGHTY } from './calibration.js';
import { averageEffect, type KnownMovie, type Model, type TasteModel } from './model.js';
import { type Expected, expected, pointOf } from './predict.js';
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

export function predict(model: Model, taste: Taste, movie: KnownMovie): Prediction {
  const { stars, sd } = guess(model, taste, movie);
  const { width } = model.calibration;
  return {
    stars: onScale(stars),
    sd: width * sd,
    low: onScale(stars - EIGHTY * width * sd),
    high: onScale(stars + EIGHTY * width * sd),
    like: chanceOfLike(model.calibration, stars, sd),
    basis: isByTaste(taste) ? 'taste' : 'average',
  };
}

/** As the model alone has it: not held to the scale, and not calibrated. */
export function guess(
  model: TasteModel,
  taste: Taste,
  movie: KnownMovie,
): { stars: number; sd: number } {
  const isKnown = isByTaste(taste);
  const { stars, variance } = isKnown
    ? expected(model, taste, movie)
    : average(model, taste, movie);
  return { stars, sd: Math.sqrt(variance + (isKnown ? taste.noise : model.averages.noise)) };
}

/** The stars alone, not held to the scale: for whole catalogues, as variances cost ten times as much. */
export function guessStars(model: TasteModel, taste: Taste, movie: KnownMovie): number {
  return isByTaste(taste) ? pointOf(model, taste, movie) : average(model, taste, movie).stars;
}

/** Fewer ratings tell how generous someone is, and hardly more. */
export function isByTaste({ ratings }: Taste): boolean {
  return ratings.length >= FEWEST_RATINGS;
}

function onScale(stars: number): number {
  return Math.min(MOST_STARS, Math.max(0, stars));
}

/** μ + b_u + b_i, without regard to tastes. */
function average({ averages }: TasteModel, taste: Taste, movie: KnownMovie): Expected {
  const { bias, variance } = taste.average;
  return {
    stars: averages.mean + bias + averageEffect(movie),
    variance: variance + movie.table.averages.variances[movie.row]!,
  };
}
