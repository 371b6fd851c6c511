import { meanOf } from './measures.js';

/** IMDb's weighted rating, (v·R + m·C)/(v + m), C the mean of all ratings. */
export function imdb(stars: readonly number[], least: number, all: number): number {
  return (stars.length * meanOf(stars) + least * all) / (stars.length + least);
}

export function median(stars: readonly number[]): number {
  const sorted = [...stars].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Evan Miller's "Ranking items with star ratings": a uniform Dirichlet's posterior mean less 1.65 deviations. */
export function lowerBound(stars: readonly number[], lowest: number, step: number): number {
  const levels = Array.from({ length: (5 - lowest) / step + 1 }, (_, i) => lowest + i * step);
  const total = stars.length + levels.length;
  const shares = levels.map((level) => (stars.filter((s) => s === level).length + 1) / total);
  const mean = shares.reduce((sum, share, i) => sum + share * levels[i]!, 0);
  const square = shares.reduce((sum, share, i) => sum + share * levels[i]! ** 2, 0);
  return mean - 1.65 * Math.sqrt((square - mean * mean) / (total + 1));
}
