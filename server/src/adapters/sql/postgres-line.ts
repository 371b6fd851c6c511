/** Lends so many of something; who waits for one is told in the order in which they asked, the urgent first. */
export type Line = {
  take(isUrgent: boolean): Promise<void>;
  leave(): void;
  /** How many wait. */
  length(): number;
};

export function lineFor(size: number): Line {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let left = size;
  return {
    async take(isUrgent) {
      if (left > 0) left--;
      else await new Promise<void>((resolve) => (isUrgent ? urgent : others).push(resolve));
    },

    leave() {
      const next = urgent.shift() ?? others.shift();
      if (next === undefined) left++;
      else next();
    },

    length: () => urgent.length + others.length,
  };
}
