import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type MetricsServer = { port: number; close(): Promise<void> };

type Source = { contentType: string; metrics(): Promise<string> };

/** Answers `GET /metrics` on a port of its own, so that no balancer leads the public to it. Rejects as `listen` fails. */
export async function listenForMetrics(
  { host, port }: { host: string; port: number },
  source: Source,
): Promise<MetricsServer> {
  const server = createServer(async ({ method, url }, response) => {
    if (url?.split('?', 1)[0] !== '/metrics') return response.writeHead(404).end();
    if (method !== 'GET') return response.writeHead(405, { allow: 'GET' }).end();
    try {
      const text = await source.metrics();
      response.writeHead(200, { 'content-type': source.contentType, 'cache-control': 'no-store' });
      return response.end(text);
    } catch {
      // A scrape that fails is told by what scrapes.
      return response.writeHead(500).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
