/** Ratings that a movie's bias is held back by. */
const HELD = 8;

/**
 * By how much a movie's bias moves until the next training: Σ (r − what was predicted)/(n + 8) over the ratings that came
 * since the last, in stars.
 */
export function shiftOf(sum: number, count: number): number {
  return sum / (count + HELD);
}
