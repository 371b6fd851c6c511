import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { someMetrics } from '../support/metrics.js';

type Target = { expr: string; legendFormat: string };
type Panel = { title: string; type: string; id: number; description?: string; targets?: Target[] };
type Dashboard = { panels: Panel[]; templating: { list: { definition?: string }[] } };
type Alert = {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook_url: string };
};

const text = (path: string) =>
  readFileSync(new URL(`../../../deploy/${path}`, import.meta.url), 'utf8');
const dashboard = JSON.parse(text('grafana/halfstar.json')) as Dashboard;
const rules = parse(text('prometheus/alerts.yaml')) as { groups: { rules: Alert[] }[] };
const alerts = rules.groups.flatMap((group) => group.rules);
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

/** What Prometheus itself adds to every sample, and to buckets. */
const OF_PROMETHEUS = ['job', 'instance', 'le'];
const WORDS = new Set(['by', 'without', 'on', 'ignoring', 'and', 'or', 'unless', 'bool', 'offset']);

/** The names of metrics in an expression. */
function metricsIn(expression: string): string[] {
  const bare = expression
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring) *\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/(?<![\w$.])[a-z_][\w:]*\b(?! *\()/gi)].map(([name]) => name);
  return names.filter((name) => !WORDS.has(name));
}

/** The labels that an expression asks for or adds up by. */
function labelsIn(expression: string): string[] {
  const asked = [...expression.matchAll(/(\w+) *(?:=~|!~|!=|=)\s*"/g)].map(([, label]) => label!);
  const grouped = [...expression.matchAll(/\b(?:by|without) *\(([^)]*)\)/g)].flatMap(([, list]) =>
    list!.split(',').map((label) => label.trim()),
  );
  return [...asked, ...grouped];
}

/** Each metric there is, as its samples are called, with its labels. */
const exported = new Map<string, string[]>();
beforeAll(async () => {
  const metrics = someMetrics({
    ofProcess: true,
    jobsLag: 0,
    pool: { size: 1, idle: 1, waiting: 0 },
  });
  const types = [...(await metrics.registry.metrics()).matchAll(/^# TYPE (\w+) (\w+)$/gm)];
  for (const [, name = '', type] of types) {
    const { labelNames } = metrics.registry.getSingleMetric(name) as unknown as {
      labelNames: string[];
    };
    const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
    for (const suffix of suffixes) exported.set(`${name}${suffix}`, labelNames);
  }
  exported.set('up', []);
});

function expectExported(expression: string): void {
  const names = metricsIn(expression);
  expect(names.length, expression).toBeGreaterThan(0);
  for (const name of names) expect([...exported.keys()], expression).toContain(name);
  const labels = [...OF_PROMETHEUS, ...names.flatMap((name) => exported.get(name) ?? [])];
  for (const label of labelsIn(expression)) expect(labels, expression).toContain(label);
}

it('reads the names of metrics and labels in an expression', () => {
  const expression =
    'histogram_quantile(0.9, sum by (le, job) (rate(a_bucket{x=~"b|c", y!="d_total"}[$__rate]))) > 1e3 and on (job) e:f == 0';
  expect(metricsIn(expression)).toEqual(['a_bucket', 'e:f']);
  expect(labelsIn(expression)).toEqual(['x', 'y', 'le', 'job']);
});

describe('the dashboard', () => {
  it('asks only for metrics and labels that there are', () => {
    const expressions = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(20);
    for (const expression of expressions) expectExported(expression);
    for (const { definition } of dashboard.templating.list) {
      const name = /^label_values\((\w+)/.exec(definition ?? '')?.[1];
      if (definition !== undefined) expect([...exported.keys()]).toContain(name);
    }
  });

  it('explains each of its panels, and has each once', () => {
    for (const { title, description, targets } of panels) {
      expect(description, title).toMatch(/\S/);
      expect(targets?.length, title).toBeGreaterThan(0);
    }
    for (const key of ['id', 'title'] as const) {
      const all = dashboard.panels.map((panel) => panel[key]);
      expect(new Set(all).size).toBe(all.length);
    }
  });

  it('shows every metric of our own', () => {
    const shown = new Set(
      panels.flatMap(({ targets = [] }) => targets.flatMap(({ expr }) => metricsIn(expr))),
    );
    const hidden = [...exported.keys()].filter(
      (name) => name.startsWith('halfstar_') && !/_(sum|count)$/.test(name) && !shown.has(name),
    );
    // It is what the alert goes by; the dashboard shows the lag itself.
    expect(hidden).toEqual(['halfstar_scores_last_success_timestamp_seconds']);
  });
});

describe('the alerts', () => {
  it('ask only for metrics and labels that there are', () => {
    expect(alerts.length).toBeGreaterThan(8);
    for (const { expr } of alerts) expectExported(expr);
  });

  it('know that nothing is there at all from nothing being said', () => {
    const { expr } = alerts.find(({ alert }) => alert === 'HalfstarDown')!;
    expect(expr).toContain('or absent(up{job="halfstar"})');
  });

  it('wait a while, say whom they wake, what is wrong, and where it says what to do', () => {
    const anchors = new Set<string>();
    for (const { alert, for: wait, labels, annotations } of alerts) {
      expect(alert).toMatch(/^Halfstar[A-Z]/);
      expect(wait, alert).toMatch(/^\d+m$/);
      expect(['page', 'ticket'], alert).toContain(labels.severity);
      expect(annotations.summary, alert).toMatch(/\.$/);
      expect(annotations.description, alert).toMatch(/\.$/);
      expect(annotations.runbook_url, alert).toMatch(/^docs\/operations\.md#alert-[a-z-]+$/);
      anchors.add(annotations.runbook_url);
    }
    expect(anchors.size).toBe(alerts.length);
  });
});

it('the example of a configuration finds the metrics and the alerts', () => {
  const { rule_files, scrape_configs } = parse(text('prometheus/prometheus.yaml'));
  expect(rule_files).toEqual(['alerts.yaml']);
  expect(scrape_configs).toMatchObject([
    { job_name: 'halfstar', static_configs: [{ targets: ['halfstar:8081'] }] },
  ]);
});
