import type { Brand } from '../brand.js';

/** 0 to 5 stars in steps of 0.05, held as a whole number of steps from 0 to MOST_STEPS. */
export type Stars = Brand<number, 'Stars'>;
export const STEPS_PER_STAR = 20;
export const MOST_STARS = 5;
export const MOST_STEPS = MOST_STARS * STEPS_PER_STAR;

/** Takes stars as written, 3.55 say. Throws a RangeError for what is not on the scale. */
export function parseStars(value: number): Stars {
  const steps = Math.round(value * STEPS_PER_STAR);
  if (!(steps >= 0 && steps <= MOST_STEPS) || steps / STEPS_PER_STAR !== value) {
    throw new RangeError(`not on the scale: ${value}`);
  }
  return steps as Stars;
}

/** The number of stars as it is written: 71 steps are 3.55. */
export function writeStars(stars: Stars): number {
  return stars / STEPS_PER_STAR;
}
