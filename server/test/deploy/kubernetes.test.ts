import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  filesIn,
  isPath,
  packageJson,
  read,
  readDockerfile,
  readYaml,
  readYamls,
  saidAgainst,
  settingNames,
  type Yaml,
} from '../support/deployed.js';

const FOLDER = 'deploy/kubernetes';
const EXAMPLE = 'secret.example.yaml';
const kustomization = readYaml(`${FOLDER}/kustomization.yaml`);
const manifests: Yaml[] = kustomization.resources.flatMap((file: string) =>
  readYamls(`${FOLDER}/${file}`),
);
const of = (kind: string): Yaml => manifests.find((manifest) => manifest.kind === kind);
const { template, selector, strategy } = of('Deployment').spec;
const pod = template.spec;
const [container] = pod.containers;
const ports = new Map<string, number>(
  container.ports.map((port: Yaml) => [port.name, port.containerPort]),
);
const secret = readYaml(`${FOLDER}/${EXAMPLE}`);
const literals: [string, string][] = kustomization.configMapGenerator[0].literals.map(
  (literal: string) => literal.split('='),
);
const given = new Map<string, Yaml>(container.env.map(({ name, ...from }: Yaml) => [name, from]));

it('names every manifest, and the example of a secret not', () => {
  const files = filesIn(FOLDER).filter((file) => !['kustomization.yaml', EXAMPLE].includes(file));
  expect(kustomization.resources.toSorted()).toEqual(files);
});

it('means the same pods everywhere', () => {
  const { labels } = template.metadata;
  const selectors = [
    selector.matchLabels,
    of('Service').spec.selector,
    of('PodDisruptionBudget').spec.selector.matchLabels,
    of('NetworkPolicy').spec.podSelector.matchLabels,
    ...pod.topologySpreadConstraints.map(({ labelSelector }: Yaml) => labelSelector.matchLabels),
  ];
  for (const each of selectors) expect(each).toEqual(labels);
  const { scaleTargetRef } = of('HorizontalPodAutoscaler').spec;
  expect(scaleTargetRef).toEqual({
    apiVersion: of('Deployment').apiVersion,
    kind: 'Deployment',
    name: of('Deployment').metadata.name,
  });
});

it('means ports that the container has, and the image exposes', () => {
  const exposed = readDockerfile()('EXPOSE')[0]!.split(' ').map(Number);
  expect([...ports.values()]).toEqual(exposed);
  expect(ports.get('http')).toBe(Number(given.get('PORT').value));
  expect(ports.get('metrics')).toBe(Number(given.get('METRICS_PORT').value));
  expect(template.metadata.annotations['prometheus.io/port']).toBe(String(ports.get('metrics')));
  for (const { targetPort } of of('Service').spec.ports) expect(targetPort).toBe('http');
  const admitted = of('NetworkPolicy').spec.ingress.flatMap((rule: Yaml) => rule.ports);
  expect(admitted.map(({ port }: Yaml) => port)).toEqual(['http', 'metrics']);
});

it('has its metrics seen by the monitoring alone', () => {
  const rule = of('NetworkPolicy').spec.ingress.find(
    ({ ports }: Yaml) => ports[0].port === 'metrics',
  );
  expect(rule.from).toHaveLength(1);
});

it('has its metrics found, by the job that the alerts ask for', () => {
  const blocks = read('docs/deployment.md').matchAll(/```yaml\n(.+?)```/gs);
  const found: Yaml[] = [...blocks].map(([, text]) => parse(text ?? ''));
  const monitor = found.find(({ kind }) => kind === 'PodMonitor').spec;
  expect(monitor.selector.matchLabels).toEqual(template.metadata.labels);
  expect(template.metadata.labels[monitor.jobLabel]).toBe('halfstar');
  expect(monitor.podMetricsEndpoints.map(({ port }: Yaml) => ports.has(port))).toEqual([true]);
  const [scrape] = found.find((each) => each.scrape_configs).scrape_configs;
  expect(scrape.job_name).toBe('halfstar');
});

describe.each(['startupProbe', 'livenessProbe', 'readinessProbe'])('its %s', (name) => {
  const { httpGet, timeoutSeconds, periodSeconds } = container[name];

  it('asks at a path of the API, on a port of the container', () => {
    expect(isPath(httpGet.path)).toBe(true);
    expect(ports.has(httpGet.port)).toBe(true);
  });

  it('waits for longer than the second that an answer may take, and not into the next', () => {
    expect(timeoutSeconds).toBeGreaterThan(1);
    expect(timeoutSeconds).toBeLessThanOrEqual(periodSeconds);
  });
});

it('restarts nothing because a database is away', () => {
  expect(container.livenessProbe.httpGet.path).toBe('/health');
  expect(container.readinessProbe.httpGet.path).toBe('/ready');
});

it('gives a pod the time to be forgotten, and then the 10 seconds it may take to end', () => {
  const forgotten = container.lifecycle.preStop.sleep.seconds;
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(forgotten + 10);
});

it('never has fewer pods than asked for, but for one that its node is emptied of', () => {
  expect(strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
  expect(of('Deployment').spec).not.toHaveProperty('replicas');
  expect(of('HorizontalPodAutoscaler').spec.minReplicas).toBeGreaterThan(1);
  expect(of('PodDisruptionBudget').spec.maxUnavailable).toBe(1);
});

it('has no more rights than it needs', () => {
  const [uid, gid] = readDockerfile()('USER')[0]!.split(':').map(Number);
  expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: gid,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

it('asks for as much as the autoscaler measures by', () => {
  const { requests, limits } = container.resources;
  for (const { resource } of of('HorizontalPodAutoscaler').spec.metrics) {
    expect(requests).toHaveProperty(resource.name);
  }
  expect(limits).toHaveProperty('memory');
});

describe('its settings', () => {
  it('are read by the service', () => {
    const names = [
      ...given.keys(),
      ...literals.map(([name]) => name),
      ...Object.keys(secret.stringData),
    ];
    expect(names.filter((name) => !settingNames().has(name))).toEqual([]);
  });

  it('are taken by the service', () => {
    const values = [...given].flatMap(([name, { value }]) =>
      value === undefined ? [] : [[name, value]],
    );
    expect(saidAgainst(Object.fromEntries([...values, ...literals]))).toEqual([]);
    expect(saidAgainst(secret.stringData)).toEqual([]);
  });

  it('come from a map and a secret that are there, and only the database must be', () => {
    expect(container.envFrom).toEqual([
      { configMapRef: { name: kustomization.configMapGenerator[0].name } },
    ]);
    const refs = [...given].flatMap(([name, { valueFrom }]) =>
      valueFrom === undefined ? [] : [{ name, ...valueFrom.secretKeyRef }],
    );
    expect(refs.map(({ key }) => key)).toEqual(Object.keys(secret.stringData));
    for (const ref of refs) expect(ref).toMatchObject({ name: secret.metadata.name, key: ref.key });
    expect(refs.filter(({ optional }) => !optional).map(({ key }) => key)).toEqual([
      'DATABASE_URL',
    ]);
  });
});

it('is the image of this version', () => {
  const image = kustomization.images.find(({ name }: Yaml) => name === container.image);
  expect(image.newTag).toBe(packageJson.version);
});
