import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Api, Services } from './api.js';

/**
 * Once we stop, every answer is the last of its connection: a balancer hears so before it sends the next request, and
 * opens its next connection elsewhere.
 */
export function endConnections(app: Api, { stopping }: Pick<Services, 'stopping'>): void {
  const latest = new WeakMap<Socket, IncomingMessage>();

  app.addHook('onRequest', ({ raw }, _reply, done) => {
    latest.set(raw.socket, raw);
    done();
  });
  app.addHook('onSend', ({ raw }, reply, payload, done) => {
    // Who has sent the next request already is answered that one, too.
    if (stopping() && latest.get(raw.socket) === raw) reply.header('connection', 'close');
    done(null, payload);
  });
  // A connection that waits for its next request does not hold on to all of the last one.
  app.addHook('onResponse', ({ raw }, _reply, done) => {
    if (latest.get(raw.socket) === raw) latest.delete(raw.socket);
    done();
  });
}
