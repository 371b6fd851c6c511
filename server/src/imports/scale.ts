import { MOST_STARS, MOST_STEPS, type Stars } from '../ratings/stars.js';
import type { Service } from './entry.js';

/** The least and the most that can be given. */
export type Scale = { least: number; most: number };

/** So far may arithmetic lead from a step: 8.7 of 10 is 86.99999999999999 steps. */
const ROUNDING = 1e-9;

const SCALES: Record<Service, readonly Scale[]> = {
  letterboxd: [{ least: 0.5, most: 5 }],
  imdb: [{ least: 1, most: 10 }],
  trakt: [{ least: 1, most: 10 }],
  tmdb: [{ least: 0.5, most: 10 }],
  movielens: [{ least: 0.5, most: 5 }],
  // Everyone there has a scale of their own; 0 is given on each.
  criticker: [5, 10, 20, 100].map((most) => ({ least: 0, most })),
  movary: [{ least: 1, most: 10 }],
  yamtrack: [{ least: 0, most: 10 }],
  simkl: [{ least: 1, most: 10 }],
  ryot: [{ least: 0, most: 100 }],
  neodb: [{ least: 1, most: 10 }],
  netflix: [],
  halfstar: [{ least: 0, most: MOST_STARS }],
};

/** The scales that scores of a service may be on when the highest among them is `highest`. */
export function scalesFor(service: Service, highest: number): Scale[] {
  return SCALES[service].filter(({ most }) => highest <= most);
}

/**
 * Stars of a score: its share of the most, of five stars. `exact` is false where the score lies between two steps of
 * stars and went to the nearer one, ties up. Throws a RangeError for a score that is not on the scale.
 */
export function starsOfScore(score: number, { most }: Scale): { stars: Stars; exact: boolean } {
  if (!(score >= 0 && score <= most)) throw new RangeError(`not on a scale to ${most}: ${score}`);
  const steps = (score / most) * MOST_STEPS;
  const nearest = Math.round(steps + ROUNDING);
  return { stars: nearest as Stars, exact: Math.abs(steps - nearest) <= ROUNDING };
}
