import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and its server, and lets nothing through when it is told so. */
export type TcpProxy = {
  port: number;
  /** Nothing is heard any more, and nobody is told so: as when a machine is switched off. */
  freeze(): void;
  thaw(): void;
  /** Of connections so far nothing is heard any more, and new ones are served: as when another server takes over. */
  forget(): void;
  /** Every connection breaks, and new ones are refused. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  stop(): Promise<void>;
};

export async function startProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const links = new Set<readonly [Socket, Socket]>();
  let frozen = false;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    const there = connect(target);
    keep(there);
    for (const [from, to] of [
      [client, there],
      [there, client],
    ] as const) {
      from.pipe(to);
      from.once('close', () => to.destroy());
      if (frozen) from.unpipe(to).pause();
    }
    const link = [client, there] as const;
    links.add(link);
    client.once('close', () => links.delete(link));
  });
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
  const port = await listen(0);
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  const silence = () => {
    for (const [one, other] of links) {
      one.unpipe(other).pause();
      other.unpipe(one).pause();
    }
  };

  return {
    port,
    freeze() {
      frozen = true;
      silence();
    },
    forget() {
      silence();
      links.clear();
    },
    thaw() {
      if (!frozen) return;
      frozen = false;
      for (const [one, other] of links) {
        one.pipe(other);
        other.pipe(one);
      }
    },
    cut,
    mend: async () => void (await listen(port)),
    stop: async () => (server.listening ? cut() : undefined),
  };
}
