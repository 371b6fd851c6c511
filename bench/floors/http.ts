/**
 * What answering costs at the least: a process that gives the same bytes to every request, by `node:http` alone or by
 * Fastify without a hook.
 */
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';

export type Bytes = { status: number; headers: OutgoingHttpHeaders; body: string };
export type Floor = { by: 'node' | 'fastify'; bytes: Bytes };

async function byNode({ status, headers, body }: Bytes): Promise<number> {
  const bytes = Buffer.from(body);
  const length = { 'content-length': bytes.length };
  const server = createServer((_request, response) => {
    response.writeHead(status, { ...headers, ...(body !== '' && length) }).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function byFastify({ status, headers, body }: Bytes): Promise<number> {
  const bytes = Buffer.from(body);
  const app = Fastify();
  app.get('/api/v1/movies/:movie', (_request, reply) => {
    reply.code(status).headers(headers).send(bytes);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return (app.server.address() as AddressInfo).port;
}

process.on('message', async ({ by, bytes }: Floor) => {
  process.send?.(await (by === 'node' ? byNode(bytes) : byFastify(bytes)));
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
