import { type Stars, writeStars } from '../../ratings/stars.js';

/** Stars in steps of so many a star, for scales that are coarser than ours and have no zero. */
export function nearest(stars: Stars, steps: number): number {
  return Math.max(1, Math.round(writeStars(stars) * steps));
}
