import { estimateScores } from './estimate-scores.js';
import type { Scores } from './ports.js';
import { catchUp } from './publish-scores.js';

export type Renewal = {
  scores: Pick<
    Scores,
    'scan' | 'windows' | 'factsOf' | 'begin' | 'write' | 'adopt' | 'count' | 'recount' | 'publish'
  >;
  now: () => number;
  /** Lets others work for a moment. */
  pause: () => Promise<void>;
  /** Asked before each step. What is estimated until then is given up when it may not; what is published stays. */
  mayGoOn: () => Promise<boolean>;
  /** How much is written in one step, and how many scores are published. */
  rowsAtATime?: number;
  scoresAtATime?: number;
};

/** Estimates anew how people rate, and publishes all scores by that, beside whoever counts and publishes new votes. */
export async function renewScores(needs: Renewal): Promise<void> {
  if (await estimateScores(needs)) await catchUp(needs);
}
