import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { type ImportIntake, importIntake } from './import-intake.js';
import { importPace, rest } from './import-pace.js';
import type { Import, ImportId } from './imports/import.js';
import type { AskedOutside } from './imports/new-films.js';
import type { Uploads } from './imports/ports.js';
import { pruneImports } from './imports/prune-imports.js';
import { type ImportAside, importsHere } from './imports-here.js';
import type { Clock, Metrics, Store } from './ports.js';
import { seldom } from './score-job.js';

/** Other processes take imports as well, and say nothing of it. */
const LOOK_EVERY_MS = 500;
const PRUNE_EVERY_MS = 60 * 60_000;
/** How long a process that died keeps the others from its work. Twice at once would do no harm, but nothing good. */
const LEASE_MS = 10_000;
const LEASE = 'imports';
/** In turn; those behind wait until one of these is done. */
const MOST_IN_TURN = 20;
/** What failed is tried again after so long, and twice as long each time. */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 5 * 60_000;

export type ImportJob = {
  /** As an intake, and goes on with it. */
  receive: ImportIntake['receive'];

  /** An import is to be gone on with: at once, unless another process is at it. */
  wake(): void;

  /** Somebody asks for something else: imports leave others more of the processors for a while. */
  giveWay(): void;

  /** Goes on until no import has anything left to do, or another process does it. */
  workNow(): Promise<void>;

  /** Removes imports that nobody went on with. */
  pruneNow(): Promise<void>;

  stop(): Promise<void>;
};

type Needs = {
  store: Store;
  outside: AskedOutside | null;
  uploads: Uploads;
  now: Clock;
  log: FastifyBaseLogger;
  metrics: Pick<Metrics, 'jobFailed'>;
  importAside?: ImportAside | undefined;
};

/**
 * Goes on with imports beside requests, of however many processes in one of them. Nothing is lost if it stops in the
 * middle: each step is one transaction, and says where the next begins.
 */
export function startImports(needs: Needs): ImportJob {
  const { store, outside, now, log, metrics, importAside } = needs;
  const holder = randomUUID();
  const work = (importAside ?? importsHere(needs))(outside);
  const pace = importPace(importAside !== undefined);
  const intake = importIntake({ store, receive: work.receive, pace, now });
  const failures = new Map<ImportId, { times: number; until: number }>();
  let running: Promise<void> | null = null;
  let stopped = false;

  const isMine = () => store.leases.take(LEASE, holder, now(), LEASE_MS);
  // Of each step it would be a commit more.
  const isMineStill = seldom(LEASE_MS / 4, isMine);
  const failed = (err: unknown, what: string, importId?: ImportId) => {
    metrics.jobFailed('imports');
    log.error({ err, importId }, what);
  };

  const step = async (one: Import) => {
    const began = performance.now();
    try {
      await work.goOn(one, pace.rows());
      failures.delete(one.id);
    } catch (err) {
      const times = (failures.get(one.id)?.times ?? 0) + 1;
      const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (times - 1));
      failures.set(one.id, { times, until: performance.now() + wait });
      failed(err, 'an import could not be gone on with', one.id);
    }
    await rest(pace.restMs(performance.now() - began));
  };

  /** Those whose turn it is. To look for films takes all titles in memory, for one import at a time: the nearest to its end. */
  const due = async (): Promise<Import[]> => {
    const all = (await store.imports.working(MOST_IN_TURN)).filter(
      ({ id }) => (failures.get(id)?.until ?? 0) <= performance.now(),
    );
    const matching = all
      .filter(({ state }) => state === 'matching')
      .sort((a, b) => a.total - a.done - (b.total - b.done));
    return all.filter((one) => one.state !== 'matching' || one === matching[0]);
  };

  const workAll = async () => {
    for (;;) {
      const turn = await due();
      if (turn.length === 0) return;
      for (const one of turn) {
        if (stopped || !(await isMineStill())) return;
        await step(one);
      }
    }
  };

  const look = () => {
    running ??= workAll()
      .finally(work.end)
      .catch((err: unknown) => failed(err, 'imports could not be gone on with'))
      .finally(() => {
        running = null;
      });
    return running;
  };

  /** Who is at it may have looked already when what is to be done came. */
  const lookAgain = async () => {
    await running;
    if (!stopped) await look();
  };

  const pruneNow = async () => {
    try {
      if (await isMine()) await pruneImports(store, now());
    } catch (err) {
      failed(err, 'imports that nobody went on with could not be removed');
    }
  };

  const timers = [
    setInterval(() => void look(), LOOK_EVERY_MS),
    setInterval(() => void pruneNow(), PRUNE_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    async receive(...upload) {
      try {
        return await intake.receive(...upload);
      } finally {
        // Also of what was refused: who read it is let go.
        void lookAgain();
      }
    },
    wake: () => void lookAgain(),
    giveWay: pace.giveWay,
    workNow: lookAgain,
    pruneNow,

    async stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      await running;
      await intake.idle();
      await work.end();
      // It ends by itself.
      await store.leases.release(LEASE, holder).catch(() => {});
    },
  };
}
