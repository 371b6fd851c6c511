import type { Crowd } from './crowd.js';
import { uniformDraws } from './draws.js';
import { FEWEST_FOR_MATCH, rhoOf } from './match.js';
import { countAt } from './observations.js';
import type { Side } from './side.js';
import { ownNoise } from './taste.js';
import type { Training } from './training.js';
import { rowStart, triangleSize } from './triangle.js';

const PAIRS = 20_000;
const QUANTILES = 101;

/** How people are apart, from what is believed of all of them. */
export function crowdOf({ users, movies, noise }: Training, seed: number): Crowd {
  const { size } = users.beliefs;
  const { mean: movie, spread } = overRatings(movies);
  const people = [...Array(users.rows.starts.length - 1).keys()];
  const rated = people.filter((row) => countAt(users.rows, row) > 0);
  const centre = new Float64Array(size);
  for (const row of rated) {
    for (let d = 0; d < size; d++)
      centre[d]! += users.beliefs.means[row * size + d]! / rated.length;
  }
  const known = people.filter((row) => countAt(users.rows, row) >= FEWEST_FOR_MATCH);
  return {
    centre,
    movie,
    spread,
    quantiles: quantilesOf(users, noise[0]!, known, { centre, movie, spread }, seed),
  };
}

/** The mean of z and its covariance, each movie counting as often as it is rated. */
function overRatings({ rows, beliefs: { size, means } }: Side) {
  const mean = new Float64Array(size);
  const spread = new Float64Array(triangleSize(size));
  const all = Math.max(1, rows.others.length);
  const z = new Float64Array(size);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    const share = countAt(rows, row) / all;
    for (let d = 0; d < size; d++) z[d] = d === 0 ? 1 : means[row * size + d]!;
    for (let d = 0, p = 0; d < size; d++) {
      mean[d]! += share * z[d]!;
      for (let e = 0; e <= d; e++, p++) spread[p]! += share * z[d]! * z[e]!;
    }
  }
  for (let d = 0, p = 0; d < size; d++) {
    for (let e = 0; e <= d; e++, p++) spread[p]! -= mean[d]! * mean[e]!;
  }
  spread[0] = 0;
  return { mean, spread };
}

function quantilesOf(
  { beliefs, errors, rows }: Side,
  noise: number,
  people: readonly number[],
  crowd: Omit<Crowd, 'quantiles'>,
  seed: number,
): Float64Array {
  if (people.length < 2) return new Float64Array(0);
  const { size, means, covariances } = beliefs;
  const triangle = rowStart(size);
  const draw = uniformDraws(seed ^ 0xba1d);
  const someone = () => {
    const row = people[Math.floor(draw() * people.length)]!;
    const mean = Float64Array.from(means.subarray(row * size, (row + 1) * size));
    const at = row * triangle;
    const covariance = Float64Array.from(covariances.subarray(at, at + triangle));
    return { row, mean, covariance, noise: ownNoise(noise, errors[row]!, countAt(rows, row)) };
  };
  const found: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const [one, other] = [someone(), someone()];
    if (one.row !== other.row) found.push(rhoOf(crowd, one, other));
  }
  found.sort((a, b) => a - b);
  const at = (k: number) => found[Math.round((k / (QUANTILES - 1)) * (found.length - 1))]!;
  return found.length === 0
    ? new Float64Array(0)
    : Float64Array.from({ length: QUANTILES }, (_, k) => at(k));
}
