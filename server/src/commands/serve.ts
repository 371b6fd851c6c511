import cluster from 'node:cluster';
import closeWithGrace from 'close-with-grace';
import { listenForMetrics, type MetricsServer } from '../adapters/metrics/listen.js';
import { tellFirstProcess } from '../adapters/metrics/workers.js';
import { Turn } from '../adapters/sql/turn.js';
import { type App, startApp } from '../app.js';
import type { Config } from '../config.js';
import type { Api } from '../http/api.js';
import { createLog } from '../log.js';
import { openStore } from '../open-store.js';
import type { Store } from '../ports.js';
import { loadFirstCatalogue } from './catalogue.js';
import { greet } from './greeting.js';
import { importsAside } from './imports-aside.js';
import { inThread } from './in-thread.js';
import { heeding } from './listening.js';
import { BadUse, type Terminal } from './terminal.js';
import { isStop, serveByWorkers } from './workers.js';

const LONGEST_STOP_MS = 10_000;
/** So many may knock in one turn of the event loop: whoever finds no place tries again after a whole second. */
const MOST_KNOCKING = 4096;
/** Long enough for a balancer that asks every second to hear that we go. */
const STILL_SERVING_MS = 1500;

type Log = ReturnType<typeof createLog>;

/** Serves until a signal says stop, by so many processes on one port; answers the exit code. */
export async function serve(config: Config, terminal: Terminal, workers = 1): Promise<number> {
  if (workers > 1 && config.database.kind === 'memory') throw new BadUse(needsSharing(workers));
  if (workers > 1) {
    if (cluster.worker) return serveAsWorker(config, terminal, cluster.worker.id);
    return serveByWorkers(config, terminal, workers);
  }
  const log = createLog(config, terminal);
  const turn = new Turn();
  const store = await openHeeded(config, log, turn);
  await loadFirstCatalogue(store, terminal);
  const app = await startApp(config, store, log, asides(config, turn));
  const metrics = await listen(app, config, { withMetrics: true });
  greet(config, portOf(app.server) ?? config.port, terminal, log);

  return new Promise((resolve) => {
    closeWithGrace({ delay: LONGEST_STOP_MS, logger: false }, async ({ err, signal }) => {
      await stop(app, log, { err, signal });
      await metrics?.close();
      resolve(err ? 1 : 0);
    });
  });
}

/** One of several: the first process has opened the database, greets, and says when to stop. */
async function serveAsWorker(config: Config, terminal: Terminal, id: number): Promise<number> {
  // Until it serves there is nothing to bring to an end.
  let stopFor: (signal: NodeJS.Signals) => void = () => process.exit(0);
  process.on('SIGTERM', () => stopFor('SIGTERM'));
  // From a terminal it goes to all processes: the first one passes it on.
  process.on('SIGINT', () => {});
  process.on('message', (message) => {
    if (isStop(message)) stopFor(message.stop);
  });
  const log = createLog(config, terminal, { pid: process.pid, worker: id });
  const turn = new Turn();
  const parts = { isWorker: true, ...asides(config, turn) };
  const app = await startApp(config, await openHeeded(config, log, turn), log, parts);
  tellFirstProcess(app.metrics.registry);
  await listen(app, config, { withMetrics: false });

  return new Promise((resolve) => {
    let signal: NodeJS.Signals | undefined;
    const { close } = closeWithGrace(
      { delay: LONGEST_STOP_MS, logger: false, skip: ['SIGTERM', 'SIGINT'] },
      async ({ err }) => {
        await stop(app, log, { err, signal });
        resolve(err ? 1 : 0);
      },
    );
    stopFor = (given) => {
      // It may come from the first process and from the system as well: both are one order.
      if (signal !== undefined) return;
      signal = given;
      void close();
    };
  });
}

/** What is computed in threads of their own. */
function asides(config: Config, turn: Turn) {
  return {
    renewAside: inThread(config, 'renewal'),
    trainAside: inThread(config, 'training'),
    importAside: importsAside(config, turn),
  };
}

function openHeeded(config: Config, log: Log, turn: Turn): Promise<Store> {
  return openStore({ ...config, turn }, Date.now, (isThere, err) => {
    if (isThere) log.info('the database is back');
    else log.error({ err }, 'the database is away');
  });
}

async function listen(
  app: App,
  config: Config,
  { withMetrics }: { withMetrics: boolean },
): Promise<MetricsServer | null> {
  let metrics: MetricsServer | null = null;
  try {
    if (withMetrics && config.metricsPort !== 0) {
      const place = { host: config.metricsHost, port: config.metricsPort };
      metrics = await heeding('METRICS_PORT', place, () =>
        listenForMetrics(place, app.metrics.registry),
      );
    }
    const { host, port } = config;
    await heeding('PORT', { host, port }, () =>
      app.server.listen({ host, port, backlog: MOST_KNOCKING }),
    );
    return metrics;
  } catch (error) {
    await app.stop();
    await metrics?.close();
    throw error;
  }
}

type Reason = { err: Error | undefined; signal: NodeJS.Signals | string | undefined };

async function stop(app: App, log: Log, { err, signal }: Reason): Promise<void> {
  if (err) log.fatal({ err }, 'stopping: something broke');
  else log.info({ signal }, 'stopping');
  app.announceStop();
  if (signal === 'SIGTERM') await new Promise((later) => setTimeout(later, STILL_SERVING_MS));
  await app.stop();
  log.info('stopped');
}

/** The port listened on, which the system chose if the setting was 0. */
function portOf({ server }: Api): number | undefined {
  const address = server.address();
  return typeof address === 'object' ? address?.port : undefined;
}

function needsSharing(workers: number): string {
  return (
    `--workers ${workers} needs a database that all of them share, and each would have one of its own in memory. ` +
    'Leave --workers out, or set DATABASE_URL to a file, without DEMO.'
  );
}
