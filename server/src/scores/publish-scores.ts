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
/** Where more is owed than one step does: it has its turn among all requests, however little it does. */
const MOST_RATERS_AT_A_TIME = 400;
/** Who brings thousands is not counted to the end before anything is published, nor is all published before more counts. */
const MOST_IN_A_ROW = 20;
/** Whoever rates on SQLite waits for a step. */
const SCORES_AT_A_TIME = 150;
/** Nobody waits for them: a few at a time, but always some. */
const LEANING_AT_A_TIME = 25;

/**
 * Counts the votes of who rated, and publishes the scores that moved, those with new votes first. What is owed is in
 * the database until it is done: a crash in the middle owes it still. Few are counted and published in one step; of many
 * all are counted before any is published, in the order of their ids: who moved twice is published once, and neighbours
 * lie on one page.
 */
export async function publishScores(needs: Needs): Promise<Published> {
  const { scores, now, onCount, mayGoOn = async () => true, onlyFresh = false } = needs;
  const most = { fresh: SCORES_AT_A_TIME, leaning: onlyFresh ? 0 : LEANING_AT_A_TIME };
  const publish = (limit: number) =>
    scores.inARow((parts) => parts.all({ limit, after: 0 as UserId, most, at: now() }));
  let after = 0 as UserId;
  let [areMany, isCounting, counts, publications] = [false, false, 0, 0];
  let isPaid = false;
  /** Whether all people have had their turn by now, and none was passed over who has more. */
  let [isRound, isWhole] = [false, true];
  while (await mayGoOn(isPaid)) {
    if (isCounting) {
      const { ratings, next, ...counted } = await scores.inARow((parts) =>
        parts.count(MOST_RATERS_AT_A_TIME, after),
      );
      onCount?.(ratings);
      isWhole &&= counted.isWhole;
      counts += 1;
      after = next ?? (0 as UserId);
      isRound ||= next === null;
      isCounting = next !== null && counts < MOST_IN_A_ROW;
      await needs.breath();
      continue;
    }
    const done = await publish(areMany ? 0 : RATERS_AT_A_TIME);
    onCount?.(done.ratings);
    publications += 1;
    const isAll = done.fresh < SCORES_AT_A_TIME;
    if (!areMany) {
      const isNothing = done.raters === 0 && done.recounted === null && done.published === 0;
      if (isNothing && done.next === null) return 'settled';
      areMany = done.next !== null || !isAll;
      isCounting = done.next !== null;
      isRound = done.next === null;
      isWhole &&= done.isWhole;
      after = done.next ?? after;
    }
    if (isCounting || (!isAll && publications < MOST_IN_A_ROW)) {
      await needs.breath();
      continue;
    }
    const isOver = isRound && isWhole && isAll;
    isPaid ||= isOver;
    areMany &&= counts > 1 || publications > 1;
    isWhole ||= isRound;
    [isCounting, counts, publications, isRound] = [areMany, 0, 0, false];
    // A step costs much the same for one rating and for fifty: who comes meanwhile is counted together.
    await (isOver ? needs.pause() : needs.breath());
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
