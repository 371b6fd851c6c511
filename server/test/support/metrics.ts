import {
  type PrometheusMetrics,
  prometheusMetrics,
} from '../../src/adapters/metrics/prometheus.js';
import type { PoolStats } from '../../src/ports.js';

/** Metrics of no service, for what only needs to count. */
export function someMetrics(
  more: { ofProcess?: boolean; jobsLag?: number | null; pool?: PoolStats | null } = {},
): PrometheusMetrics {
  return prometheusMetrics({
    version: '0.0.0-test',
    ofProcess: more.ofProcess ?? false,
    readiness: async () => ({ status: 'ready', parts: { database: { status: 'ok' } } }),
    jobsLag: () => more.jobsLag ?? null,
    poolStats: () => more.pool ?? null,
  });
}

export type Sample = { name: string; labels: Record<string, string>; value: number };

/** The samples in what `/metrics` answers. */
export function samplesIn(text: string): Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const {
        name = '',
        labels = '',
        value = '',
      } = /^(?<name>[\w:]+)(\{(?<labels>.*)\})? (?<value>\S+)$/.exec(line)?.groups ?? {};
      if (name === '') throw new Error(`not a sample: ${line}`);
      const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, label, text]) => [label, text])),
        value: Number(value),
      };
    });
}

/** The sum of the samples with this name and these labels; null when there is none. */
export async function sampleOf(
  { registry }: { registry: { metrics(): Promise<string> } },
  name: string,
  labels: Record<string, string> = {},
): Promise<number | null> {
  const found = samplesIn(await registry.metrics()).filter(
    (sample) =>
      sample.name === name &&
      Object.entries(labels).every(([label, text]) => sample.labels[label] === text),
  );
  return found.length === 0 ? null : found.reduce((sum, { value }) => sum + value, 0);
}
