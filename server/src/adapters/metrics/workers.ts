import { AggregatorRegistry, type Registry } from 'prom-client';

/** In a worker: the first process may ask for its metrics. */
export function tellFirstProcess(registry: Registry): void {
  AggregatorRegistry.setRegistries([registry]);
  // It listens from its making on.
  new AggregatorRegistry();
}

/** In the first process: the metrics of all workers, added up. */
export function metricsOfWorkers() {
  const all = new AggregatorRegistry();
  return { contentType: all.contentType, metrics: () => all.clusterMetrics() };
}
