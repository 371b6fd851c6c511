import cluster, { type Worker } from 'node:cluster';

/** Who lives for so long has started well. */
const STARTED_WELL_MS = 10_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 30_000;
/** So many in a row that end before the very first has listened: the next one would not either. */
const MOST_FAILED_STARTS = 3;
/** For one that does not even end itself when it is told to. */
const LONGEST_END_MS = 10_500;

export type Death = {
  worker: number;
  pid: number | undefined;
  code: number | null;
  signal: string | null;
};

type Needs = {
  workers: number;
  environment: Record<string, string>;
  /** All of them listen, for the first time. */
  onReady(): void;
  onDeath(death: Death): void;
  /** None has ever listened, and there will be no other. */
  onHopeless(): void;
};

export type Crew = {
  /** Tells all to end and waits for it; false when one did not end well. */
  stop(order: object): Promise<boolean>;
};

/** Keeps so many workers running: each that ends is replaced, the later the more of them end soon. */
export function startCrew({ workers, environment, onReady, onDeath, onHopeless }: Needs): Crew {
  // Each takes connections itself. Were the first process to hand them out, one on its way to a worker that dies at
  // that moment would stay open and never be answered.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  const running = new Set<Worker>();
  const listening = new Set<Worker>();
  let ready = false;
  let stopping = false;
  let endedSoon = 0;

  const begin = () => {
    if (stopping) return;
    const worker = cluster.fork(environment);
    const began = performance.now();
    running.add(worker);
    // What is said to one that has just died is lost, and no reason to die as well.
    worker.on('error', () => {});
    worker.once('listening', () => {
      listening.add(worker);
      if (ready || listening.size < workers) return;
      ready = true;
      onReady();
    });
    worker.once('exit', (code: number | null, signal: string | null) => {
      const hadListened = listening.delete(worker);
      running.delete(worker);
      if (stopping) return;
      endedSoon = performance.now() - began < STARTED_WELL_MS ? endedSoon + 1 : 0;
      if (!ready && !hadListened && listening.size === 0 && endedSoon >= MOST_FAILED_STARTS) {
        stopping = true;
        for (const other of running) other.process.kill('SIGKILL');
        onHopeless();
        return;
      }
      onDeath({ worker: worker.id, pid: worker.process.pid, code, signal });
      setTimeout(begin, pauseAfter(endedSoon));
    });
  };

  for (let i = 0; i < workers; i++) begin();
  return {
    async stop(order) {
      stopping = true;
      const enough = setTimeout(() => {
        for (const worker of running) worker.process.kill('SIGKILL');
      }, LONGEST_END_MS);
      const codes = await Promise.all(
        [...running].map((worker) => (listening.has(worker) ? ended(worker, order) : gone(worker))),
      );
      clearTimeout(enough);
      return codes.every((code) => code === 0);
    },
  };
}

function ended(worker: Worker, order: object): Promise<number | null> {
  return new Promise((resolve) => {
    worker.once('exit', (code: number | null) => resolve(code));
    worker.send(order, () => {});
  });
}

/** One that does not listen yet has nothing to bring to an end, and may not hear either. */
function gone(worker: Worker): Promise<number> {
  return new Promise((resolve) => {
    worker.once('exit', () => resolve(0));
    worker.process.kill('SIGKILL');
  });
}

function pauseAfter(endedSoon: number): number {
  return endedSoon === 0 ? 0 : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (endedSoon - 1));
}
