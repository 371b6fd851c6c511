import { sharedBytes, sharedIntegers } from './shared-arrays.js';

/**
 * Ratings row by row: those of row r lie from `starts[r]` to `starts[r + 1]`, each with the row of the other side and the
 * stars in steps (0 to 100). On shared memory, five bytes a rating.
 */
export type Rows = { starts: Int32Array; others: Int32Array; steps: Uint8Array };

/** Everyone's ratings, by user and by movie. A row of `userIds` or `movieIds` is what threads and the model count by. */
export type Observations = {
  userIds: Float64Array;
  movieIds: Float64Array;
  byUser: Rows;
  byMovie: Rows;
};

/** Ratings in any order, by rows of the ids beside them; `steps` are stars in steps, 0 to 100. */
export type RatingList = {
  userIds: Float64Array;
  movieIds: Float64Array;
  users: Int32Array;
  movies: Int32Array;
  steps: Uint8Array;
};

/** Of each row, ratings lie in the order of the other side's rows, whatever order they come in: a model is the same bit by bit. */
export function observe({ userIds, movieIds, users, movies, steps }: RatingList): Observations {
  const byUser = group(users, movies, steps, userIds.length);
  const byMovie = transpose(byUser, movieIds.length);
  return { userIds, movieIds, byUser: transpose(byMovie, userIds.length), byMovie };
}

/** How many ratings a row has. */
export function countAt({ starts }: Rows, row: number): number {
  return starts[row + 1]! - starts[row]!;
}

/** The same ratings by the other side; each of its rows in the order of the rows here. */
function transpose(rows: Rows, others: number): Rows {
  const owners = new Int32Array(rows.others.length);
  for (let row = 0; row + 1 < rows.starts.length; row++) {
    owners.fill(row, rows.starts[row]!, rows.starts[row + 1]!);
  }
  return group(rows.others, owners, rows.steps, others);
}

/** Ratings whose stars are at least so many steps. */
export function atLeast(rows: Rows, steps: number): Rows {
  const starts = sharedIntegers(rows.starts.length);
  for (let row = 0; row + 1 < starts.length; row++) {
    let kept = 0;
    for (let k = rows.starts[row]!; k < rows.starts[row + 1]!; k++) {
      if (rows.steps[k]! >= steps) kept++;
    }
    starts[row + 1] = starts[row]! + kept;
  }
  const count = starts[starts.length - 1]!;
  const kept = { starts, others: sharedIntegers(count), steps: sharedBytes(count) };
  let at = 0;
  for (let k = 0; k < rows.others.length; k++) {
    if (rows.steps[k]! < steps) continue;
    kept.others[at] = rows.others[k]!;
    kept.steps[at] = rows.steps[k]!;
    at++;
  }
  return kept;
}

/** A counting sort, which keeps the order of equals. */
function group(owners: Int32Array, others: Int32Array, steps: Uint8Array, count: number): Rows {
  const starts = sharedIntegers(count + 1);
  for (const owner of owners) starts[owner + 1]! += 1;
  for (let row = 0; row < count; row++) starts[row + 1]! += starts[row]!;
  const next = starts.slice(0, count);
  const grouped = {
    starts,
    others: sharedIntegers(owners.length),
    steps: sharedBytes(owners.length),
  };
  for (let k = 0; k < owners.length; k++) {
    const at = next[owners[k]!]!++;
    grouped.others[at] = others[k]!;
    grouped.steps[at] = steps[k]!;
  }
  return grouped;
}
