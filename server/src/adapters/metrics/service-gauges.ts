import { Gauge, type Registry } from 'prom-client';
import type { PoolStats } from '../../ports.js';
import type { Readiness } from '../../readiness.js';

/** What is looked up when it is asked for. */
export type Sources = {
  version: string;
  readiness: () => Promise<Readiness>;
  /** Null in a process that publishes no scores. */
  jobsLag: () => number | null;
  poolStats: () => PoolStats | null;
};

/** Gauges of how the service is at the moment of asking. What there is not has no value, instead of 0. */
export function watchService(registry: Registry, sources: Sources): void {
  const registers = [registry];
  new Gauge({
    name: 'halfstar_build_info',
    help: 'Always 1; the labels say what runs',
    labelNames: ['version', 'node'],
    aggregator: 'first',
    registers,
  }).set({ version: sources.version, node: process.version }, 1);

  // Before readiness, which asks the database by the same pool: they are read one after the other.
  const ofPool = (what: keyof PoolStats, aggregator: Spec['aggregator'], help: string) =>
    gaugeOf(registry, {
      name: `halfstar_database_pool_${what}`,
      help,
      aggregator,
      read: () => sources.poolStats()?.[what] ?? null,
    });
  ofPool('size', 'sum', 'Connections to the database');
  // Each worker has a pool of its own: that others have connections to spare helps nobody who waits.
  ofPool(
    'idle',
    'min',
    'Connections to the database without work, in the worker that has the fewest',
  );
  ofPool(
    'waiting',
    'max',
    'Requests that wait for a connection to the database, in the worker that has the most',
  );

  // Both gauges are read at once: the parts are asked once.
  let asking: Promise<Readiness> | null = null;
  const ask = () => {
    asking ??= sources.readiness().finally(() => {
      asking = null;
    });
    return asking;
  };
  new Gauge({
    name: 'halfstar_ready',
    help: 'Whether requests are best sent here, as /ready says it',
    aggregator: 'min',
    registers,
    async collect() {
      const { status } = await ask();
      this.set(Number(status === 'ready' || status === 'degraded'));
    },
  });
  new Gauge({
    name: 'halfstar_part_up',
    help: 'Whether a part of the service is well, as /ready names it',
    labelNames: ['part'],
    aggregator: 'min',
    registers,
    async collect() {
      const { parts } = await ask();
      for (const [part, { status }] of Object.entries(parts)) {
        this.set({ part }, Number(status === 'ok'));
      }
    },
  });

  gaugeOf(registry, {
    name: 'halfstar_scores_lag_seconds',
    help: 'No score owed has waited for longer: time since the last run that published all began',
    // Only one process of several publishes.
    aggregator: 'min',
    read: sources.jobsLag,
  });
}

type Spec = {
  name: string;
  help: string;
  aggregator: 'min' | 'max' | 'sum';
  read: () => number | null;
};

function gaugeOf(registry: Registry, { read, ...spec }: Spec): void {
  new Gauge({
    ...spec,
    registers: [registry],
    collect() {
      const value = read();
      if (value === null) this.remove();
      else this.set(value);
    },
  });
}
