/** Half of a letter beyond the first plane. */
export const SURROGATE = /[\ud800-\udfff]/;

/**
 * How many letters must be added, dropped, changed or swapped with their neighbour to make one word of the
 * other (optimal string alignment). Gives up above `most` and answers `most + 1`.
 */
export function editDistance(left: string, right: string, most: number): number {
  // To take texts apart takes longer than to see that most are too long.
  const areFar = Math.abs(left.length - right.length) > most;
  if (areFar && !SURROGATE.test(left) && !SURROGATE.test(right)) return most + 1;
  const a = [...left];
  const b = [...right];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (previous[j - 1] as number) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] as number) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] as number, most + 1);
}

/** Short words are easily other words: none below 4 letters may be misspelt, one letter below 8, two above. */
export function allowedTypos(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

const MOST_CORRECTIONS = 8;
/** So much further than a whole word is the beginning of a longer one. */
const BEGINNING = 0.5;

/**
 * The known words a misspelt one may have meant, also as the beginning of a longer one; nearest first. Words
 * that begin with it are not among them: those are found as they are.
 */
export function corrections(word: string, known: readonly string[]): string[] {
  const most = allowedTypos(word);
  const toWhole = (candidate: string) => editDistance(word, candidate, most);
  const toBeginning = (candidate: string) =>
    editDistance(word, candidate.slice(0, word.length), most) + BEGINNING;
  return known
    .filter((candidate) => !candidate.startsWith(word))
    .map((candidate) => ({
      candidate,
      // Where one slip is allowed, a beginning may have none: those are not here any more.
      distance:
        1 + BEGINNING > most
          ? toWhole(candidate)
          : Math.min(toWhole(candidate), toBeginning(candidate)),
    }))
    .filter(({ distance }) => distance <= most)
    .sort((x, y) => x.distance - y.distance)
    .slice(0, MOST_CORRECTIONS)
    .map(({ candidate }) => candidate);
}
