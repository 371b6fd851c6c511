import { STEPS_PER_STAR } from '../ratings/stars.js';

/**
 * What a rehearsal teaches of how sure predictions are. P(r ≥ 4) = logistic(intercept + slope·(stars − 3.75)/sd); `width`:
 * by how much standard deviations are to be stretched, so that the 80 % interval has 80 % of what comes.
 */
export type Calibration = { intercept: number; slope: number; width: number };

/** A rating of a rehearsal: what was predicted of it, and what it was, in stars. */
export type Rehearsed = { stars: number; sd: number; came: number };

/** Of a normal distribution, 80 % lie within so many standard deviations. */
export const EIGHTY = 1.2816;
/** What is usual counts for as much as so many ratings. */
const USUAL_RATINGS = 200;
const USUAL_WIDTH = 1;
/** A logistic curve of this slope is next to the normal distribution. */
const USUAL_SLOPE = 1.7;
/** Before anyone has rated, in stars; worth so many ratings. */
const USUAL_STARS = { mean: 3, variance: 1, worth: 10 };

const LIKED = 4;
/** Between 4 stars, which are liked, and the half star below. */
const LIKED_FROM = 3.75;
const STEPS = 25;

export function chanceOfLike(
  { intercept, slope }: Omit<Calibration, 'width'>,
  stars: number,
  sd: number,
): number {
  return 1 / (1 + Math.exp(-intercept - (slope * (stars - LIKED_FROM)) / sd));
}

/** `steps` are of all ratings, by which it is known how usual liking is on whatever scale people keep to. */
export function calibrate(rehearsed: readonly Rehearsed[], steps: Uint8Array): Calibration {
  return { ...fitLiking(rehearsed, usualLiking(rehearsed, steps)), width: widthOf(rehearsed) };
}

/**
 * With stars of mean m and variance s² of which the share L is liked, the t is liked from that has
 * L = logistic(1.7·(m − t)/s): on half stars about 3.75, less where 4 is what people give.
 */
function usualLiking(
  rehearsed: readonly Rehearsed[],
  steps: Uint8Array,
): Omit<Calibration, 'width'> {
  const { mean: usual, variance, worth } = USUAL_STARS;
  const unlikely = 1 / (1 + Math.exp((USUAL_SLOPE * (LIKED - usual)) / Math.sqrt(variance)));
  let sum = worth * usual;
  let squares = worth * (variance + usual * usual);
  let liked = worth * unlikely;
  for (const step of steps) {
    const stars = step / STEPS_PER_STAR;
    sum += stars;
    squares += stars * stars;
    if (stars >= LIKED) liked += 1;
  }
  const count = worth + steps.length;
  const mean = sum / count;
  const deviation = Math.sqrt(squares / count - mean * mean);
  const from = mean - (deviation * Math.log(liked / (count - liked))) / USUAL_SLOPE;
  const sds = rehearsed.reduce((all, { sd }) => all + sd, 0);
  const sd = rehearsed.length === 0 ? deviation : sds / rehearsed.length;
  return { intercept: (USUAL_SLOPE * (LIKED_FROM - from)) / sd, slope: USUAL_SLOPE };
}

/** Logistic regression by Newton's method, beside as many ratings as usual that say what is usual. */
function fitLiking(
  rehearsed: readonly Rehearsed[],
  usual: Omit<Calibration, 'width'>,
): Omit<Calibration, 'width'> {
  const rows = rehearsed.map(({ stars, sd, came }) => ({
    x: (stars - LIKED_FROM) / sd,
    y: came >= LIKED ? 1 : 0,
    weight: 1,
  }));
  for (const x of [-1.5, -0.5, 0.5, 1.5]) {
    const y = 1 / (1 + Math.exp(-usual.intercept - usual.slope * x));
    rows.push({ x, y, weight: USUAL_RATINGS / 4 });
  }
  let { intercept, slope } = usual;
  for (let step = 0; step < STEPS; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
    for (const { x, y, weight } of rows) {
      const p = 1 / (1 + Math.exp(-intercept - slope * x));
      const [off, w] = [weight * (y - p), weight * p * (1 - p)];
      g0 += off;
      g1 += off * x;
      h00 += w;
      h01 += w * x;
      h11 += w * x * x;
    }
    const determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 0)) break;
    intercept += (h11 * g0 - h01 * g1) / determinant;
    slope += (h00 * g1 - h01 * g0) / determinant;
  }
  return { intercept, slope };
}

/** The distance that 80 % come within, over what it would be if all were normal. */
function widthOf(rehearsed: readonly Rehearsed[]): number {
  const off = rehearsed
    .map(({ stars, sd, came }) => Math.abs(came - stars) / sd)
    .sort((a, b) => a - b);
  const width = off.length === 0 ? 1 : off[Math.floor(0.8 * off.length)]! / EIGHTY;
  return (off.length * width + USUAL_RATINGS * USUAL_WIDTH) / (off.length + USUAL_RATINGS);
}
