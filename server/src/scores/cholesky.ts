/**
 * Solves A·x = b for a symmetric positive definite A of `right.length` rows, given row after row; only its lower
 * triangle is read. Cholesky: A = L·Lᵀ.
 */
export function solve(matrix: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const lower = matrix.slice();
  const at = (row: number, column: number) => lower[row * size + column]!;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = at(row, column);
      for (let k = 0; k < column; k++) rest -= at(row, k) * at(column, k);
      lower[row * size + column] = row === column ? Math.sqrt(rest) : rest / at(column, column);
    }
  }
  const solution = right.slice();
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) solution[row]! -= at(row, k) * solution[k]!;
    solution[row]! /= at(row, row);
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) solution[row]! -= at(k, row) * solution[k]!;
    solution[row]! /= at(row, row);
  }
  return solution;
}
