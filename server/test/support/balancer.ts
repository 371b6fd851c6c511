import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.js';

const CHECK_EVERY_MS = 250;
const LONGEST_CHECK_MS = 1000;

/**
 * What stands before several processes: hands requests round to those whose `/ready` said so when it was last asked,
 * over connections that are kept. Only who takes no connection is passed over: what was sent is never sent again, and
 * where that fails, the client hears 502.
 */
export type Balancer = {
  url: string;
  /** Resolves when requests go there. */
  add(upstream: string): Promise<void>;
  remove(upstream: string): void;
  /** What could not be handed on, in sentences. */
  failures: string[];
  stop(): Promise<void>;
};

type Upstream = { agent: Agent; isReady: boolean; said: string };

export async function startBalancer(): Promise<Balancer> {
  const upstreams = new Map<string, Upstream>();
  const failures: string[] = [];
  let turn = 0;

  const server = createServer((asked, answer) => handOn(asked, answer, new Set()));
  const refuse = (answer: ServerResponse, why: string) => {
    failures.push(why);
    if (answer.headersSent) answer.destroy();
    else answer.writeHead(502).end();
  };
  const handOn = (asked: IncomingMessage, answer: ServerResponse, closed: Set<string>) => {
    const ready = [...upstreams].filter(([url, { isReady }]) => isReady && !closed.has(url));
    const chosen = ready[turn++ % ready.length];
    if (chosen === undefined) {
      const said = [...upstreams.values()].map(({ said }) => said);
      return refuse(answer, `nobody is ready, they said: ${said.join(', ')}`);
    }
    const [url, { agent }] = chosen;
    const { method = 'GET', headers } = asked;
    const { connection: _, ...passedOn } = headers;
    const sent = request(`${url}${asked.url}`, { method, headers: passedOn, agent });
    const failed = (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') handOn(asked, answer, new Set([...closed, url]));
      else refuse(answer, `${method} ${asked.url} of ${url}: ${error.message}`);
    };
    sent.once('error', failed);
    sent.once('response', (answered) => {
      const { connection, 'keep-alive': __, ...more } = answered.headers;
      answer.writeHead(answered.statusCode ?? 502, { ...more, 'x-upstream': url });
      answered.once('error', failed);
      answered.pipe(answer);
    });
    // Not before there is a connection: what was read could not be read again for another.
    sent.once('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => asked.pipe(sent));
      else asked.pipe(sent);
    });
  };

  const check = async (url: string, upstream: Upstream) => {
    const signal = AbortSignal.timeout(LONGEST_CHECK_MS);
    try {
      const answer = await fetch(`${url}/ready`, { signal });
      upstream.said = await answer.text();
      upstream.isReady = answer.ok;
    } catch {
      // Who says nothing in time may be busy, as everyone on this machine.
      if (!signal.aborted) upstream.isReady = false;
    }
  };
  const timer = setInterval(() => {
    for (const [url, upstream] of upstreams) void check(url, upstream);
  }, CHECK_EVERY_MS);

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const isReady = (url: string) => upstreams.get(url)?.isReady === true;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures,
    async add(url) {
      upstreams.set(url, {
        agent: new Agent({ keepAlive: true }),
        isReady: false,
        said: 'nothing yet',
      });
      await until(`${url} is ready`, 30_000, () => isReady(url));
    },
    remove(url) {
      upstreams.get(url)?.agent.destroy();
      upstreams.delete(url);
    },
    async stop() {
      clearInterval(timer);
      for (const { agent } of upstreams.values()) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
