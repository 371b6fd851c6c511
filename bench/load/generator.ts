/**
 * A process of its own that asks over HTTP as cheaply as it can: requests are bytes made beforehand, and of an answer
 * no more is read than its status and its length. It shares the machine with what it measures.
 */
import { createConnection, type Socket } from 'node:net';
import { chance } from '../../server/test/support/chance.js';
import { counted, LONGEST_MS } from './counted.js';
import type { Load } from './load.js';

const END_OF_HEAD = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;
const STATUS_AT = 9;
const CONNECTIONS = 512;

type Connection = { ask(request: string, done: (status: number) => void): void; end(): void };

function connect(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket: Socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    let done: ((status: number) => void) | null = null;
    /** Bytes of the body that have not come yet; null before the head is over. */
    let left: number | null = null;
    let status = 0;
    let head = '';
    const take = (chunk: Buffer) => {
      if (left === null) {
        const before = head.length;
        head += chunk.toString('latin1', 0, 4096);
        const end = head.indexOf(END_OF_HEAD);
        if (end < 0) return;
        const isBodiless = head.startsWith('304', STATUS_AT) || head.startsWith('204', STATUS_AT);
        status = Number(head.slice(STATUS_AT, STATUS_AT + 3));
        const length = isBodiless ? 0 : Number(LENGTH.exec(head)?.[1] ?? Number.NaN);
        left = length - (chunk.length - (end + END_OF_HEAD.length - before));
        head = '';
      } else {
        left -= chunk.length;
      }
      if (left > 0) return;
      if (left !== 0) throw new Error('an answer without a length, or longer than that');
      left = null;
      const answered = done;
      done = null;
      answered?.(status);
    };
    socket.on('data', take);
    socket.once('error', reject);
    socket.once('close', () => done?.(0));
    socket.once('connect', () =>
      resolve({
        ask(request, then) {
          done = then;
          socket.write(request, 'latin1');
        },
        end: () => socket.destroy(),
      }),
    );
  });
}

/** The same rating with stars of its own: what is put again as it was is not written. */
function otherStars(request: string, n: number): string {
  const stars = ((n * 7) % 101) / 20;
  return `${request.slice(0, -'0.00}'.length)}${stars.toFixed(2)}}`;
}

/** So many clients, each of whom asks again as soon as it is answered. */
async function inTurns({ port, clients, seconds, asks, varied }: Load & { clients: number }) {
  const connections = await Promise.all(Array.from({ length: clients }, () => connect(port)));
  const answers = counted();
  const list = asks[0]?.requests as string[];
  let next = 0;
  const began = performance.now();
  const end = began + seconds * 1000;
  await Promise.all(
    connections.map(
      (connection) =>
        new Promise<void>((resolve) => {
          const again = () => {
            const sent = performance.now();
            if (sent > end) return resolve();
            const n = next++;
            const request = list[n % list.length] as string;
            connection.ask(
              varied ? otherStars(request, n + Math.trunc(began)) : request,
              (status) => {
                answers.add(status, performance.now() - sent, 0);
                again();
              },
            );
          };
          again();
        }),
    ),
  );
  for (const connection of connections) connection.end();
  return answers.result(seconds);
}

type Waiting = { request: string; kind: number; at: number };

/** So many a second come at times of their own, whatever becomes of those before; each waits from then on. */
async function asTheyCome({
  port,
  rate,
  seconds,
  asks,
  seed,
  connections = CONNECTIONS,
}: Load & { rate: number }) {
  const random = chance(seed ?? 1);
  const answers = counted();
  const idle: Connection[] = [];
  // One by one: Node lets one in at each turn of its event loop.
  while (idle.length < connections) idle.push(await connect(port));
  const waiting: Waiting[] = [];
  /** Nobody waits for a connection for longer than an answer may take. */
  const giveUp = () => {
    while (performance.now() - (waiting[0]?.at ?? Number.POSITIVE_INFINITY) > LONGEST_MS) {
      const { at, kind } = waiting.shift() as Waiting;
      answers.add(0, performance.now() - at, kind);
    }
  };
  const serve = (connection: Connection) => {
    giveUp();
    const ask = waiting.shift();
    if (ask === undefined) return void idle.push(connection);
    connection.ask(ask.request, (status) => {
      answers.add(status, performance.now() - ask.at, ask.kind);
      serve(connection);
    });
  };
  const shares = asks.map(({ share }) => share ?? 1);
  const all = shares.reduce((sum, share) => sum + share, 0);
  const pick = (): { request: string; kind: number } => {
    let at = (random.below(1 << 30) / (1 << 30)) * all;
    const kind = shares.findIndex((share) => {
      at -= share;
      return at < 0;
    });
    const request = random.oneOf(asks[kind]?.requests as string[]);
    return {
      kind,
      request: request.startsWith('PUT') ? otherStars(request, random.below(101)) : request,
    };
  };
  const began = performance.now();
  let due = began;
  while (due < began + seconds * 1000) {
    const now = performance.now();
    giveUp();
    for (; due <= now; due += (-Math.log(1 - random.below(1 << 30) / (1 << 30)) * 1000) / rate) {
      waiting.push({ ...pick(), at: due });
      const connection = idle.pop();
      if (connection !== undefined) serve(connection);
    }
    // Not at once: the time that it takes is that of what it measures.
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  // Whoever was not even asked by now is none of what was done in time.
  waiting.length = 0;
  const end = performance.now() + 2000;
  while (idle.length < connections && performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  for (const connection of idle) connection.end();
  return answers.result(seconds);
}

process.on('message', async (load: Load) => {
  const { clients, rate } = load;
  const answers =
    rate === undefined
      ? await inTurns({ ...load, clients: clients ?? 1 })
      : await asTheyCome({ ...load, rate });
  process.send?.(answers);
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
