import cluster from 'node:cluster';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Crew, type Death, startCrew } from '../../src/commands/crew.js';
import { run } from '../../src/commands/run.js';
import { fakeTerminal } from '../support/command.js';
import { databaseLike } from '../support/database.js';
import { cleanUp, temporaryFolder } from '../support/process.js';
import { makeTemplate } from '../support/template.js';
import { until } from '../support/until.js';

/** The first process is this one: its workers are what each test says. */
const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const LISTENS = `
  import { createServer } from 'node:net';
  createServer().listen(Number(process.env.PORT), '127.0.0.1');
  process.on('message', () => process.exit(Number(process.env.ENDS_WITH ?? 0)));
`;

let listenersBefore: Map<string | symbol, unknown[]>;

beforeEach(() => {
  vi.spyOn(process, 'exit').mockImplementation((() => undefined) as unknown as never);
  listenersBefore = new Map(process.eventNames().map((name) => [name, listenersOf(name)]));
});
afterEach(() => {
  for (const name of process.eventNames()) {
    for (const listener of listenersOf(name)) {
      if (!listenersBefore.get(name)?.includes(listener)) process.off(name, listener);
    }
  }
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL');
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
afterAll(cleanUp);

const listenersOf = (name: string | symbol) =>
  process.rawListeners(name as 'exit') as ((...args: unknown[]) => void)[];

function workersDo(program: string, args: string[] = []): void {
  cluster.setupPrimary({ exec: program, args, execArgv: [], silent: true });
}

function programOf(text: string): string {
  const file = join(temporaryFolder(), 'worker.mjs');
  writeFileSync(file, text);
  return file;
}

/** A crew, and what became of it. */
function aCrew(workers: number, environment: Record<string, string> = {}) {
  const deaths: Death[] = [];
  const seen = { ready: 0, hopeless: 0, deaths, at: [] as number[] };
  const crew: Crew = startCrew({
    workers,
    environment: { PORT: '0', ...environment },
    onReady: () => seen.ready++,
    onDeath: (death) => {
      deaths.push(death);
      seen.at.push(performance.now());
    },
    onHopeless: () => seen.hopeless++,
  });
  return { crew, seen };
}

const pids = () => Object.values(cluster.workers ?? {}).map((worker) => worker?.process.pid ?? 0);

it('replaces who dies, later the more of them die soon, and ends all when told to', async () => {
  workersDo(programOf(LISTENS));
  const { crew, seen } = aCrew(2);
  await until('both listen', 20_000, () => seen.ready === 1);
  for (let i = 1; i <= 4; i++) {
    const [first = 0] = pids();
    process.kill(first, 'SIGKILL');
    await until('it is seen', 5000, () => seen.deaths.length === i);
    await until('another is there', 5000, () => pids().length === 2);
  }
  expect(seen.deaths[0]).toMatchObject({ worker: expect.any(Number), signal: 'SIGKILL' });
  const pauses = seen.at.slice(1).map((at, i) => at - (seen.at[i] ?? 0));
  // 100, 200 and 400 ms, and the time a start takes.
  expect(pauses[2]).toBeGreaterThan(400);
  expect(await crew.stop({ stop: 'SIGINT' })).toBe(true);
  expect(pids()).toEqual([]);
  expect(seen).toMatchObject({ ready: 1, hopeless: 0 });
});

it('says so when one did not end well', async () => {
  workersDo(programOf(LISTENS));
  const { crew, seen } = aCrew(2, { ENDS_WITH: '1' });
  await until('both listen', 20_000, () => seen.ready === 1);
  expect(await crew.stop({ stop: 'SIGINT' })).toBe(false);
});

it('does not wait for one that is not even there yet', async () => {
  workersDo(programOf('setInterval(() => {}, 1000);'));
  const { crew } = aCrew(2);
  expect(await crew.stop({ stop: 'SIGTERM' })).toBe(true);
  expect(pids()).toEqual([]);
});

it('gives up when none can start', async () => {
  workersDo(programOf('process.exit(3);'));
  const { seen } = aCrew(2);
  await until('it gives up', 20_000, () => seen.hopeless === 1);
  await until('none is left', 5000, () => pids().length === 0);
  expect(seen.ready).toBe(0);
  expect(seen.deaths.length).toBeLessThanOrEqual(3);
});

it('serve --workers ends with 1 and a sentence when none can start', async () => {
  const { terminal, heard } = fakeTerminal({ settings: { ...(await database()), PORT: '0' } });
  workersDo(programOf('process.exit(3);'));
  expect(await run(['serve', '--workers', '2'], terminal)).toBe(1);
  expect(heard().err).toMatch(/No worker could start; what is above says why\.\n$/);
});

it.each(['SIGTERM', 'SIGINT'] as const)(
  'serve --workers stays until %s and ends all',
  async (signal) => {
    const settings = { ...(await database()), PORT: '0', LOG_LEVEL: 'info' };
    const { terminal, heard } = fakeTerminal({ settings });
    for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
    workersDo(MAIN, ['serve', '--workers', '2']);
    const code = run(['serve', '--workers', '2'], terminal);
    const url = await until(
      'it listens',
      30_000,
      () => /Halfstar +(?<url>http\S+)/.exec(heard().err)?.groups?.url,
    );
    expect((await fetch(`${url}/ready`)).status).toBe(200);
    expect(pids()).toHaveLength(2);
    process.emit(signal, signal);
    expect(await code).toBe(0);
    expect(pids()).toEqual([]);
    await expect(fetch(`${url}/ready`)).rejects.toThrow();
    expect(heard().out).toContain(`"worker":0,"signal":"${signal}","msg":"stopping all workers"`);
  },
);

async function database(): Promise<Record<string, string>> {
  return (await databaseLike(await makeTemplate({ films: 5 }))).settings;
}
