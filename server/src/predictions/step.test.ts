import { describe, expect, it } from 'vitest';
import { someFacts, somePeople } from '../../test/support/tastes.js';
import { countAt } from './observations.js';
import { expect as expectRow } from './side.js';
import { stepRows } from './step.js';
import { train } from './train.js';
import { prepareTraining } from './training.js';
import { rowStart } from './triangle.js';
import { alone } from './work.js';

const MOVIES = 30;
const training = prepareTraining(
  somePeople({ users: 40, movies: MOVIES, seed: 11 }),
  someFacts(MOVIES),
);
await train(training, alone(training), { seed: 3, sweeps: 4 });
const { users, movies, mean: mu } = training;
const noise = training.noise[0]!;
const { size } = users.beliefs;

const meanOf = (side: typeof users, row: number) => [
  ...side.beliefs.means.subarray(row * size, (row + 1) * size),
];
const covarianceOf = (side: typeof users, row: number) => {
  const at = row * rowStart(size);
  const element = (i: number, j: number) =>
    side.beliefs.covariances[at + rowStart(Math.max(i, j)) + Math.min(i, j)]!;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => element(i, j)),
  );
};

/** Gauss and Jordan, with the greatest pivot. */
function inverse(matrix: number[][]): number[][] {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let c = 0; c < n; c++) {
    let pivot = c;
    for (let r = c; r < n; r++) if (Math.abs(rows[r]![c]!) > Math.abs(rows[pivot]![c]!)) pivot = r;
    [rows[c], rows[pivot]] = [rows[pivot]!, rows[c]!];
    const by = rows[c]![c]!;
    rows[c] = rows[c]!.map((x) => x / by);
    for (let r = 0; r < n; r++) {
      const factor = rows[r]![c]!;
      if (r !== c) rows[r] = rows[r]!.map((x, j) => x - factor * rows[c]![j]!);
    }
  }
  return rows.map((row) => row.slice(n));
}

/** The formulas word by word, with whole matrices. */
function slowly(own: typeof users, other: typeof users, row: number) {
  const prior = new Float64Array(size);
  expectRow(own, own.features, row * own.width, countAt(own.rows, row), prior);
  const a = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => (i === j ? own.precision[i]! : 0)),
  );
  const h = [...prior].map((p, d) => own.precision[d]! * p);
  for (let k = own.rows.starts[row]!; k < own.rows.starts[row + 1]!; k++) {
    const theirs = meanOf(other, own.rows.others[k]!);
    const s = covarianceOf(other, own.rows.others[k]!);
    const z = [1, ...theirs.slice(1)];
    const residual = own.rows.steps[k]! / 20 - mu - theirs[0]!;
    for (let i = 0; i < size; i++) {
      h[i]! += (residual * z[i]! - (i === 0 ? 0 : s[i]![0]!)) / noise;
      for (let j = 0; j < size; j++) {
        a[i]![j]! += (z[i]! * z[j]! + (i === 0 || j === 0 ? 0 : s[i]![j]!)) / noise;
      }
    }
  }
  const covariance = inverse(a);
  const mean = covariance.map((line) => line.reduce((sum, x, j) => sum + x * h[j]!, 0));
  return { mean, covariance };
}

/** e² + var of one prediction, by moments of whole vectors. */
function errorOf(stars: number, c: number[], s: number[][], a: number[], t: number[][]): number {
  const z = [1, ...c.slice(1)];
  const e = stars - mu - c[0]! - a.reduce((sum, x, d) => sum + x * z[d]!, 0);
  let variance = s[0]![0]!;
  const extra = [0, ...a.slice(1)];
  for (let i = 0; i < size; i++) {
    variance += 2 * s[0]![i]! * extra[i]!;
    for (let j = 0; j < size; j++) {
      const sv = i === 0 || j === 0 ? 0 : s[i]![j]!;
      variance += t[i]![j]! * (z[i]! * z[j]! + sv) + sv * a[i]! * a[j]!;
    }
  }
  return e * e + variance;
}

describe.each([
  ['users', users, movies],
  ['movies', movies, users],
] as const)('a step of %s', (_, own, other) => {
  it('is what the formulas say, with whole matrices and another way to invert them', () => {
    const rows = own.rows.starts.length - 1;
    const wanted = Array.from({ length: rows }, (_, row) => slowly(own, other, row));
    stepRows(own, other, { mean: mu, noise }, 0, rows);
    for (const [row, { mean, covariance }] of wanted.entries()) {
      for (let i = 0; i < size; i++) {
        expect(meanOf(own, row)[i]).toBeCloseTo(mean[i]!, 5);
        for (let j = 0; j < size; j++) {
          expect(covarianceOf(own, row)[i]![j]).toBeCloseTo(covariance[i]![j]!, 5);
        }
      }
    }
  });

  it('knows how far its ratings are off', () => {
    stepRows(own, other, { mean: mu, noise }, 0, own.rows.starts.length - 1);
    for (const row of [0, 1, 2, 9]) {
      let sum = 0;
      for (let k = own.rows.starts[row]!; k < own.rows.starts[row + 1]!; k++) {
        const o = own.rows.others[k]!;
        const stars = own.rows.steps[k]! / 20;
        sum += errorOf(
          stars,
          meanOf(other, o),
          covarianceOf(other, o),
          meanOf(own, row),
          covarianceOf(own, row),
        );
      }
      expect(own.errors[row]).toBeCloseTo(sum, 4);
    }
  });
});
