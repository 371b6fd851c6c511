import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { Redis } from 'ioredis';
import { until } from './until.js';

const GIVEN = 'redis://127.0.0.1:6379/9';

/** A Redis of one's own, which may be ended as a crash does, or stopped in the middle of everything. */
export type OwnRedis = {
  url: string;
  client: Redis;
  kill(): Promise<void>;
  /** On the same port, and empty. */
  startAgain(): Promise<void>;
  freeze(): void;
  thaw(): void;
  /** Whatever was done to it, it answers now. */
  revive(): Promise<void>;
  stop(): Promise<void>;
};

export const CAN_START_REDIS = spawnSync('redis-server', ['--version']).status === 0;

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export async function startRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}/0`;
  let child = await spawnRedis(port);
  const client = clientOf(url);
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const kill = async () => {
    if (isOver()) return;
    const over = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await over;
  };
  const startAgain = async () => {
    child = await spawnRedis(port);
  };
  return {
    url,
    client,
    kill,
    startAgain,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async revive() {
      child.kill('SIGCONT');
      if (isOver()) await startAgain();
      await until('Redis answers', 3000, () => client.ping().catch(() => null));
    },
    async stop() {
      client.disconnect();
      await kill();
    },
  };
}

/** The Redis that may be running on this machine for all; null when there is none. Only our own keys are removed. */
export async function givenRedis(): Promise<{ url: string; client: Redis } | null> {
  const client = clientOf(GIVEN);
  const answers = await until('Redis answers', 500, () => client.ping().catch(() => null)).catch(
    () => null,
  );
  if (answers !== null) return { url: GIVEN, client };
  client.disconnect();
  return null;
}

/** As `leftOut`, for want of Redis; but where everything must be shown, its absence is a failure. */
export function leftOutWithoutRedis(what: string): void {
  if (process.env.CI === 'true') throw new Error(`${what}: install redis-server, CI needs it`);
  leftOut(what);
}

/** Says on stderr what a run leaves out: nobody shall believe that it was shown. */
export function leftOut(what: string): void {
  process.stderr.write(`\n*** LEFT OUT: ${what} ***\n\n`);
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function spawnRedis(port: number): Promise<ChildProcess> {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const client = clientOf(`redis://127.0.0.1:${port}/0`);
  await until('Redis answers', 5000, () => client.ping().catch(() => null));
  client.disconnect();
  return child;
}

function clientOf(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => 50 });
  client.on('error', () => {});
  return client;
}
