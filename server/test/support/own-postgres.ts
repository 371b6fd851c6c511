import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort, leftOut } from './redis.js';
import { until } from './until.js';

const run = promisify(execFile);
/** It recovers from its log first. */
const STARTS_WITHIN_MS = 30_000;

/** A PostgreSQL of one's own, as durable as it comes, which may be ended as a crash does, or stopped in the middle. */
export type OwnPostgres = {
  url: string;
  /** `-m immediate`: every process of it goes at once, and nothing is written any more. */
  stopImmediately(): Promise<void>;
  /** SIGKILL to every process of it. */
  kill(): Promise<void>;
  /** On the same data and the same port. */
  startAgain(): Promise<void>;
  /** SIGSTOP to every process of it: connections stay, and nobody answers. */
  freeze(): Promise<void>;
  thaw(): void;
  /** Ends it and removes its data. */
  remove(): Promise<void>;
};

const BINARIES = findBinaries();
export const CAN_START_POSTGRES = BINARIES !== null;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function startPostgres(): Promise<OwnPostgres> {
  if (BINARIES === null) throw new Error('PostgreSQL is not installed');
  const owner = ownerOfData();
  const folder = mkdtempSync(join(tmpdir(), 'halfstar-pg-'));
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const as = { cwd: folder, ...owner };
  const data = join(folder, 'data');
  const asked = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  // Only what initdb itself writes is not synced: the server syncs as it does by default.
  await run(join(BINARIES, 'initdb'), [...asked, '--no-sync'], as);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const log = join(folder, 'log');
  let server: ChildProcess;
  let frozen: number[] = [];

  const start = async () => {
    const args = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1'];
    const into = openSync(log, 'a');
    server = spawn(join(BINARIES, 'postgres'), args, { ...as, stdio: ['ignore', into, into] });
    const child = server;
    running.add(child);
    child.once('exit', () => running.delete(child));
    await until('PostgreSQL answers', STARTS_WITHIN_MS, () => {
      if (isOver(child)) throw new Error(readFileSync(log, 'utf8').slice(-2000));
      return answers(url);
    });
  };
  const signalAll = (pids: number[], name: NodeJS.Signals) => {
    for (const pid of pids) {
      try {
        process.kill(pid, name);
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  /** The first process first. Each has a process group of its own: only its parent tells whose it is. */
  const everyProcess = async () => {
    const first = server.pid as number;
    const children = (await processes()).filter(({ parent }) => parent === first);
    return [first, ...children.map(({ pid }) => pid)];
  };
  const thaw = () => {
    signalAll(frozen, 'SIGCONT');
    frozen = [];
  };
  const end = async (signal: NodeJS.Signals) => {
    if (isOver(server)) return;
    const pids = await everyProcess();
    const over = new Promise((resolve) => server.once('exit', resolve));
    signalAll(signal === 'SIGKILL' ? pids : pids.slice(0, 1), signal);
    await over;
    // Another server is refused the data as long as one of them is there.
    await until('its last process has ended', 10_000, async () => {
      const alive = await processes();
      return !alive.some(({ pid }) => pids.includes(pid));
    });
  };

  await start();
  return {
    url,
    // What `pg_ctl stop -m immediate` sends.
    stopImmediately: () => end('SIGQUIT'),
    kill: () => end('SIGKILL'),
    startAgain: start,
    async freeze() {
      server.kill('SIGSTOP');
      frozen = await everyProcess();
      signalAll(frozen, 'SIGSTOP');
    },
    thaw,
    async remove() {
      thaw();
      await end('SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As `leftOut`, for want of PostgreSQL; but where everything must be shown, its absence is a failure. */
export function leftOutWithoutPostgres(what: string): void {
  if (process.env.CI === 'true') throw new Error(`${what}: install postgresql, CI needs it`);
  leftOut(what);
}

/** Where `initdb` and `postgres` are: not on the path of Debian, which may have several releases. */
function findBinaries(): string | null {
  const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  const debian = '/usr/lib/postgresql';
  const releases = existsSync(debian)
    ? readdirSync(debian)
        .map(Number)
        .sort((a, b) => b - a)
    : [];
  const places = [
    ...(asked.status === 0 ? [asked.stdout.trim()] : []),
    ...releases.map((release) => join(debian, String(release), 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ];
  const hasBoth = (place: string) =>
    ['initdb', 'postgres'].every((name) => existsSync(join(place, name)));
  return places.find(hasBoth) ?? null;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function ownerOfData(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null;
  const [uid, gid] = ['-u', '-g'].map((what) =>
    Number(spawnSync('id', [what, 'postgres'], { encoding: 'utf8' }).stdout),
  );
  if (!uid || !gid) throw new Error('there is no user postgres to run PostgreSQL as');
  return { uid, gid };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** All there are but those that have ended and wait for somebody to take note. */
async function processes(): Promise<{ pid: number; parent: number }[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [pid, parent, state] = line.trim().split(/\s+/);
      return state?.startsWith('Z') ? [] : [{ pid: Number(pid), parent: Number(parent) }];
    });
}
