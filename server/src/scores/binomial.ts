/** P[X ≥ least] where X of `trials` succeed, each with `chance`, exact up to rounding. */
export function binomialTail(trials: number, chance: number, least: number): number {
  if (least <= 0) return 1;
  if (least > trials || chance <= 0) return 0;
  if (chance >= 1) return 1;
  // Each sum runs away from the middle, where terms shrink: many trials cost no more than some of them.
  return least > trials * chance
    ? sumOf(trials, chance, least)
    : 1 - sumOf(trials, 1 - chance, trials - least + 1);
}

/** P[X ≥ least] for a `least` above the mean, term by term until they no longer count. */
function sumOf(trials: number, chance: number, least: number): number {
  const odds = chance / (1 - chance);
  let term = Math.exp(
    logGamma(trials + 1) -
      logGamma(least + 1) -
      logGamma(trials - least + 1) +
      least * Math.log(chance) +
      (trials - least) * Math.log1p(-chance),
  );
  let sum = 0;
  for (let k = least; k <= trials && term > sum * Number.EPSILON; k++) {
    sum += term;
    term *= ((trials - k) / (k + 1)) * odds;
  }
  return Math.min(1, sum);
}

/** ln Γ(x) for x > 0: Stirling's series (Abramowitz and Stegun 6.1.41), after Γ(x) = Γ(x + 1)/x up to where it is exact. */
function logGamma(x: number): number {
  let product = 1;
  let z = x;
  while (z < 10) {
    product *= z;
    z += 1;
  }
  const square = 1 / (z * z);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product);
}
