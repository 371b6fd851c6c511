import type { FastifyBaseLogger } from 'fastify';
import type { Redis } from 'ioredis';
import { argonPasswords } from './adapters/crypto/passwords.js';
import { sealer } from './adapters/crypto/sealer.js';
import { opaqueTokens } from './adapters/crypto/tokens.js';
import { memoryLimits } from './adapters/memory/limits.js';
import { workerLimits } from './adapters/memory/worker-limits.js';
import { type PrometheusMetrics, prometheusMetrics } from './adapters/metrics/prometheus.js';
import { fileParking } from './adapters/uploads/parking.js';
import { uploadsWhenWanted } from './adapters/uploads/when-wanted.js';
import { zipPacker } from './adapters/zip/packer.js';
import type { OutsideCatalogue } from './catalogue/outside.js';
import { refresher } from './catalogue/refresh.js';
import type { Config } from './config.js';
import { addDemoUsers } from './demo.js';
import type { Api, Pressure, Services } from './http/api.js';
import { usualPressure } from './http/overload.js';
import { builtPage } from './http/page.js';
import { buildServer } from './http/server.js';
import { type ImportJob, startImports } from './import-job.js';
import type { ImportAside } from './imports-here.js';
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
  imports: ImportJob;
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
  buildsAtOnce?: boolean;
  renewAside?: RenewAside | undefined;
  trainAside?: TrainAside | undefined;
  importAside?: ImportAside | undefined;
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
    buildsAtOnce = false,
    renewAside,
    trainAside,
    importAside,
  }: Parts = {},
): Promise<App> {
  const maker = opaqueTokens();
  if (config.demo) await addDemoUsers({ store, maker, now });
  const secret = await store.secret();
  const feedOrigin = await store.feed.origin();
  let stopping = false;
  const shared =
    config.redisUrl === null
      ? null
      : await openShared(config.redisUrl, secret, (what) => {
          // A connection that we end while it is being made says so as well.
          if (!stopping) logger.warn({ part: 'redis', what }, 'Redis has trouble');
        });
  const redis = shared?.redis ?? null;
  const limits = shared?.limits ?? (isWorker ? workerLimits : memoryLimits);
  const metrics = prometheusMetrics({
    version: VERSION,
    ofProcess: config.metricsPort !== 0,
    readiness: () => readiness(services),
    jobsLag: () => services.jobsLag(),
    poolStats: () => store.poolStats?.() ?? null,
  });
  const outside = await openOutside(config, logger, metrics);
  const kept = outside && (await keepPopular(outside, config, redis, now));
  const refreshing =
    outside &&
    refresher({ store, outside, now, onBroken: (err) => logger.error({ err }, 'refresh broke') });
  const beside = { store, now, log: logger, metrics };
  const jobs = startJobs({ ...beside, renewAside });
  const predicting = predictor({
    models: store.predictionModels,
    tastes: store.tastes,
    scores: store.scores,
    onUnreadable: (err) => logger.error({ err }, 'a model cannot be read; it is trained anew'),
  });
  const predictions = startPredictions({ ...beside, predictor: predicting, trainAside });
  const imports = startImports({ ...beside, outside, uploads: uploadsWhenWanted(), importAside });
  const replica = await openReplica(config, now, logger);
  const services: Services = {
    store,
    replica,
    passwords,
    maker,
    sealer: sealer(),
    packer: zipPacker(),
    parking: fileParking(),
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
    feedOrigin,
    signUpOpen: config.signUp === 'open',
    publicRead: config.publicRead,
    demo: config.demo,
    pageFolder,
    trustProxy: config.trustProxy,
    outside,
    keptPopular: kept && meteredPopular(kept, metrics),
    refresher: refreshing,
    checkRedis: redis && (() => redis.ping().then(Boolean, () => false)),
    ratingsChanged: jobs.ratingsChanged,
    receiveImport: imports.receive,
    importWaits: imports.wake,
    othersAsk: imports.giveWay,
    jobsLag: jobs.lag,
    metrics,
    pressure,
    buildsAtOnce,
    stopping: () => stopping,
  };
  const server = await buildServer(services, logger);
  const refreshed = async () => refreshing?.idle();
  return {
    server,
    store,
    jobs,
    predictions,
    imports,
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
      await imports.stop();
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

/** What processes share. Its client, like all that only some settings want, is loaded where it is wanted. */
async function openShared(url: string, secret: string, tell: (what: string) => void) {
  const { openRedis, seldom } = await import('./adapters/redis/connection.js');
  const { redisLimits } = await import('./adapters/redis/limits.js');
  const onTrouble = seldom(tell);
  const redis = openRedis(url, onTrouble);
  return { redis, limits: redisLimits({ redis, secret, onTrouble }) };
}

async function openOutside({ tmdb }: Config, log: FastifyBaseLogger, metrics: PrometheusMetrics) {
  const { credentials } = tmdb;
  if (credentials === null) return null;
  const { tmdbCatalogue } = await import('./adapters/tmdb/tmdb.js');
  const onFailure = (failure: object) => log.error(failure, 'TMDB failed');
  return meteredOutside(tmdbCatalogue({ ...tmdb, credentials }, onFailure), metrics);
}

async function keepPopular(
  outside: OutsideCatalogue,
  { cacheTtlSeconds, cacheStaleSeconds }: Config,
  redis: Redis | null,
  now: Clock,
) {
  const { keptPopular } = await import('./adapters/cache/kept-popular.js');
  const keeping = { freshSeconds: cacheTtlSeconds, staleSeconds: cacheStaleSeconds };
  return keptPopular(outside, keeping, redis, now);
}
