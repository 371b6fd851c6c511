/** The seed of this run's chance: `FC_SEED`, or another one each time. Printed, so that a failure can be had again. */
export function seedOf(test: string): number {
  const given = Number(process.env.FC_SEED);
  const seed = process.env.FC_SEED ? given | 0 : (Date.now() ^ (process.pid << 8)) | 0;
  // biome-ignore lint/suspicious/noConsole: whoever sees it fail needs it
  console.info(`${test}: again with FC_SEED=${seed}`);
  return seed;
}

export type Chance = {
  /** From 0 up to, not including, `end`. */
  below(end: number): number;
  oneOf<T>(values: readonly T[]): T;
};

/** The same seed, the same sequence (mulberry32). */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const below = (end: number) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  };
  return { below, oneOf: <T>(values: readonly T[]) => values[below(values.length)] as T };
}
