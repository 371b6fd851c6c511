import { uniformDraws } from './draws.js';
import { countAt } from './observations.js';
import type { Questions } from './questions.js';
import type { Side } from './side.js';
import type { Training } from './training.js';
import { triangleSize } from './triangle.js';

const MOST_MOVIES = 500;
const MOST_WITNESSES = 2000;

/** What a newcomer may be asked about, and who can tell what they will know. */
export function questionsOf({ users, movies }: Training, seed: number): Questions {
  const byCount = [...Array(movies.rows.starts.length - 1).keys()].sort(
    (a, b) => countAt(movies.rows, b) - countAt(movies.rows, a) || a - b,
  );
  const rows = Int32Array.from(byCount.slice(0, MOST_MOVIES));
  const people = users.rows.starts.length - 1;
  const shares = Float32Array.from(rows, (row) => countAt(movies.rows, row) / Math.max(1, people));
  return { rows, shares, witnesses: witnessesOf(users, rows, seed), spread: spreadOf(movies) };
}

function witnessesOf({ rows: ratings }: Side, rows: Int32Array, seed: number): Uint8Array {
  const people = [...Array(ratings.starts.length - 1).keys()];
  const draw = uniformDraws(seed ^ 0xa5c);
  const some = Math.min(MOST_WITNESSES, people.length);
  const columnOf = new Map([...rows].map((row, k) => [row, k]));
  const witnesses = new Uint8Array(some * rows.length);
  for (let k = 0; k < some; k++) {
    const other = k + Math.floor(draw() * (people.length - k));
    [people[k], people[other]] = [people[other]!, people[k]!];
    const [start, end] = [ratings.starts[people[k]!]!, ratings.starts[people[k]! + 1]!];
    for (let rating = start; rating < end; rating++) {
      const column = columnOf.get(ratings.others[rating]!);
      if (column !== undefined) witnesses[k * rows.length + column] = 1;
    }
  }
  return witnesses;
}

function spreadOf({ rows, beliefs: { size, means } }: Side): Float64Array {
  const spread = new Float64Array(triangleSize(size));
  const all = Math.max(1, rows.others.length);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    const share = countAt(rows, row) / all;
    const z = (d: number) => (d === 0 ? 1 : means[row * size + d]!);
    for (let d = 0, p = 0; d < size; d++) {
      for (let e = 0; e <= d; e++, p++) spread[p]! += share * z(d) * z(e);
    }
  }
  return spread;
}
