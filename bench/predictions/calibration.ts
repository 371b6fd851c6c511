import type { Said } from './accuracy.js';

const BINS = 10;
const LIKED = 4;

/** `slope` of what came on what was predicted; `covered`: how many came within the 80 % interval; `likeError`: by how much P(like) is off, over ten bins of as many. */
export function calibrationOf(said: readonly Said[]) {
  const mean = (of: (one: Said) => number) =>
    said.reduce((sum, one) => sum + of(one), 0) / said.length;
  const [x, y] = [mean(({ stars }) => stars), mean(({ came }) => came)];
  const slope =
    mean(({ stars, came }) => (stars - x) * (came - y)) / mean(({ stars }) => (stars - x) ** 2);
  const covered = mean(({ low, high, came }) => (came >= low && came <= high ? 1 : 0));
  return { slope, intercept: y - slope * x, covered, likeError: likeErrorOf(said) };
}

function likeErrorOf(said: readonly Said[]): number {
  const sorted = [...said].sort((a, b) => a.like - b.like);
  let error = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const part = sorted.slice(
      Math.floor((bin * sorted.length) / BINS),
      Math.floor(((bin + 1) * sorted.length) / BINS),
    );
    const apart = part.reduce((sum, { like, came }) => sum + like - (came >= LIKED ? 1 : 0), 0);
    error += Math.abs(apart) / sorted.length;
  }
  return error;
}
