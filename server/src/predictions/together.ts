/**
 * How good a movie is for some people to watch together, by what each is expected to give it, in stars: half the mean,
 * half the least, so that nobody is miserable.
 */
export function worthTogether(stars: readonly number[]): number {
  const mean = stars.reduce((sum, value) => sum + value, 0) / stars.length;
  return (mean + Math.min(...stars)) / 2;
}
