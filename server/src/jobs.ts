import type { FastifyBaseLogger } from 'fastify';
import { type Clock, RECEIPTS_KEPT_MS, type Store } from './ports.js';
import { publishScores } from './scores/publish-scores.js';
import type { Prior } from './scores/shrunk-mean.js';
import { SESSION_IDLE_MS } from './users/access.js';

/** Soon enough to be there within a second, late enough to take many ratings together. */
const SCORES_AFTER_MS = 100;
/** Other processes rate as well. */
const SCORES_EVERY_MS = 500;
const PRUNE_EVERY_MS = 60 * 60_000;

export type Jobs = {
  /** A score is owed: it will be published in a moment. */
  ratingsChanged(): void;

  /** Publishes what is owed now. */
  publishNow(): Promise<void>;

  stop(): Promise<void>;
};

type Needs = { store: Store; now: Clock; log: FastifyBaseLogger };

/** What goes on beside requests. Nothing is lost if it stops in the middle: what is owed is in the database. */
export function startJobs({ store, now, log }: Needs): Jobs {
  let published: Prior | null = null;
  let running: Promise<void> = Promise.resolve();
  let soon: NodeJS.Timeout | null = null;

  const publishNow = () => {
    running = running.then(async () => {
      try {
        published = await publishScores({ scores: store.scores, now }, published);
      } catch (err) {
        log.error({ err }, 'scores could not be published');
      }
    });
    return running;
  };
  const prune = async () => {
    try {
      await store.tokens.prune(now() - SESSION_IDLE_MS, now());
      await store.receipts.prune(now() - RECEIPTS_KEPT_MS);
    } catch (err) {
      log.error({ err }, 'expired tokens and receipts could not be removed');
    }
  };

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

    async stop() {
      for (const timer of timers) clearInterval(timer);
      if (soon !== null) clearTimeout(soon);
      await running;
    },
  };
}
