import { NO_MODEL } from './model.js';
import { effectOf, varianceLeft } from './shrinkage.js';
import { HALF_EXPERIENCE } from './vote.js';

/** What is done between two chances for others to go on: about a millisecond. */
export const AT_A_TIME = 50_000;
/** With fewer ratings than this, what is usual elsewhere (`NO_MODEL`) counts for more than what is found here. */
export const USUAL_RATINGS = 10;
const USUAL_MEMBERS = 5;
/** Where everyone always gives the same, the next may still differ by a fifth of a star. */
const LEAST_NOISE = 0.05;
const LEAST_SPREAD = 0.02;

/** Raters, or movies: whose each rating is, how many each has, their effects, and of those ratings Σd and Σe². */
export type Side = {
  of: Int32Array;
  ratings: Int32Array;
  effects: Float64Array;
  deviations: Float64Array;
  squares: Float64Array;
  spread: number;
};

export function sideOf(of: Int32Array, members: number, spread: number): Side {
  const numbers = () => new Float64Array(members);
  const [effects, deviations, squares] = [numbers(), numbers(), numbers()];
  return { of, ratings: new Int32Array(members), effects, deviations, squares, spread };
}

/** Finds one side's effects, given the other's. */
export function* settle(
  stars: Float32Array | Float64Array,
  own: Side,
  other: Side,
  mean: number,
  noise: number,
): Generator<void> {
  own.deviations.fill(0);
  own.squares.fill(0);
  for (let k = 0; k < stars.length; k++) {
    const deviation = stars[k]! - mean - other.effects[other.of[k]!]!;
    const member = own.of[k]!;
    own.deviations[member]! += deviation;
    own.squares[member]! += deviation * deviation;
    if (k % AT_A_TIME === AT_A_TIME - 1) yield;
  }
  for (let member = 0; member < own.ratings.length; member++) {
    const [n, sum] = [own.ratings[member]!, own.deviations[member]!];
    const effect = effectOf(sum, n, own.spread, noise);
    own.effects[member] = effect;
    // Σ(d − b)² = Σd² − 2bΣd + nb², without going through all ratings again.
    own.squares[member] = Math.max(
      0,
      own.squares[member]! - 2 * effect * sum + n * effect * effect,
    );
  }
}

/**
 * Makes 0 the bias of the average rater, each counting by experience h = n/(n + 10): Σ h·b_u / Σ h·n/(n + σ²/τ_u²), the
 * generalised least squares of biases' mean. Leaves every b_u + b_i as it is: μ + b_i then is what the average rater would
 * give. What the average rating is, Σ n·b_u = 0, was measured and is further off: who rates most is more critical than
 * those who make up most of a film's raters.
 */
export function shift(raters: Side, movies: Side, noise: number): void {
  let [sum, known] = [0, 0];
  for (let rater = 0; rater < raters.ratings.length; rater++) {
    const n = raters.ratings[rater]!;
    const experience = n / (n + HALF_EXPERIENCE);
    sum += experience * raters.effects[rater]!;
    known += (experience * n) / (n + noise / raters.spread);
  }
  const by = known === 0 ? 0 : sum / known;
  for (const [side, change] of [
    [raters, -by],
    [movies, by],
  ] as const) {
    for (let member = 0; member < side.ratings.length; member++) {
      if (side.ratings[member]! > 0) side.effects[member]! += change;
    }
  }
}

/** Finds the spreads of both sides, and returns the noise. */
export function learn(raters: Side, movies: Side, count: number, noise: number): number {
  let squares = 0;
  for (const square of raters.squares) squares += square;
  for (const [side, usual] of [
    [raters, NO_MODEL.raterSpread],
    [movies, NO_MODEL.movieSpread],
  ] as const) {
    let [members, spread] = [0, 0];
    for (let member = 0; member < side.ratings.length; member++) {
      const n = side.ratings[member]!;
      if (n === 0) continue;
      const left = varianceLeft(n, side.spread, noise);
      squares += n * left;
      spread += side.effects[member]! ** 2 + left;
      members += 1;
    }
    side.spread = Math.max(LEAST_SPREAD, withUsual(spread, members, usual, USUAL_MEMBERS));
  }
  return Math.max(LEAST_NOISE, withUsual(squares, count, NO_MODEL.noise, USUAL_RATINGS));
}

/** The mean of what was found, as if it had been found of `worth` more that are as usual. */
export function withUsual(sum: number, count: number, usual: number, worth: number): number {
  return (sum + worth * usual) / (count + worth);
}
