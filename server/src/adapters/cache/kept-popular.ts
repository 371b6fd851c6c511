import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { redisDriver } from 'bentocache/drivers/redis';
import type { Redis } from 'ioredis';
import type {
  Kept,
  KeptPopular,
  PopularFilms,
  PopularPage,
  PopularRequest,
} from '../../catalogue/outside.js';
import type { Clock } from '../../ports.js';
import { Refusal } from '../../problem.js';
import { redisBus } from './bus.js';
import { type Entry, entries } from './entry.js';

export type KeepingSettings = { freshSeconds: number; staleSeconds: number };

const MOST_IN_MEMORY = 1000;
/** Of pages asked for within so long, the later goes on where the earlier ended. */
const ONE_WALK_MS = 10 * 60_000;
/** Redis is left alone for so long after it failed. */
const REDIS_QUIET_MS = 2000;
/** The library would hand out what is stale at once, and ask for the new behind its back. */
const NO_ANSWER_BEFORE_THE_NEW_ONE = null;

/**
 * Keeps popular films in memory, and in Redis when there is one. Redis need not be well: whatever it does, the
 * answer is right. Any number of calls for one page at one moment are one call outside, also when it fails.
 */
export function keptPopular(
  outside: PopularFilms,
  { freshSeconds, staleSeconds }: KeepingSettings,
  redis: Redis | null,
  now: Clock,
): KeptPopular {
  const cache = openCache({ freshSeconds, staleSeconds }, redis);
  const underWay = new Map<string, Promise<Kept<PopularPage>>>();

  const ask = async (request: PopularRequest): Promise<Kept<PopularPage>> => {
    const key = keyOf(request);
    const tried = attempt(() => outside.popular(request), now);
    const options = { key, factory: tried.run, timeout: NO_ANSWER_BEFORE_THE_NEW_ONE };
    const entry =
      (await found(cache.getOrSet(options), tried)) ??
      // What was kept is no entry of ours, or the cache itself is not well.
      (await found(cache.getOrSet({ ...options, forceFresh: true }), tried)) ??
      (await tried.run());
    if (entry === tried.made()) return { ...entry, from: 'outside' };
    const refusal = tried.refusal();
    if (refusal === null) return { ...entry, from: 'cache' };
    if (now() - entry.fetchedAt > (freshSeconds + staleSeconds) * 1000) throw refusal;
    return { ...entry, from: 'stale' };
  };

  const withoutRepeated = async (request: PopularRequest, kept: Kept<PopularPage>) => {
    if (request.page === 1) return kept;
    const key = keyOf({ ...request, page: request.page - 1 });
    const before = (await cache.get({ key }).catch(() => null)) as Entry | null | undefined;
    if (before == null || Math.abs(kept.fetchedAt - before.fetchedAt) > ONE_WALK_MS) return kept;
    const seen = new Set(before.value.items.map(({ tmdbId }) => tmdbId));
    const items = kept.value.items.filter(({ tmdbId }) => !seen.has(tmdbId));
    return { ...kept, value: { ...kept.value, items } };
  };

  return {
    freshSeconds,
    async popular(request) {
      const key = keyOf(request);
      const asking = underWay.get(key) ?? ask(request).finally(() => underWay.delete(key));
      underWay.set(key, asking);
      // The ranking moves between calls: the last film of a page is often the first of the next.
      return withoutRepeated(request, await asking);
    },

    close: () => cache.disconnectAll(),
  };
}

function openCache({ freshSeconds, staleSeconds }: KeepingSettings, redis: Redis | null) {
  const memory = bentostore().useL1Layer(memoryDriver({ maxItems: MOST_IN_MEMORY }));
  const store =
    redis === null
      ? memory
      : memory.useL2Layer(redisDriver({ connection: redis })).useBus(redisBus(redis));
  return new BentoCache({
    default: 'outside',
    stores: { outside: store },
    prefix: 'halfstar',
    serializer: entries,
    ttl: freshSeconds * 1000,
    // How long an entry is kept at all, the time when it is fresh included.
    grace: staleSeconds > 0 && (freshSeconds + staleSeconds) * 1000,
    // The breaker of what is outside decides when it is asked again.
    graceBackoff: 0,
    suppressL2Errors: true,
    l2CircuitBreakerDuration: REDIS_QUIET_MS,
  });
}

function keyOf({ page, language, region }: PopularRequest): string {
  return `popular:${language ?? ''}:${region ?? ''}:${page}`;
}

/** Asks outside at most once, however often it is run, and remembers what came of it. */
function attempt(popular: () => Promise<PopularPage>, now: Clock) {
  let running: Promise<Entry> | null = null;
  let made: Entry | null = null;
  let refusal: unknown = null;
  return {
    run: () => {
      running ??= popular().then(
        (value) => {
          made = { value, fetchedAt: now() };
          return made;
        },
        (error: unknown) => {
          refusal = error;
          throw error;
        },
      );
      return running;
    },
    made: () => made,
    refusal: () => refusal,
  };
}

/** The entry the cache found or made; null when it is none. Throws what the outside was refused for. */
async function found(
  asked: Promise<unknown>,
  tried: ReturnType<typeof attempt>,
): Promise<Entry | null> {
  try {
    const entry = (await asked) as Entry | null | undefined;
    return tried.made() ?? entry ?? null;
  } catch (error) {
    const refusal = tried.refusal();
    if (refusal instanceof Refusal) throw refusal;
    if (refusal !== null) throw error;
    return tried.made();
  }
}
