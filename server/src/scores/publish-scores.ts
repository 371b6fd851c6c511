import type { UserId } from '../users/user.js';
import type { Counted, Scores } from './ports.js';
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
/** Where more is owed than one step does. */
const MOST_RATERS_AT_A_TIME = 400;
/** Who brings thousands is not counted to the end before anything is published, nor is all published before more counts. */
const MOST_IN_A_ROW = 20;
/** Whoever rates on SQLite waits for a step. */
const SCORES_AT_A_TIME = 150;
/** Nobody waits for them: a few at a time, but always some. */
const LEANING_AT_A_TIME = 25;

/** Of those whose votes are counted in turn. */
type Walk = {
  after: UserId;
  /** Whether all have had their turn. */
  isRound: boolean;
  /** Whether none was passed over who has more. */
  isWhole: boolean;
};

/**
 * Counts the votes of who rated, and publishes the scores that moved, those with new votes first. What is owed is in
 * the database until it is done: a crash in the middle owes it still. Few are counted and published in one step; of many
 * all are counted before any is published, in the order of their ids: who moved twice is published once, and neighbours
 * lie on one page.
 */
export async function publishScores(needs: Needs): Promise<Published> {
  const { pause, mayGoOn = async () => true } = needs;
  const { count, publish } = stepsOf(needs);
  let walk: Walk = { after: 0 as UserId, isRound: false, isWhole: true };
  let [areMany, isPaid] = [false, false];
  const isCut = async () => !(await mayGoOn(isPaid));
  const tillNow = () => (isPaid ? 'paid' : 'cut');
  for (;;) {
    let [counts, publications, isAll] = [0, 0, false];
    if (!areMany) {
      if (await isCut()) return tillNow();
      const done = await publish(RATERS_AT_A_TIME);
      if (done.isNothing) return 'settled';
      walk = wentOn(walk, done);
      [publications, isAll] = [1, done.isAll];
    }
    for (; !walk.isRound && counts < MOST_IN_A_ROW; counts++) {
      if (await isCut()) return tillNow();
      walk = wentOn(walk, await count(walk.after));
      isAll = false;
    }
    for (; !isAll && publications < MOST_IN_A_ROW; publications++) {
      if (await isCut()) return tillNow();
      ({ isAll } = await publish(0));
    }
    const isOver = walk.isRound && walk.isWhole && isAll;
    isPaid ||= isOver;
    areMany = counts > 1 || publications > 1;
    walk = { after: walk.after, isRound: false, isWhole: walk.isWhole || walk.isRound };
    // A step costs much the same for one rating and for fifty: who comes meanwhile is counted together.
    if (isOver) await pause();
  }
}

function wentOn(walk: Walk, { next, isWhole }: Pick<Counted, 'next' | 'isWhole'>): Walk {
  const isRound = next === null;
  return { after: next ?? (0 as UserId), isRound, isWhole: walk.isWhole && isWhole };
}

/** Each has its turn among all requests, however little it does, and lets them work before the next. */
function stepsOf({ scores, now, breath, onCount, onlyFresh = false }: Needs) {
  const most = { fresh: SCORES_AT_A_TIME, leaning: onlyFresh ? 0 : LEANING_AT_A_TIME };
  return {
    async count(after: UserId) {
      const counted = await scores.inARow((parts) => parts.count(MOST_RATERS_AT_A_TIME, after));
      onCount?.(counted.ratings);
      await breath();
      return counted;
    },

    /** Counts the votes of so many as well. `isAll`: no movie with new votes is left. */
    async publish(raters: number) {
      const given = { limit: raters, after: 0 as UserId, most, at: now() };
      const done = await scores.inARow((parts) => parts.all(given));
      onCount?.(done.ratings);
      await breath();
      const isNothing = done.raters === 0 && done.recounted === null && done.published === 0;
      return {
        ...done,
        isAll: done.fresh < SCORES_AT_A_TIME,
        isNothing: isNothing && done.next === null,
      };
    },
  };
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
