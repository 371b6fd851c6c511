import type { Metric, MetricValue, Registry } from 'prom-client';

type Slot = { labels: { method: string; route: string }; buckets: number[]; sum: number };
type Kind = 'counter' | 'histogram';

/**
 * Counts requests and how long they took, in a registry. That is done with every request, and the library's own
 * counters look their labels up anew each time, which costs a fifth of what a kept answer does: here only whoever reads
 * the metrics pays for it.
 */
export function requestCounts(
  registry: Registry,
  requests: { name: string; help: string },
  durations: { name: string; help: string; buckets: readonly number[] },
) {
  const slots = new Map<string, Map<string, Slot>>();
  const statuses = new Map<Slot, Map<number, number>>();

  const slotOf = (method: string, route: string): Slot => {
    const known = slots.get(route)?.get(method);
    if (known !== undefined) return known;
    const buckets = Array<number>(durations.buckets.length + 1).fill(0);
    const slot = { labels: { method, route }, buckets, sum: 0 };
    slots.set(route, (slots.get(route) ?? new Map()).set(method, slot));
    statuses.set(slot, new Map());
    return slot;
  };

  register(registry, 'counter', requests, ['method', 'route', 'status'], () =>
    [...statuses].flatMap(([{ labels }, counts]) =>
      [...counts].map(([status, value]) => ({ labels: { ...labels, status }, value })),
    ),
  );
  register(registry, 'histogram', durations, ['method', 'route'], () =>
    [...statuses.keys()].flatMap((slot) => samplesOf(slot, durations)),
  );

  return (method: string, route: string, status: number, seconds: number): void => {
    const slot = slotOf(method, route);
    const counts = statuses.get(slot) as Map<number, number>;
    counts.set(status, (counts.get(status) ?? 0) + 1);
    let bucket = 0;
    while (seconds > (durations.buckets[bucket] ?? Number.POSITIVE_INFINITY)) bucket++;
    slot.buckets[bucket] = (slot.buckets[bucket] ?? 0) + 1;
    slot.sum += seconds;
  };
}

type Sample = MetricValue<string> & { metricName?: string };

/** Each bucket counts all that were no longer than it says. */
function samplesOf(
  { labels, buckets, sum }: Slot,
  { name, buckets: bounds }: { name: string; buckets: readonly number[] },
): Sample[] {
  let count = 0;
  const counted = buckets.map((n, i): Sample => {
    count += n;
    return {
      labels: { le: bounds[i] ?? '+Inf', ...labels },
      value: count,
      metricName: `${name}_bucket`,
    };
  });
  return [
    ...counted,
    { labels, value: sum, metricName: `${name}_sum` },
    { labels, value: count, metricName: `${name}_count` },
  ];
}

/** The registry asks a metric for no more than this. */
function register(
  registry: Registry,
  type: Kind,
  { name, help }: { name: string; help: string },
  labelNames: readonly string[],
  values: () => Sample[],
): void {
  const metric = {
    name,
    labelNames,
    get: async () => ({ name, help, type, aggregator: 'sum', values: values() }),
  };
  registry.registerMetric(metric as unknown as Metric);
}
