import { setTimeout as sleep } from 'node:timers/promises';

/** So many rows are done at once; then comes a rest, of so many times as long as they took. */
type Step = { rows: number; rest: number };

/** In this thread whoever asks meanwhile waits for one step at most. */
const HERE = { alone: { rows: 50, rest: 0 }, besideOthers: { rows: 50, rest: 1 } };
/** In one of its own only whoever writes does, but all share processors, and PostgreSQL. */
const ASIDE = { alone: { rows: 500, rest: 0 }, besideOthers: { rows: 100, rest: 0.5 } };
/** Who asked a moment ago may ask again, and is not to be the first to find out. */
const GIVES_WAY_FOR_MS = 1000;
const LONGEST_REST_MS = 50;

export type ImportPace = {
  /** Somebody asks for something else of this process: for a while others go first. */
  giveWay(): void;

  /** About so many rows are the next step. */
  rows(): number;

  /** How long others have their turn after a step that took so long. */
  restMs(tookMs: number): number;
};

/** How fast imports go on, in a thread of their own or not; `now` in milliseconds, of a clock that nobody sets. */
export function importPace(isAside: boolean, now = () => performance.now()): ImportPace {
  const paces = isAside ? ASIDE : HERE;
  let askedAt = Number.NEGATIVE_INFINITY;
  const step = (): Step => (now() - askedAt < GIVES_WAY_FOR_MS ? paces.besideOthers : paces.alone);
  return {
    giveWay() {
      askedAt = now();
    },
    rows: () => step().rows,
    restMs: (tookMs) => Math.min(LONGEST_REST_MS, step().rest * tookMs),
  };
}

/** As long as it says, and for what waits already at least. */
export async function rest(ms: number): Promise<void> {
  await (ms > 0 ? sleep(ms) : new Promise((resolve) => setImmediate(resolve)));
}
