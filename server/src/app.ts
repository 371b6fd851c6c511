import type { FastifyBaseLogger } from 'fastify';
import { keptPopular } from './adapters/cache/kept-popular.js';
import { argonPasswords } from './adapters/crypto/passwords.js';
import { sealer } from './adapters/crypto/sealer.js';
import { opaqueTokens } from './adapters/crypto/tokens.js';
import { memoryLimits } from './adapters/memory/limits.js';
import { workerLimits } from './adapters/memory/worker-limits.js';
import { type PrometheusMetrics, prometheusMetrics } from './adapters/metrics/prometheus.js';
import { openRedis, seldom } from './adapters/redis/connection.js';
import { redisLimits } from './adapters/redis/limits.js';
import { tmdbCatalogue } from './adapters/tmdb/tmdb.js';
import { zipPacker } from './adapters/zip/packer.js';
import { refresher } from './catalogue/refresh.js';
import type { Config } from './config.js';
import { addDemoUsers } from './demo.js';
import type { Api, Pressure, Services } from './http/api.js';
import { usualPressure } from './http/overload.js';
import { builtPage } from './http/page.js';
import { buildServer } from './http/server.js';
import { type Jobs, startJobs } from './jobs.js';
import { meteredOutside, meteredPopular } from './metered.js';
import { openReplica } from './open-store.js';
import type { Clock, Store } from './ports.js';
import { type PredictionJob, startPredictions, type TrainAside } from './prediction-job.js';
import { predictor } from './predictions/predictor.js';
import { readiness } from './readiness.js';
import type { RenewAside } from './score-job.js';
import type { Passwords } from './users/ports.js';
import { VERSION } from './version.js';

const MINUTE_SECONDS = 60;
const QUARTER_SECONDS = 15 * MINUTE_SECONDS;
/** A request that has not ended by then, once we stop, never will: all must be over within 10 seconds. */
const LONGEST_DRAIN_MS = 5000;

export type App = {
  server: Api;
  store: Store;
  jobs: Jobs;
  predictions: PredictionJob;
  metrics: PrometheusMetrics;

  /** From now on `/ready` says that requests are best sent elsewhere. */
  announceStop(): void;

  /** Resolves when no movie is being refreshed. */
  refreshed(): Promise<void>;

  /** Ends what is under way, but waits for nobody for long, then closes everything. */
  stop(): Promise<void>;
};

/** What a test may want otherwise. `isWorker`: another process of ours counts what limits are about. */
export type Parts = {
  now?: Clock;
  passwords?: Passwords;
  pressure?: Pressure | null;
  isWorker?: boolean;
  pageFolder?: string | null;
  renewAside?: RenewAside | undefined;
  trainAside?: TrainAside | undefined;
};

/** The composition root: settings and an open store in, a service out that is ready to listen. */
export async function startApp(
  config: Config,
  store: Store,
  logger: FastifyBaseLogger,
  {
    now = Date.now,
    passwords = argonPasswords(),
    pressure = usualPressure(),
    isWorker = false,
    pageFolder = builtPage(),
    renewAside,
    trainAside,
  }: Parts = {},
): Promise<App> {
  const maker = opaqueTokens();
  if (config.demo) await addDemoUsers({ store, maker, now });
  const secret = await store.secret();
  let stopping = false;
  const onTrouble = seldom((what) => {
    // A connection that we end while it is being made says so as well.
    if (!stopping) logger.warn({ part: 'redis', what }, 'Redis has trouble');
  });
  const redis = config.redisUrl === null ? null : openRedis(config.redisUrl, onTrouble);
  const limits = redis
    ? redisLimits({ redis, secret, onTrouble })
    : isWorker
      ? workerLimits
      : memoryLimits;
  const metrics = prometheusMetrics({
    version: VERSION,
    ofProcess: config.metricsPort !== 0,
    readiness: () => readiness(services),
    jobsLag: () => services.jobsLag(),
    poolStats: () => store.poolStats?.() ?? null,
  });
  const { credentials } = config.tmdb;
  const outside =
    credentials &&
    meteredOutside(
      tmdbCatalogue({ ...config.tmdb, credentials }, (failure) =>
        logger.error(failure, 'TMDB failed'),
      ),
      metrics,
    );
  const keeping = { freshSeconds: config.cacheTtlSeconds, staleSeconds: config.cacheStaleSeconds };
  const kept = outside && keptPopular(outside, keeping, redis, now);
  const refreshing =
    outside &&
    refresher({ store, outside, now, onBroken: (err) => logger.error({ err }, 'refresh broke') });
  const jobs = startJobs({ store, now, log: logger, metrics, renewAside });
  const predicting = predictor({
    models: store.predictionModels,
    tastes: store.tastes,
    scores: store.scores,
    onUnreadable: (err) => logger.error({ err }, 'a model cannot be read; it is trained anew'),
  });
  const predictions = startPredictions({
    ...{ store, predictor: predicting, now, log: logger, metrics },
    trainAside,
  });
  const replica = await openReplica(config, now, logger);
  const services: Services = {
    store,
    replica,
    passwords,
    maker,
    sealer: sealer(),
    packer: zipPacker(),
    attempts: {
      byAccount: limits(config.signInLimit, QUARTER_SECONDS, 'account'),
      byAddress: limits(config.signInAddressLimit, QUARTER_SECONDS, 'address'),
    },
    signUps: limits(config.signUpAddressLimit, QUARTER_SECONDS, 'sign-up'),
    requests: limits(config.rateLimitPerMinute, MINUTE_SECONDS, 'requests'),
    requestsPerMinute: config.rateLimitPerMinute,
    now,
    chance: Math.random,
    predictor: predicting,
    secret,
    signUpOpen: config.signUp === 'open',
    publicRead: config.publicRead,
    demo: config.demo,
    pageFolder,
    trustProxy: config.trustProxy,
    outside,
    keptPopular: kept && meteredPopular(kept, metrics),
    refresher: refreshing,
    checkRedis:
      redis &&
      (() =>
        redis.ping().then(
          () => true,
          () => false,
        )),
    ratingsChanged: jobs.ratingsChanged,
    jobsLag: jobs.lag,
    metrics,
    pressure,
    stopping: () => stopping,
  };
  const server = await buildServer(services, logger);
  const refreshed = async () => refreshing?.idle();
  return {
    server,
    store,
    jobs,
    predictions,
    metrics,
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
      await predictions.stop();
      await jobs.stop();
      await kept?.close();
      await outside?.close();
      redis?.disconnect();
      await replica?.close();
      await store.close();
    },
  };
}
