import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/open-store.js';
import type { Chance } from './chance.js';
import type { OwnPostgres } from './own-postgres.js';
import { type Server, type Settings, startServer } from './process.js';
import { lookUp, type Rater, type Visitor, visitor, write } from './raters.js';
import { until } from './until.js';

export type Crashing = 'the service' | 'PostgreSQL';

/** What one crash under load came to. */
export type Round = {
  what: Crashing;
  acknowledged: number;
  perSecond: number;
  lost: string[];
  differences: number;
  /** From the crash to the first write that was acknowledged again. */
  backAfterMs: number;
  /** Of which so long until what crashed had ended, and answered again. */
  endedAfterMs: number;
  startedAfterMs: number;
};

type World = {
  postgres: OwnPostgres;
  settings: Settings;
  raters: Rater[];
  movieIds: number[];
  random: Chance;
};

/** How long one waits at all; whether it was soon enough is judged by who looks at the figures. */
const BACK_WITHIN_MS = 60_000;
/** A crash that hits nothing shows nothing. */
const LEAST_WRITTEN = 100;
/** Of whoever was refused. */
const PAUSE_MS = 50;

/**
 * Lets everyone write for a while and ends one of the two in the middle, as a crash does; starts it again, and it
 * alone, and looks up all that was ever acknowledged. Answers the service that runs afterwards as well.
 */
export async function crash(
  what: Crashing,
  server: Server,
  world: World,
  writingMs: number,
): Promise<{ round: Round; server: Server }> {
  const { postgres, raters } = world;
  const writing = visitor(server.url, raters.length);
  const { acknowledged, tookMs, crashedAt } = await writeUntilCrash(
    writing,
    world,
    writingMs,
    () => (what === 'the service' ? server.kill() : postgres.stopImmediately()),
  );
  const endedAfterMs = performance.now() - crashedAt;
  await writing.leave();
  const after = what === 'the service' ? await startServer(world) : server;
  if (what === 'PostgreSQL') await postgres.startAgain();
  if (after.hasEnded()) throw new Error(`the service has ended too: ${after.err.join('\n')}`);

  const startedAfterMs = performance.now() - crashedAt;
  const looking = visitor(after.url, raters.length);
  await until('the service is back', BACK_WITHIN_MS, () => canWrite(looking, world));
  const backAfterMs = performance.now() - crashedAt;
  const lost = (await Promise.all(raters.map((rater) => lookUp(looking, rater)))).flat();
  await looking.leave();
  const differences = await differencesIn(postgres.url);
  const perSecond = acknowledged / (tookMs / 1000);
  return {
    round: {
      what,
      acknowledged,
      perSecond,
      lost,
      differences,
      backAfterMs,
      endedAfterMs,
      startedAfterMs,
    },
    server: after,
  };
}

async function writeUntilCrash(
  writing: Visitor,
  { raters, movieIds, random }: World,
  writingMs: number,
  end: () => Promise<void>,
): Promise<{ acknowledged: number; tookMs: number; crashedAt: number }> {
  let acknowledged = 0;
  let crashed = false;
  const began = performance.now();
  const working = raters.map(async (rater) => {
    while (!crashed) {
      const written = await write(writing, rater, movieIds, random);
      acknowledged += written.acknowledged;
      const { status } = written.answer;
      if (status === null) return;
      // Busy, or without its database; anything else is a failure.
      if (status === 503) await sleep(PAUSE_MS);
      else if (status >= 300) throw new Error(`a write was answered with ${status}`);
    }
  });
  const enough = async () => {
    await sleep(writingMs);
    await until('something is acknowledged', BACK_WITHIN_MS, () => acknowledged >= LEAST_WRITTEN);
  };
  await Promise.race([
    enough(),
    Promise.all(working).then(() => {
      throw new Error('nobody writes any more, and nothing has crashed');
    }),
  ]);
  const tookMs = performance.now() - began;
  const soFar = acknowledged;
  const crashedAt = performance.now();
  await end();
  crashed = true;
  await Promise.all(working);
  return { acknowledged: soFar, tookMs, crashedAt };
}

async function canWrite(looking: Visitor, { raters, movieIds, random }: World): Promise<boolean> {
  const { answer } = await write(looking, raters[0] as Rater, movieIds, random);
  return answer.status !== null && answer.status < 300;
}

/** Of every tally, from a recount. */
export async function differencesIn(url: string): Promise<number> {
  const store = await openStore({ database: { kind: 'postgres', url } });
  try {
    return (await store.recount.differences()).differences.length;
  } finally {
    await store.close();
  }
}
