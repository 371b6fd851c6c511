export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Root mean square error. */
export function rmse(guesses: readonly number[], truth: readonly number[]): number {
  return Math.sqrt(meanOf(guesses.map((guess, i) => (guess - truth[i]!) ** 2)));
}

/** Kendall's tau-b: of all pairs, those in the same order less those in the other, corrected for ties. */
export function kendall(guesses: readonly number[], truth: readonly number[]): number {
  let [order, pairs, otherPairs] = [0, 0, 0];
  for (let i = 0; i < guesses.length; i++) {
    for (let j = 0; j < i; j++) {
      const one = Math.sign(guesses[i]! - guesses[j]!);
      const other = Math.sign(truth[i]! - truth[j]!);
      order += one * other;
      pairs += Math.abs(one);
      otherPairs += Math.abs(other);
    }
  }
  return order / Math.sqrt(pairs * otherPairs);
}

/** The indexes of the `count` highest. */
export function top(values: readonly number[], count: number): number[] {
  const order = [...values.keys()].sort((a, b) => values[b]! - values[a]! || a - b);
  return order.slice(0, count);
}
