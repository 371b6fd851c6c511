import type { Socket } from 'node:net';
import type { Api, Services } from './api.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Its place among all requests, in the order in which they came. */
    place: number;
  }
}

/**
 * Once we stop, every answer is the last of its connection: a balancer hears so before it sends the next request, and
 * opens its next connection elsewhere.
 */
export function endConnections(app: Api, { stopping }: Pick<Services, 'stopping'>): void {
  /** Not the request itself: a connection that waits for its next one would hold on to all of the last. */
  const latest = new WeakMap<Socket, number>();
  let last = 0;

  app.decorateRequest('place', 0);
  app.addHook('onRequest', (request, _reply, done) => {
    request.place = ++last;
    latest.set(request.raw.socket, last);
    done();
  });
  app.addHook('onSend', ({ raw, place }, reply, payload, done) => {
    // Who has sent the next request already is answered that one, too.
    if (stopping() && latest.get(raw.socket) === place) reply.header('connection', 'close');
    done(null, payload);
  });
}
