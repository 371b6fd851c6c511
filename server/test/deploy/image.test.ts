import { expect, it } from 'vitest';
import { exists, isPath, read, readDockerfile, settingNames } from '../support/deployed.js';

const instruction = readDockerfile();
const named = instruction('ENV')
  .join(' ')
  .matchAll(/([A-Z_]+)=(\S+)/g);
const environment = Object.fromEntries([...named].map(([, name, value]) => [name, value]));

it('is built on one and the same Node 24, and on nothing else', () => {
  const bases = instruction('FROM').map((from) => from.replace(/ AS .*/, ''));
  expect(bases).toHaveLength(2);
  expect(new Set(bases).size).toBe(1);
  expect(bases[0]).toMatch(/^node:24-slim(@sha256:[0-9a-f]{64})?$/);
});

it('is run by a user that is a number and not root, without a shell', () => {
  expect(instruction('USER')).toEqual(['1000:1000']);
  expect(JSON.parse(instruction('ENTRYPOINT')[0]!)).toEqual(['node', '/app/dist/main.js']);
  expect(JSON.parse(instruction('CMD')[0]!)).toEqual(['serve']);
  expect(instruction('STOPSIGNAL')).toEqual(['SIGTERM']);
  const final = read('Dockerfile')
    .split(/^FROM /m)
    .at(-1)!;
  expect(final).not.toMatch(/^RUN /m);
});

it('asks for its health at a path of the API, by Node alone', () => {
  const [check = ''] = instruction('HEALTHCHECK');
  const [program, flag, script] = JSON.parse(check.slice(check.indexOf('[')));
  expect([program, flag]).toEqual(['node', '-e']);
  const path = /'(\/\w+)'/.exec(script)?.[1] ?? '';
  expect(isPath(path)).toBe(true);
  expect(script).toContain(`process.env.PORT || ${instruction('EXPOSE')[0]?.split(' ')[0]}`);
});

it('sets what the service reads, and keeps everything in its volume', () => {
  const { NODE_ENV, TMPDIR, ...settings } = environment;
  expect(NODE_ENV).toBe('production');
  expect(TMPDIR).toBe(instruction('VOLUME')[0]);
  expect(Object.keys(settings).filter((name) => !settingNames().has(name))).toEqual([]);
  expect(settings.DATABASE_URL).toMatch(/^file:\/data\//);
  expect(instruction('VOLUME')).toEqual(['/data']);
});

it('copies what is there, and is let in', () => {
  const admitted = read('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const sources = instruction('COPY')
    .filter((copy) => !copy.startsWith('--from'))
    .flatMap((copy) => copy.split(' ').slice(0, -1));
  for (const source of sources) {
    expect(exists(source), source).toBe(true);
    expect(
      admitted.some((name) => `${source}/`.startsWith(`${name}/`)),
      source,
    ).toBe(true);
  }
});
