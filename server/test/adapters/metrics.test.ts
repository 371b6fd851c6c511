import { AggregatorRegistry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForMetrics, type MetricsServer } from '../../src/adapters/metrics/listen.js';
import { sampleOf, samplesIn, someMetrics } from '../support/metrics.js';

describe('the port of metrics', () => {
  let server: MetricsServer;
  afterEach(() => server.close());

  const LOOPBACK = { host: '127.0.0.1', port: 0 };
  const ask = (path: string, init?: RequestInit) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, init);

  it('answers GET /metrics, whatever is asked along with it', async () => {
    const { registry } = someMetrics();
    server = await listenForMetrics(LOOPBACK, registry);
    for (const path of ['/metrics', '/metrics?name=x']) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.text()).toContain('halfstar_build_info{version="0.0.0-test"');
    }
  });

  it('has nothing else, and takes nothing', async () => {
    server = await listenForMetrics(LOOPBACK, someMetrics().registry);
    for (const path of ['/', '/health', '/metrics/', '/api/v1/movies']) {
      expect((await ask(path)).status, path).toBe(404);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await ask('/metrics', { method });
      expect(answer.status, method).toBe(405);
      expect(answer.headers.get('allow')).toBe('GET');
    }
  });

  it('says no more than 500 when they cannot be had, and goes on', async () => {
    const texts = [() => Promise.reject(new Error('canary')), async () => 'fine 1\n'];
    const source = { contentType: 'text/plain', metrics: () => texts.shift()!() };
    server = await listenForMetrics(LOOPBACK, source);
    const broken = await ask('/metrics');
    expect([broken.status, await broken.text()]).toEqual([500, '']);
    expect(await (await ask('/metrics')).text()).toBe('fine 1\n');
  });

  it('rejects where it cannot listen, and lets go of the port when closed', async () => {
    server = await listenForMetrics(LOOPBACK, someMetrics().registry);
    const same = { ...LOOPBACK, port: server.port };
    await expect(listenForMetrics(same, someMetrics().registry)).rejects.toMatchObject({
      code: 'EADDRINUSE',
    });
    await server.close();
    server = await listenForMetrics(same, someMetrics().registry);
  });
});

describe('metrics', () => {
  it('tell of a pool of connections where there is one', async () => {
    const names = ['size', 'idle', 'waiting'].map((what) => `halfstar_database_pool_${what}`);
    const of = (metrics: ReturnType<typeof someMetrics>) =>
      Promise.all(names.map((name) => sampleOf(metrics, name)));
    expect(await of(someMetrics())).toEqual([null, null, null]);
    expect(await of(someMetrics({ pool: { size: 10, idle: 3, waiting: 0 } }))).toEqual([10, 3, 0]);
  });

  it('tell of the process, its event loop and its memory', async () => {
    const metrics = someMetrics({ ofProcess: true });
    for (const name of [
      'process_cpu_seconds_total',
      'process_resident_memory_bytes',
      'nodejs_heap_size_used_bytes',
    ]) {
      expect(await sampleOf(metrics, name), name).toBeGreaterThan(0);
    }
    expect(await sampleOf(metrics, 'nodejs_eventloop_lag_p99_seconds')).not.toBeNull();
  });

  it('have what may rise from its first value on', async () => {
    const metrics = someMetrics();
    expect(await sampleOf(metrics, 'halfstar_job_failures_total', { what: 'scores' })).toBe(0);
    expect(await sampleOf(metrics, 'halfstar_stale_answers_total')).toBe(0);
  });

  it('count durations in buckets up to ten seconds', async () => {
    const metrics = someMetrics();
    const about = { method: 'GET', route: '/x', status: 200 };
    for (const seconds of [0.0004, 0.02, 9, 30]) metrics.requestAnswered({ ...about, seconds });
    const under = (le: string) =>
      sampleOf(metrics, 'halfstar_http_request_duration_seconds_bucket', { le });
    expect([await under('0.001'), await under('0.025'), await under('10')]).toEqual([1, 2, 3]);
    expect(await under('+Inf')).toBe(4);
  });

  it('of several processes add up to those of one', async () => {
    const [leader, other] = [
      someMetrics({ ofProcess: true, jobsLag: 0.25, pool: { size: 10, idle: 0, waiting: 2 } }),
      someMetrics({ ofProcess: true, pool: { size: 10, idle: 4, waiting: 0 } }),
    ];
    leader.scoresPublished({ seconds: 0.5, at: 5000 });
    for (const metrics of [leader, other]) metrics.ratingsWritten({ put: 2, removed: 1 });
    const lags = ['', '_mean', '_stddev', '_p50', '_p90', '_p99', '_max'];
    const worst = [
      'process_start_time_seconds',
      ...lags.map((what) => `nodejs_eventloop_lag${what}_seconds`),
    ];
    const told = await Promise.all(
      [leader, other].map(({ registry }) => registry.getMetricsAsJSON()),
    );
    for (const [n, metrics] of told.entries()) {
      for (const { values } of metrics.filter(({ name }) => worst.includes(name))) {
        for (const sample of values) sample.value = n + 1;
      }
    }
    const registry = AggregatorRegistry.aggregate(told);
    const all = { registry };
    expect(await sampleOf(all, 'halfstar_ratings_written_total', { what: 'put' })).toBe(4);
    expect(await sampleOf(all, 'halfstar_database_pool_size')).toBe(20);
    expect(await sampleOf(all, 'halfstar_database_pool_idle')).toBe(0);
    expect(await sampleOf(all, 'halfstar_database_pool_waiting')).toBe(2);
    for (const name of worst) expect(await sampleOf(all, name), name).toBe(2);
    expect(await sampleOf(all, 'halfstar_scores_lag_seconds')).toBe(0.25);
    expect(await sampleOf(all, 'halfstar_scores_last_success_timestamp_seconds')).toBe(5);
    expect(await sampleOf(all, 'halfstar_build_info')).toBe(1);
    expect(await sampleOf(all, 'halfstar_ready')).toBe(1);
    expect(samplesIn(await registry.metrics()).length).toBeGreaterThan(10);
  });
});
