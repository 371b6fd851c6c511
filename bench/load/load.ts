import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const GENERATOR = fileURLToPath(new URL('./generator.ts', import.meta.url));

/** Of so many clients in turns, or of `rate` a second that come as they like; the first of `asks` alone in turns. */
export type Load = {
  port: number;
  seconds: number;
  asks: { share?: number; requests: string[] }[];
  clients?: number;
  rate?: number;
  seed?: number;
  /** Ratings, each time with other stars. */
  varied?: boolean;
  /** Of those that come as they like: opened before, as a balancer has them, and shared by all who come. */
  connections?: number;
};

/** Milliseconds from when a request was due to the end of its answer. */
export type Answers = {
  answers: number;
  perSecond: number;
  /** 0: the connection ended instead, or there was none to ask by. */
  statuses: Record<number, number>;
  p50: number;
  p95: number;
  p99: number;
  p99OfKind: number[];
  /** With success and within a second, a second. */
  goodPerSecond: number;
  /** Of those that were refused since there was too much to do; null when none was. */
  p99OfRefusals: number | null;
};

export type Generator = {
  run(load: Load): Promise<Answers>;
  close(): void;
};

/** Starts the process that asks. */
export async function startGenerator(): Promise<Generator> {
  const child = await forked(GENERATOR);
  return {
    async run(load) {
      child.send(load);
      return (await messageOf(child)) as Answers;
    },
    close: () => child.disconnect(),
  };
}

/** A file of ours in a process of its own, once it says that it is ready. */
export async function forked(file: string): Promise<ChildProcess> {
  const child = fork(file, { execArgv: ['--import', 'tsx'] });
  await messageOf(child);
  return child;
}

/** What a process says next; rejects when it ends instead. */
export function messageOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`a process of the bench ended: ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(message);
    });
  });
}

/** A request as bytes. */
export function requestOf({
  method = 'GET',
  path,
  headers = {},
  body,
}: {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all = {
    host: 'halfstar',
    ...(text !== '' && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}
