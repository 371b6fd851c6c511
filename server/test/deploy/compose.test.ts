import { describe, expect, it } from 'vitest';
import {
  exists,
  packageJson,
  read,
  readDockerfile,
  readYaml,
  saidAgainst,
  settingNames,
  type Yaml,
} from '../support/deployed.js';

const compose = readYaml('compose.yaml');
const services = Object.entries<Yaml>(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('halfstar:'));
/** As compose does with an empty environment. */
const filledIn = (text: string) => text.replaceAll(/\$\{[A-Z_]+:-([^}]*)\}/g, '$1');
const volumesOf = ({ volumes = [] }: Yaml): [string, string][] =>
  volumes.map((volume: string) => volume.split(':'));
const mountOf = (service: Yaml, name: string) =>
  volumesOf(service).find(([source]) => source === name)?.[1];

describe.each(services)('%s', (_name, service) => {
  it('has no more rights than it needs', () => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
    });
    expect(service).not.toHaveProperty('privileged');
    expect(service).not.toHaveProperty('cap_add');
  });

  it('takes no more than its share', () => {
    const { limits } = service.deploy.resources;
    expect(limits.cpus).toMatch(/^\d+$/);
    expect(limits.memory).toMatch(/^\d+[MG]$/);
    expect(service.pids_limit).toBeGreaterThan(0);
    expect(service.logging.options).toHaveProperty('max-size');
  });

  it('is reached from this machine only, and not at its metrics', () => {
    for (const port of (service.ports ?? []).map(filledIn)) {
      expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      expect(port).not.toMatch(/:8081$/);
    }
  });

  it('waits for services whose health is asked for', () => {
    for (const [other, { condition }] of Object.entries<Yaml>(service.depends_on ?? {})) {
      expect(condition).toBe('service_healthy');
      expect(compose.services[other].healthcheck.test[0]).toBe('CMD');
    }
  });

  it('mounts what is there', () => {
    for (const [source] of volumesOf(service)) {
      if (source.startsWith('.')) expect(exists(source), source).toBe(true);
      else expect(compose.volumes).toHaveProperty(source);
    }
  });
});

describe.each(ours)('%s, which is ours', (_name, service) => {
  const environment = Object.fromEntries(
    Object.entries<string>(service.environment).map(([name, value]) => [name, filledIn(value)]),
  );

  it('is the image of this version', () => {
    expect(filledIn(service.image)).toBe(`halfstar:${packageJson.version}`);
  });

  it('is given settings that the service reads and takes', () => {
    expect(Object.keys(environment).filter((name) => !settingNames().has(name))).toEqual([]);
    const demo = service.command?.includes('--demo') ? { DEMO: 'true' } : {};
    const built = { HOST: '0.0.0.0' };
    expect(saidAgainst({ ...built, ...environment, ...demo })).toEqual([]);
  });

  it('has the time to end that it may take', () => {
    expect(Number.parseInt(service.stop_grace_period, 10)).toBeGreaterThan(10);
  });
});

it('publishes the port that the image listens on', () => {
  const [port] = readDockerfile()('EXPOSE')[0]!.split(' ');
  for (const [, { ports }] of ours) expect(ports[0].split(':').at(-1)).toBe(port);
});

it('reaches PostgreSQL and Redis by sockets in volumes, as they have no network', () => {
  const { halfstar, postgres, redis } = compose.services;
  const database = new URL(halfstar.environment.DATABASE_URL);
  expect(postgres.network_mode).toBe('none');
  expect(mountOf(postgres, 'postgres-socket')).toBe('/var/run/postgresql');
  expect(database.searchParams.get('host')).toBe(mountOf(halfstar, 'postgres-socket'));
  expect(database.username).toBe(postgres.environment.POSTGRES_USER);
  expect(database.pathname).toBe(`/${postgres.environment.POSTGRES_DB}`);

  const socket = redis.command[redis.command.indexOf('--unixsocket') + 1];
  expect(redis.network_mode).toBe('none');
  expect(redis.command[redis.command.indexOf('--port') + 1]).toBe('0');
  expect(new URL(halfstar.environment.REDIS_URL).searchParams.get('path')).toBe(
    socket.replace(mountOf(redis, 'redis-socket'), mountOf(halfstar, 'redis-socket')),
  );
  expect(redis.healthcheck.test).toContain(socket);
});

it('holds no password', () => {
  expect(read('compose.yaml')).not.toMatch(/PASSWORD|requirepass|:\/\/[^/\s]*:[^/\s]*@/);
});

it('has its metrics asked for where they are', () => {
  const { scrape_configs } = readYaml('deploy/prometheus/prometheus.yaml');
  const [host, port] = scrape_configs[0].static_configs[0].targets[0].split(':');
  expect(compose.services[host].networks).toEqual(compose.services.prometheus.networks);
  expect(readDockerfile()('EXPOSE')[0]?.split(' ')[1]).toBe(port);
});
