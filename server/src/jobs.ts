import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, type Metrics, RECEIPTS_KEPT_MS, type Store } from './ports.js';
import { type RenewAside, scoreJob, seldom } from './score-job.js';
import { SESSION_IDLE_MS } from './users/access.js';

/** Soon enough to be there within a second, late enough to take many ratings together. */
const SCORES_AFTER_MS = 100;
/** Other processes rate as well. */
const SCORES_EVERY_MS = 500;
/** How long a process that died keeps the others from its work. Twice at once would do no harm, but nothing good. */
const LEASE_MS = 3000;
/** What is rated meanwhile is left to the next run. */
const LONGEST_RUN_MS = 1000;
const PRUNE_EVERY_MS = 60 * 60_000;

const FAILED = {
  scores: 'scores could not be published',
  estimation: 'how people rate could not be estimated',
  prune: 'expired tokens and receipts could not be removed',
};
type Job = keyof typeof FAILED;
const LEASES = ['scores', 'prune'] as const;

export type Jobs = {
  /** A score is owed: it will be published in a moment. */
  ratingsChanged(): void;

  /** Publishes what is owed now. */
  publishNow(): Promise<void>;

  /** No score owed has waited for longer, in seconds: time since the last run that published all began. */
  lag(): number;

  stop(): Promise<void>;
};

type Needs = {
  store: Store;
  now: Clock;
  log: FastifyBaseLogger;
  metrics: Pick<Metrics, 'scoresPublished' | 'jobFailed'>;
  renewAside?: RenewAside | undefined;
};

/**
 * What goes on beside requests, of however many processes in one of them. Nothing is lost if it stops in the middle:
 * what is owed is in the database.
 */
export function startJobs({ store, now, log, metrics, renewAside }: Needs): Jobs {
  const holder = randomUUID();
  let running: Promise<void> = Promise.resolve();
  let soon: NodeJS.Timeout | null = null;
  let waiting: Promise<void> | null = null;
  let stopped = false;
  /** False while something may be left to do. */
  let settled = true;
  // Of a clock that nobody sets: a lag is not to jump.
  let paidUntil = performance.now();

  /** One after the other. */
  const then = (name: Job, work: () => Promise<void>) => {
    running = running.then(work).catch(async (err: unknown) => {
      metrics.jobFailed(name);
      log.error({ err }, FAILED[name]);
      // Perhaps another process can.
      await store.leases.release(name, holder).catch(() => {});
    });
    return running;
  };
  const isMine = (name: Job) => store.leases.take(name, holder, now(), LEASE_MS);
  // It is asked before each step, and each time it would be written.
  const publishesHere = seldom(LEASE_MS / 4, () => isMine('scores'));

  const scores = scoreJob({
    scores: store.scores,
    now,
    isOurs: publishesHere,
    renewAside,
    onBroken(err) {
      metrics.jobFailed('estimation');
      log.error({ err }, FAILED.estimation);
    },
  });

  const publishNow = () => {
    // One that has not begun yet will see what is there by then.
    waiting ??= then('scores', async () => {
      waiting = null;
      const began = performance.now();
      // Mostly nothing is owed, and nobody need ask whose it is.
      const owed = !settled || (await scores.isDue());
      const isOurs = !owed || (await publishesHere());
      if (owed && isOurs) {
        const isLong = () => performance.now() - began > LONGEST_RUN_MS;
        const published = await scores.run(async (isPaid) => {
          if (isPaid ? stopped || isLong() : stopped && isLong()) return false;
          // Asking keeps the lease as well.
          return publishesHere();
        });
        settled = published === 'settled';
        if (published === 'cut') return;
      }
      // What another publishes is not late because of us, but not our success either.
      paidUntil = began;
      if (isOurs) {
        metrics.scoresPublished({ seconds: (performance.now() - began) / 1000, at: now() });
      }
    });
    return waiting;
  };

  const prune = () =>
    then('prune', async () => {
      if (!(await isMine('prune'))) return;
      await store.tokens.prune(now() - SESSION_IDLE_MS, now());
      await store.receipts.prune(now() - RECEIPTS_KEPT_MS);
    });

  const timers = [
    setInterval(() => void publishNow(), SCORES_EVERY_MS),
    setInterval(() => void prune(), PRUNE_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    ratingsChanged() {
      soon ??= setTimeout(() => {
        soon = null;
        void publishNow();
      }, SCORES_AFTER_MS);
    },

    publishNow,

    lag: () => (performance.now() - paidUntil) / 1000,

    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      if (soon !== null) clearTimeout(soon);
      await running;
      await scores.stop();
      try {
        for (const name of LEASES) await store.leases.release(name, holder);
      } catch (err) {
        // They end by themselves.
        log.warn({ err }, 'what only one process does could not be left to another');
      }
    },
  };
}
