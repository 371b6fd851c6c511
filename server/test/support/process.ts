import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createClient, type HalfstarClient } from '../../../client/src/index.js';
import { until } from './until.js';

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const NO_LIMITS = {
  RATE_LIMIT_PER_MINUTE: '0',
  SIGN_IN_LIMIT: '0',
  SIGN_IN_ADDRESS_LIMIT: '0',
  SIGN_UP_ADDRESS_LIMIT: '0',
};

export type Settings = Record<string, string>;
type Ended = { code: number | null; signal: NodeJS.Signals | null };

/** One run of the program as it ships, in a process of its own. */
type Program = {
  /** What it takes of the machine's memory now. */
  residentBytes(): number;
  /** What it wrote so far, by lines. */
  out: string[];
  err: string[];
  ended: Promise<Ended>;
  hasEnded(): boolean;
  pid: number;
  signal(name: NodeJS.Signals): void;
  /** Ends it as a crash does, and waits until it is gone. */
  kill(): Promise<void>;
};

export type Server = Program & {
  url: string;
  /** From the start of the process to the first `/ready` that said so. */
  readyAfterMs: number;
  client(token?: string): HalfstarClient;
  /** Asks it to end, and waits for it. */
  stop(): Promise<Ended>;
};

const running = new Set<ChildProcess>();
const folders = new Set<string>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  removeFolders();
});

/** A folder that `cleanUp` removes. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'halfstar-'));
  folders.add(folder);
  return folder;
}

/** A database file of one's own, not there yet or a copy of `template`. */
export function databaseFile(template?: string): string {
  const file = join(temporaryFolder(), 'halfstar.db');
  if (template !== undefined) copyFileSync(template, file);
  return file;
}

/** Ends what still runs and removes what was written: for `afterAll`. */
export async function cleanUp(): Promise<void> {
  await Promise.all(
    [...running].map((child) => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      return gone;
    }),
  );
  removeFolders();
}

function removeFolders(): void {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** `halfstar` with these arguments, without metrics; of this process's environment it gets nothing but the path. */
export function startProgram(args: string[], settings: Settings = {}, main = MAIN): Program {
  const child = spawn(process.execPath, [main, ...args], {
    cwd: temporaryFolder(),
    env: { PATH: process.env.PATH, METRICS_PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let over = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      over = true;
      running.delete(child);
      resolve({ code, signal });
    });
  });
  return {
    residentBytes() {
      const asked = spawnSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' });
      return Number(asked.stdout) * 1024;
    },
    out: linesOf(child.stdout),
    err: linesOf(child.stderr),
    ended,
    hasEnded: () => over,
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** `halfstar serve`, on a port that the system chooses and without limits, once it says that it is ready. */
export async function startServer({
  settings = {},
  args = [],
  main = MAIN,
}: {
  settings?: Settings;
  args?: string[];
  /** Where another release is. */
  main?: string;
}): Promise<Server> {
  const began = performance.now();
  const given = { PORT: '0', ...NO_LIMITS, ...settings };
  const program = startProgram(['serve', ...args], given, main);
  const url = await until('the server is ready', 30_000, async () => {
    if (program.hasEnded()) throw new Error(`it ended instead: ${program.err.join('\n')}`);
    const address = addressIn(program.err);
    return address !== null && (await answersReady(address)) && address;
  });
  return {
    ...program,
    url,
    readyAfterMs: performance.now() - began,
    client: (token) => createClient({ baseUrl: url, ...(token !== undefined && { token }) }),
    stop() {
      program.signal('SIGINT');
      return program.ended;
    },
  };
}

/** Where the greeting says that it listens. */
function addressIn(lines: string[]): string | null {
  for (const line of lines) {
    const address = /^ {2}Halfstar +(?<address>http:\S+)/.exec(line)?.groups?.address;
    if (address !== undefined) return address;
  }
  return null;
}

async function answersReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ready`);
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

function linesOf(stream: NodeJS.ReadableStream): string[] {
  const lines: string[] = [];
  createInterface({ input: stream }).on('line', (line) => lines.push(line));
  return lines;
}
