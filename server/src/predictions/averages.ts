import { STEPS_PER_STAR } from '../ratings/stars.js';
import { countAt, type Observations, type Rows } from './observations.js';

/**
 * How everyone rates on average, tastes aside: r = μ + b_u + b_i + e. `movies` are the b_i, and `variances` how far each
 * may be off; a user's is found by `averageUser`.
 */
export type Averages = {
  mean: number;
  noise: number;
  userSpread: number;
  movies: Float32Array;
  variances: Float32Array;
};

const SWEEPS = 10;
const FIRST = { noise: 0.85, spread: 0.25 };
/** What is believed before anyone has rated counts for so much. */
const USUAL = 10;
const LEAST_NOISE = 0.05;
const LEAST_SPREAD = 0.02;

type Group = { rows: Rows; effects: Float32Array; variances: Float32Array; spread: number };

/** Mean-field EM: b = v/σ² Σ (r − μ − b of the other side), v = 1/(1/τ² + n/σ²), then τ² = mean(b² + v), σ² = mean(e² + v_u + v_i). */
export function averagesOf({ byUser, byMovie }: Observations, mean: number): Averages {
  const users = groupOf(byUser);
  const movies = groupOf(byMovie);
  let { noise } = FIRST;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    settle(users, movies.effects, mean, noise);
    const squares = settle(movies, users.effects, mean, noise) + variancesOf(users);
    users.spread = spreadOf(users);
    movies.spread = spreadOf(movies);
    noise = Math.max(LEAST_NOISE, (squares + USUAL * FIRST.noise) / (byUser.steps.length + USUAL));
  }
  const { effects, variances } = movies;
  return { mean, noise, userSpread: users.spread, movies: effects, variances };
}

/** b_u and its variance, by what someone's stars are above μ + b_i in sum. */
export function averageUser({ noise, userSpread }: Averages, above: number, count: number) {
  const variance = 1 / (1 / userSpread + count / noise);
  return { bias: (variance / noise) * above, variance };
}

function groupOf(rows: Rows): Group {
  const count = rows.starts.length - 1;
  return {
    rows,
    effects: new Float32Array(count),
    variances: new Float32Array(count),
    spread: FIRST.spread,
  };
}

/** Returns Σ e² + v, v being those of the rows. */
function settle(
  { rows, effects, variances, spread }: Group,
  others: Float32Array,
  mean: number,
  noise: number,
): number {
  let all = 0;
  for (let row = 0; row < effects.length; row++) {
    let [above, squares] = [0, 0];
    for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++) {
      const rest = rows.steps[k]! / STEPS_PER_STAR - mean - others[rows.others[k]!]!;
      above += rest;
      squares += rest * rest;
    }
    const n = countAt(rows, row);
    const variance = 1 / (1 / spread + n / noise);
    const effect = (variance / noise) * above;
    effects[row] = effect;
    variances[row] = variance;
    all += squares - 2 * effect * above + n * (effect * effect + variance);
  }
  return all;
}

function variancesOf({ rows, variances }: Group): number {
  return variances.reduce((sum, variance, row) => sum + countAt(rows, row) * variance, 0);
}

function spreadOf({ rows, effects, variances }: Group): number {
  let [sum, count] = [USUAL * FIRST.spread, USUAL];
  for (let row = 0; row < effects.length; row++) {
    if (countAt(rows, row) === 0) continue;
    sum += effects[row]! ** 2 + variances[row]!;
    count += 1;
  }
  return Math.max(LEAST_SPREAD, sum / count);
}
