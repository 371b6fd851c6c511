import type { Model } from './model.js';
import type { Questions } from './questions.js';
import type { Taste } from './taste.js';
import { form, rowStart } from './triangle.js';

/** Whether someone knows a movie that they were asked about, by its row. */
export type Answer = { row: number; isKnown: boolean };

const POPULARITY_SHARE = 0.25;
/** How likely someone with the same habits answers a question like a witness. */
const AGREEMENT = 0.8;

/**
 * What to ask next, best first: at first what most people know; then by how likely it is known, given the answers so far,
 * times how much would be learnt, gain_i = zᵀS·C·S·z/(σ² + zᵀSz). What was asked is not asked again.
 */
export function nextToAsk(
  model: Model,
  taste: Taste,
  answers: readonly Answer[],
  most: number,
): number[] {
  const { rows, shares } = model.questions;
  const asked = new Set(answers.map(({ row }) => row));
  for (const { movie } of taste.ratings) if (movie.table === model.movies) asked.add(movie.row);
  const left = [...rows.keys()].filter((k) => !asked.has(rows[k]!));
  if (answers.length === 0) return left.slice(0, most).map((k) => rows[k]!);
  const watched = watchedByLike(model.questions, answers);
  const worth = (k: number) =>
    (POPULARITY_SHARE * shares[k]! + (1 - POPULARITY_SHARE) * watched[k]!) *
    gainOf(model, taste, rows[k]!);
  const worths = new Map(left.map((k) => [k, worth(k)]));
  left.sort((a, b) => worths.get(b)! - worths.get(a)! || a - b);
  return left.slice(0, most).map((k) => rows[k]!);
}

/** The share of witnesses who know each movie, each counting by how likely they would have answered the same. */
function watchedByLike({ rows, witnesses }: Questions, answers: readonly Answer[]): Float64Array {
  const columnOf = new Map([...rows].map((row, k) => [row, k]));
  const known = answers.flatMap(({ row, isKnown }) => {
    const column = columnOf.get(row);
    return column === undefined ? [] : [{ column, byte: isKnown ? 1 : 0 }];
  });
  const count = rows.length === 0 ? 0 : witnesses.length / rows.length;
  const watched = new Float64Array(rows.length);
  let all = 0;
  for (let person = 0; person < count; person++) {
    const at = person * rows.length;
    const alike = known.filter(({ column, byte }) => witnesses[at + column] === byte).length;
    // By the ratio to one who would answer everything the same: never too small for a number.
    const weight = ((1 - AGREEMENT) / AGREEMENT) ** (known.length - alike);
    all += weight;
    for (let k = 0; k < watched.length; k++) watched[k]! += weight * witnesses[at + k]!;
  }
  return watched.map((sum) => (all > 0 ? sum / all : 0));
}

/** By how much a rating of that movie would make all predictions surer, in squared stars. */
function gainOf({ movies, level, questions }: Model, { covariance }: Taste, row: number): number {
  const { size, means } = movies.beliefs;
  const z = Float64Array.from({ length: size }, (_, d) => (d === 0 ? 1 : means[row * size + d]!));
  const moved = z.map((_, i) =>
    z.reduce(
      (sum, value, j) => sum + covariance[rowStart(Math.max(i, j)) + Math.min(i, j)]! * value,
      0,
    ),
  );
  const known = z.reduce((sum, value, d) => sum + value * moved[d]!, 0);
  return form(questions.spread, moved, moved) / (level.noise + known);
}
