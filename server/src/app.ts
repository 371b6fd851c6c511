import type { FastifyBaseLogger } from 'fastify';
import { keptPopular } from './adapters/cache/kept-popular.js';
import { argonPasswords } from './adapters/crypto/passwords.js';
import { sealer } from './adapters/crypto/sealer.js';
import { opaqueTokens } from './adapters/crypto/tokens.js';
import { memoryLimits } from './adapters/memory/limits.js';
import { openRedis } from './adapters/redis/connection.js';
import { openSqlite } from './adapters/sql/sqlite.js';
import { sqlStore } from './adapters/sql/store.js';
import { tmdbCatalogue } from './adapters/tmdb/tmdb.js';
import { refresher } from './catalogue/refresh.js';
import type { Config } from './config.js';
import { addDemoUsers } from './demo.js';
import type { Api, Services } from './http/api.js';
import { buildServer } from './http/server.js';
import { type Jobs, startJobs } from './jobs.js';
import type { Clock, Store } from './ports.js';
import type { Passwords } from './users/ports.js';

const MINUTE_SECONDS = 60;
const QUARTER_SECONDS = 15 * MINUTE_SECONDS;
/** A request that has not ended by then, once we stop, never will: all must be over within 10 seconds. */
const LONGEST_DRAIN_MS = 5000;

export type App = {
  server: Api;
  store: Store;
  jobs: Jobs;

  /** From now on `/ready` says that requests are best sent elsewhere. */
  announceStop(): void;

  /** Resolves when no movie is being refreshed. */
  refreshed(): Promise<void>;

  /** Ends what is under way, but waits for nobody for long, then closes everything. */
  stop(): Promise<void>;
};

/** What a test may want otherwise. */
export type Parts = { now?: Clock; passwords?: Passwords };

/** The database of the settings, brought up to date. */
export function openStore({ database }: Pick<Config, 'database'>, now: Clock = Date.now): Store {
  return sqlStore(openSqlite(database.kind === 'memory' ? ':memory:' : database.path), now);
}

/** The composition root: settings and an open store in, a service out that is ready to listen. */
export async function startApp(
  config: Config,
  store: Store,
  logger: FastifyBaseLogger,
  { now = Date.now, passwords = argonPasswords() }: Parts = {},
): Promise<App> {
  const maker = opaqueTokens();
  if (config.demo) await addDemoUsers({ store, maker, now });
  const redis =
    config.redisUrl === null
      ? null
      : openRedis(config.redisUrl, (what) =>
          logger.warn({ part: 'redis', what }, 'Redis has trouble'),
        );
  const outside =
    config.tmdb === null
      ? null
      : tmdbCatalogue(config.tmdb, (failure) => logger.error(failure, 'TMDB failed'));
  const keeping = { freshSeconds: config.cacheTtlSeconds, staleSeconds: config.cacheStaleSeconds };
  const refreshing =
    outside &&
    refresher({ store, outside, now, onBroken: (err) => logger.error({ err }, 'refresh broke') });
  const jobs = startJobs({ store, now, log: logger });
  let stopping = false;
  const services: Services = {
    store,
    passwords,
    maker,
    sealer: sealer(),
    attempts: {
      byAccount: memoryLimits(config.signInLimit, QUARTER_SECONDS),
      byAddress: memoryLimits(config.signInAddressLimit, QUARTER_SECONDS),
    },
    signUps: memoryLimits(config.signUpAddressLimit, QUARTER_SECONDS),
    requests: memoryLimits(config.rateLimitPerMinute, MINUTE_SECONDS),
    requestsPerMinute: config.rateLimitPerMinute,
    now,
    secret: await store.secret(),
    signUpOpen: config.signUp === 'open',
    publicRead: config.publicRead,
    demo: config.demo,
    trustProxy: config.trustProxy,
    outside,
    keptPopular: outside && keptPopular(outside, keeping, redis, now),
    refresher: refreshing,
    checkRedis:
      redis &&
      (() =>
        redis.ping().then(
          () => true,
          () => false,
        )),
    ratingsChanged: jobs.ratingsChanged,
    stopping: () => stopping,
  };
  const server = await buildServer(services, logger);
  const refreshed = async () => refreshing?.idle();
  return {
    server,
    store,
    jobs,
    refreshed,
    announceStop() {
      stopping = true;
    },
    async stop() {
      stopping = true;
      const enough = setTimeout(() => server.server.closeAllConnections(), LONGEST_DRAIN_MS);
      await server.close();
      clearTimeout(enough);
      await refreshed();
      await jobs.stop();
      await outside?.close();
      redis?.disconnect();
      await store.close();
    },
  };
}
