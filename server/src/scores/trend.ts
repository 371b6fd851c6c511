import type { Sum } from './sums.js';

/** How many full votes of late must speak for a change before it is half believed. */
const TRUST = 10;

/**
 * What a movie gets of late, in stars: the same mean as its score, of recent votes alone, leaning on its score.
 * A movie rises when this is above its score.
 */
export function trendOf(recent: Pick<Sum, 'weight' | 'stars'>, score: number): number {
  return (TRUST * score + recent.stars) / (TRUST + recent.weight);
}
