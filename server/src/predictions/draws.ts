/** Draws from the normal distribution with mean 0 and variance 1 (Box and Muller); the same seed, the same draws. */
export function normalDraws(seed: number): () => number {
  const uniform = uniformDraws(seed);
  // Never the logarithm of 0.
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** Draws from 0 up to, not including, 1 (mulberry32); the same seed, the same draws. */
export function uniformDraws(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
