import { type Chance, chance } from '../../server/test/support/chance.js';

/** Chance with what experiments need of it. */
export type Luck = {
  below: Chance['below'];
  /** From 0 to 1. */
  uniform(): number;
  /** Normal, with mean 0 and deviation 1. */
  normal(): number;
  /** `count` of them, each at most once, in any order. */
  pick<T>(values: readonly T[], count: number): T[];
};

/** The same seed, the same sequence. */
export function luck(seed: number): Luck {
  const { below } = chance(seed);
  const uniform = () => below(2 ** 32) / 2 ** 32;
  return {
    below,
    uniform,
    // Box and Muller; never the logarithm of 0.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick<T>(values: readonly T[], count: number) {
      const left = [...values];
      const most = Math.min(count, left.length);
      for (let i = 0; i < most; i++) {
        const j = i + below(left.length - i);
        [left[i], left[j]] = [left[j]!, left[i]!];
      }
      return left.slice(0, most);
    },
  };
}
