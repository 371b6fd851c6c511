import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { JOBS, type Metrics } from '../../ports.js';
import { requestCounts } from './request-counts.js';
import { type Sources, watchService } from './service-gauges.js';

/** From what a kept page takes to the longest anyone should wait. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** What fits no route, and what is no method, share one label: whoever asks must not make up new ones. */
const UNKNOWN = 'unknown';
/** Of several processes the worst counts, whose requests wait, and the last that was started. */
const WORST_COUNTS = [
  'process_start_time_seconds',
  ...['', '_mean', '_stddev', '_p50', '_p90', '_p99'].map(
    (what) => `nodejs_eventloop_lag${what}_seconds`,
  ),
];

export type PrometheusMetrics = Metrics & {
  /** This process's own: whoever adds up several processes asks it of each. */
  registry: Registry;
};

/**
 * Counts in a registry of its own. `ofProcess` adds what Node tells of itself, whose observers last as long as the
 * process; `aggregator` says what several processes of one machine are together.
 */
export function prometheusMetrics({
  ofProcess,
  ...sources
}: Sources & { ofProcess: boolean }): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  if (ofProcess) measureProcess(registry);
  watchService(registry, sources);

  const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Counter({ name, help, labelNames, registers });
  const countRequest = requestCounts(
    registry,
    {
      name: 'halfstar_http_requests_total',
      help: 'Requests answered, by method, pattern of the route and status',
    },
    {
      name: 'halfstar_http_request_duration_seconds',
      help: 'Time from the head of a request to the end of its answer, by method and pattern of the route',
      buckets: BUCKETS,
    },
  );
  const refusals = counter(
    'halfstar_http_refusals_total',
    'Requests refused, by kind of problem; internal: something broke',
    ['kind'],
  );
  const overloads = counter(
    'halfstar_overload_refusals_total',
    'Requests refused since there was too much to do, by what was too much',
    ['reason'],
  );
  const staleAnswers = counter(
    'halfstar_stale_answers_total',
    'Answers kept from before, sent while the database was away',
    [],
  );
  const ratings = counter('halfstar_ratings_written_total', 'Ratings put and removed', ['what']);
  const outsideAnswers = counter(
    'halfstar_outside_answers_total',
    'Answers made of outside data, by where it came from: outside, cache, or stale',
    ['source'],
  );
  const outsideCalls = counter(
    'halfstar_outside_calls_total',
    'Calls to the outside catalogue with their retries, by what became of them',
    ['outcome'],
  );
  const lastRun = new Gauge({
    name: 'halfstar_scores_last_run_seconds',
    help: 'How long the last publication of owed scores took',
    aggregator: 'max',
    registers,
  });
  const lastSuccess = new Gauge({
    name: 'halfstar_scores_last_success_timestamp_seconds',
    help: 'When all scores owed were last published; absent before the first time',
    aggregator: 'max',
    registers,
  });
  lastRun.remove();
  lastSuccess.remove();
  const failures = counter('halfstar_job_failures_total', 'Runs of a job that failed', ['what']);
  // There from the start, so that the first failure is a rise.
  for (const what of JOBS) failures.inc({ what }, 0);
  for (const what of ['put', 'removed']) ratings.inc({ what }, 0);

  return {
    registry,
    requestAnswered({ method, route, status, seconds }) {
      countRequest(method ?? UNKNOWN, route ?? UNKNOWN, status, seconds);
    },
    requestRefused: (kind) => refusals.inc({ kind }),
    overloaded: (reason) => overloads.inc({ reason }),
    staleAnswered: () => staleAnswers.inc(),
    ratingsWritten({ put, removed }) {
      ratings.inc({ what: 'put' }, put);
      ratings.inc({ what: 'removed' }, removed);
    },
    outsideAnswered: (source) => outsideAnswers.inc({ source }),
    outsideCalled: (outcome) => outsideCalls.inc({ outcome }),
    scoresPublished({ seconds, at }) {
      lastRun.set(seconds);
      lastSuccess.set(at / 1000);
    },
    jobFailed: (what) => failures.inc({ what }),
  };
}

/** What Node tells of itself. By default, several processes of it would have the mean of their lags, and no start. */
function measureProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  for (const name of WORST_COUNTS) {
    Object.assign(registry.getSingleMetric(name) ?? {}, { aggregator: 'max' });
  }
}
