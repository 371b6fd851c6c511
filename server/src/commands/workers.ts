import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import closeWithGrace from 'close-with-grace';
import { countForWorkers } from '../adapters/memory/worker-limits.js';
import { listenForMetrics } from '../adapters/metrics/listen.js';
import { metricsOfWorkers } from '../adapters/metrics/workers.js';
import type { Config } from '../config.js';
import { createLog } from '../log.js';
import { openStore } from '../open-store.js';
import { loadFirstCatalogue } from './catalogue.js';
import { startCrew } from './crew.js';
import { greet } from './greeting.js';
import { heeding } from './listening.js';
import type { Terminal } from './terminal.js';

/** A worker ends by itself within ten seconds. */
const LONGEST_STOP_MS = 11_000;

type Stop = { stop: NodeJS.Signals };

/** Whether the first process says that it is time to stop. */
export function isStop(message: unknown): message is Stop {
  return typeof message === 'object' && message !== null && 'stop' in message;
}

/**
 * The first process of several: brings the database up to date before anyone else opens it, keeps so many workers
 * running on one port, and serves nobody itself. Answers the exit code.
 */
export async function serveByWorkers(
  config: Config,
  terminal: Terminal,
  workers: number,
): Promise<number> {
  const log = createLog(config, terminal, { pid: process.pid, worker: 0 });
  const store = await openStore(config);
  await loadFirstCatalogue(store, terminal).finally(() => store.close());
  const port = await freePort(config);
  const place = { host: config.metricsHost, port: config.metricsPort };
  const metrics =
    config.metricsPort === 0
      ? null
      : await heeding('METRICS_PORT', place, () => listenForMetrics(place, metricsOfWorkers()));
  countForWorkers();

  return new Promise((resolve, reject) => {
    const crew = startCrew({
      workers,
      environment: { PORT: String(port) },
      onReady: () => greet(config, port, terminal, log),
      onDeath: (ended) => log.warn({ ended }, 'a worker ended; another takes its place'),
      onHopeless() {
        grace.uninstall();
        void metrics?.close();
        reject(new Error('No worker could start; what is above says why.'));
      },
    });
    const grace = closeWithGrace(
      { delay: LONGEST_STOP_MS, logger: false },
      async ({ err, signal }) => {
        if (err) log.fatal({ err }, 'stopping: something broke');
        else log.info({ signal }, 'stopping all workers');
        const allWell = await crew.stop({ stop: signal === 'SIGTERM' ? 'SIGTERM' : 'SIGINT' });
        await metrics?.close();
        log.info('stopped all workers');
        resolve(err || !allWell ? 1 : 0);
      },
    );
  });
}

/** The port of the settings, or one that the system chooses, when it can be listened on: all workers share it. */
async function freePort(config: Config): Promise<number> {
  const server = createServer();
  const { host, port: wanted } = config;
  await heeding('PORT', { host, port: wanted }, () => {
    const listening = once(server, 'listening');
    server.listen(wanted, host);
    return listening;
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
