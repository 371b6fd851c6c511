import { binomialTail } from './binomial.js';

/** Ratings of a movie as they were given: their sum in stars, and how many are in the lowest and the highest half star. */
export type Counts = { votes: number; stars: number; lowest: number; highest: number };

/**
 * How unlike the earlier ratings those of a window are. `z`: how far their mean is off, in standard deviations; `pace`:
 * how many more they are than usual, likewise; `oddness`: how likely as many lowest or highest ones would be by chance.
 */
export type Burst = { z: number; pace: number; oddness: number; isUnusual: boolean };

const FEWEST_INSIDE = 4;
const FEWEST_BEFORE = 3;
const UNUSUAL_PACE = 3;
/** Stricter than for one test: each rating is one, and those of an ordinary busy day are hundreds. */
const UNUSUAL_Z = 4.5;
const UNUSUAL_ODDNESS = 1e-5;

/**
 * Whether a window's ratings came in a burst and are unlike those before: faster than usual, and either their mean is
 * elsewhere or too many are at one end. Too few to tell are not unusual. `noise`: σ², in squared stars.
 * `days`: how many windows' lengths the earlier ratings cover, at least 1; for a window of a day that is days.
 *
 * z = (mean inside − mean before)/√(σ²(1/n_w + 1/(n_o + 2))); pace = (n_w − ρ)/√(ρ + 1), ρ = n_o/days;
 * oddness = P[Binomial(n_w, (o_b + 0.8)/(n_o + 4)) ≥ w_b] for the end b where it is least.
 */
export function burstOf(inside: Counts, before: Counts & { days: number }, noise: number): Burst {
  if (inside.votes < FEWEST_INSIDE || before.votes < FEWEST_BEFORE) {
    return { z: 0, pace: 0, oddness: 1, isUnusual: false };
  }
  const difference = inside.stars / inside.votes - before.stars / before.votes;
  const z = difference / Math.sqrt(noise * (1 / inside.votes + 1 / (before.votes + 2)));
  const usual = before.votes / Math.max(1, before.days);
  const pace = (inside.votes - usual) / Math.sqrt(usual + 1);
  const oddnessAt = (end: 'lowest' | 'highest') =>
    binomialTail(inside.votes, (before[end] + 0.8) / (before.votes + 4), inside[end]);
  const oddness = Math.min(oddnessAt('lowest'), oddnessAt('highest'));
  const isUnlike = Math.abs(z) > UNUSUAL_Z || oddness < UNUSUAL_ODDNESS;
  return { z, pace, oddness, isUnusual: pace > UNUSUAL_PACE && isUnlike };
}
