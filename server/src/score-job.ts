import { setTimeout as sleep } from 'node:timers/promises';
import { estimateScores } from './scores/estimate-scores.js';
import { isEstimationDue } from './scores/estimation-due.js';
import type { Scores } from './scores/ports.js';
import { type Published, publishScores } from './scores/publish-scores.js';
import { renewScores } from './scores/renew-scores.js';

const ASKED_EVERY_MS = 250;
/** All tallies are looked at. */
const RECOUNTED_EVERY_MS = 5000;

export type ScoreJob = {
  /** Whether there is anything to do. */
  isDue(): Promise<boolean>;
  /** Counts and publishes what is owed; begins an estimation when it is due, which goes on beside. */
  run(mayGoOn: (isPaid: boolean) => Promise<boolean>): Promise<Published>;
  stop(): Promise<void>;
};

/** Renews all scores beside everything else, as long as `mayGoOn`, which is asked now and then. */
export type RenewAside = (mayGoOn: () => Promise<boolean>) => Promise<void>;

type Needs = {
  scores: Scores;
  now: () => number;
  /** Whether this is still the process that publishes scores. */
  isOurs: () => Promise<boolean>;
  onBroken: (error: unknown) => void;
  /** So many ratings are estimated at once, in the time of one publication. */
  quick?: number;
  /** Where a thread of its own cannot reach the database, between other work. */
  renewAside?: RenewAside | undefined;
};

const QUICK = 2000;
/** Whoever asks meanwhile waits for one short step at most, and seldom for that. */
const REST = 3;
const LONGEST_REST_MS = 50;
/** What is rated meanwhile is counted together; a score is to follow within a second. */
const LONGEST_GATHERING_MS = 200;

export function scoreJob(needs: Needs): ScoreJob {
  const { scores, now, isOurs, onBroken, quick = QUICK } = needs;
  const renewAside = needs.renewAside ?? betweenOtherWork(needs);
  /** How many ratings there are, as far as this process knows. */
  let ratings: number | null = null;
  let renewing: Promise<void> | null = null;
  let stopped = false;

  const isLate = async () => {
    ratings ??= await scores.ratings();
    return isEstimationDue(await scores.current(), ratings, now());
  };

  /** For sure: others count ratings as well. */
  const isReallyLate = async () => {
    if (renewing !== null || !(await isLate())) return false;
    ratings = await scores.ratings();
    return isLate();
  };

  const publish = (mayGoOn: (isPaid: boolean) => Promise<boolean>) =>
    publishScores({
      scores,
      now,
      mayGoOn: async (isPaid) => (await mayGoOn(isPaid)) && beginInTime(),
      breath,
      pause: rests(REST, LONGEST_GATHERING_MS),
      onlyFresh: renewing !== null,
      onCount: (more) => {
        if (ratings !== null) ratings += more;
      },
    });

  const begin = () => {
    renewing = renewAside(async () => !stopped && (await isOurs()))
      .then(async () => {
        ratings = (await scores.current())?.model.ratings ?? ratings;
      })
      .catch(onBroken)
      .finally(() => {
        renewing = null;
      });
  };

  /** What a load brought beside us is counted much sooner by an estimation than person by person. */
  const beginInTime = seldom(RECOUNTED_EVERY_MS, async () => {
    const epoch = renewing === null ? await scores.current() : null;
    if (epoch === null) return true;
    // Not remembered: what is counted from here on is added to that.
    const there = await scores.ratings();
    if (there > quick && isEstimationDue(epoch, there, now())) begin();
    return true;
  });

  return {
    isDue: async () => (await scores.isOwed()) || (renewing === null && (await isLate())),

    async run(mayGoOn) {
      // Without an estimation nothing can be counted.
      const isFirst = (await scores.current()) === null;
      const published = isFirst ? 'cut' : await publish(mayGoOn);
      if (published === 'cut' && !isFirst) return published;
      if (!(await isReallyLate())) return published;
      if ((ratings ?? 0) > quick) {
        begin();
        return published;
      }
      await estimateScores({ scores, now, pause: breath });
      return publish(mayGoOn);
    },

    async stop() {
      stopped = true;
      await renewing;
    },
  };
}

/** Renews in this thread, which serves requests as well. */
function betweenOtherWork({ scores, now }: Pick<Needs, 'scores' | 'now'>): RenewAside {
  return (mayGoOn) =>
    renewScores({ scores, now, pause: rests(), mayGoOn: seldom(ASKED_EVERY_MS, mayGoOn) });
}

/** The last answer, for so long. */
export function seldom(ms: number, ask: () => Promise<boolean>): () => Promise<boolean> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let last = Promise.resolve(true);
  return () => {
    if (performance.now() - askedAt < ms) return last;
    askedAt = performance.now();
    last = ask();
    return last;
  };
}

/** As long as others need for what waits already. */
const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Pauses that are longer than what was done since the last one. */
export function rests(times = REST, longestMs = LONGEST_REST_MS): () => Promise<void> {
  let since = performance.now();
  return async () => {
    await sleep(Math.min(longestMs, times * (performance.now() - since)));
    since = performance.now();
  };
}
