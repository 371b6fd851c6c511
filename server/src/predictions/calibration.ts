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
const USUAL: Calibration = { intercept: 0.38, slope: 1.8, width: 1 };

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

export function calibrate(rehearsed: readonly Rehearsed[]): Calibration {
  return { ...fitLiking(rehearsed), width: widthOf(rehearsed) };
}

/** Logistic regression by Newton's method, beside as many ratings as usual that say what is usual. */
function fitLiking(rehearsed: readonly Rehearsed[]): Omit<Calibration, 'width'> {
  const rows = rehearsed.map(({ stars, sd, came }) => ({
    x: (stars - LIKED_FROM) / sd,
    y: came >= LIKED ? 1 : 0,
    weight: 1,
  }));
  for (const x of [-1.5, -0.5, 0.5, 1.5]) {
    const y = 1 / (1 + Math.exp(-USUAL.intercept - USUAL.slope * x));
    rows.push({ x, y, weight: USUAL_RATINGS / 4 });
  }
  let { intercept, slope } = USUAL;
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
  return (off.length * width + USUAL_RATINGS * USUAL.width) / (off.length + USUAL_RATINGS);
}
