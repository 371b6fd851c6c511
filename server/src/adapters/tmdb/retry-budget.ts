const MOST_IN_HAND = 10;
/** A little less than a tenth, so that a tenth is not exceeded either where retries of before are counted in. */
const EARNED_BY_A_CALL = 0.09;

/** Retries must be earned: each first attempt earns part of one, so an outage adds at most a tenth of load. */
export type RetryBudget = {
  earn(): void;
  /** False when there is none left. */
  spend(): boolean;
};

export function retryBudget(): RetryBudget {
  let inHand = MOST_IN_HAND;
  return {
    earn() {
      inHand = Math.min(MOST_IN_HAND, inHand + EARNED_BY_A_CALL);
    },
    spend() {
      if (inHand < 1) return false;
      inHand -= 1;
      return true;
    },
  };
}
