import type { UserId } from '../users/user.js';
import type { Scores } from './ports.js';
import { scoreParts } from './score-parts.js';

type Publishes = {
  now: () => number;
  /** Lets others work for a while, when nobody waits for what is done. */
  pause: () => Promise<void>;
};

type Needs = Publishes & {
  scores: Pick<Scores, 'inARow'>;
  /** Lets others work for a moment. */
  breath: () => Promise<void>;
  /** Hears how many more ratings there are. */
  onCount?: (ratings: number) => void;
  /**
   * Asked before each step. `isPaid`: what was owed at the beginning is published, and what comes now was rated since;
   * where everyone rates all the time there is no end to that.
   */
  mayGoOn?: (isPaid: boolean) => Promise<boolean>;
  /** Someone else publishes the scores without new votes. */
  onlyFresh?: boolean;
};

/**
 * `settled`: nothing is owed. `paid`: what was owed at the beginning is published. `cut`: not even that.
 */
export type Published = 'settled' | 'paid' | 'cut';

const RATERS_AT_A_TIME = 100;
/** Where more is owed meanwhile than a step does: it has its turn among all requests, however little it does. */
const MOST_RATERS_AT_A_TIME = 400;
/** No step counts votes for more: none of them waits for the next. */
const SCORES_AT_A_TIME = 150;
/** Nobody waits for them: a few at a time, but always some. */
const LEANING_AT_A_TIME = 25;

/**
 * Counts the votes of who rated, and publishes the scores that moved, those with new votes first. What is owed is in
 * the database until it is done: a crash in the middle owes it still.
 */
export async function publishScores(needs: Needs): Promise<Published> {
  const { scores, now, onCount, mayGoOn = async () => true, onlyFresh = false } = needs;
  const most = { fresh: SCORES_AT_A_TIME, leaning: onlyFresh ? 0 : LEANING_AT_A_TIME };
  let limit = RATERS_AT_A_TIME;
  let after = 0 as UserId;
  let isPaid = false;
  while (await mayGoOn(isPaid)) {
    // Everyone in turn: who rates all the time would keep the others waiting for good.
    const step = { limit, after, most, at: now() };
    const { raters, ratings, next, recounted, published, fresh } = await scores.inARow((parts) =>
      parts.all(step),
    );
    onCount?.(ratings);
    const isWholeRound = after === 0 && next === null;
    if (isWholeRound && raters === 0 && recounted === null && published === 0) return 'settled';
    const isBehind = !isWholeRound || fresh === SCORES_AT_A_TIME;
    limit = isBehind ? Math.min(2 * limit, MOST_RATERS_AT_A_TIME) : RATERS_AT_A_TIME;
    isPaid ||= !isBehind;
    after = next ?? (0 as UserId);
    // A step costs much the same for one rating and for fifty: who comes meanwhile is counted together.
    await (isBehind ? needs.breath() : needs.pause());
  }
  return isPaid ? 'paid' : 'cut';
}

/**
 * Counts the votes of who rated as long as there are many, after a migration say, and publishes the scores without new
 * votes, which lean on a new estimation.
 */
export async function catchUp(
  needs: Publishes & {
    scores: Pick<Scores, 'count' | 'recount' | 'publish'>;
    mayGoOn: () => Promise<boolean>;
    scoresAtATime?: number;
  },
): Promise<void> {
  const parts = scoreParts(needs.scores);
  while (await needs.mayGoOn()) {
    const { raters } = await parts.count(RATERS_AT_A_TIME);
    await needs.pause();
    if (raters < RATERS_AT_A_TIME) break;
  }
  const leaning = needs.scoresAtATime ?? LEANING_AT_A_TIME;
  while (await needs.mayGoOn()) {
    const { published } = await parts.publish({ fresh: 0, leaning }, needs.now());
    if (published === 0) return;
    await needs.pause();
  }
}
