import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../problem.js';
import type { Api } from './api.js';

const LONGEST_MS = 30_000;
/** For the largest upload on the slowest line that is waited for; what else there is has its own, shorter limits. */
const LONGEST_UPLOAD_MS = 2 * 60 * 60_000;
const LATE = new Refusal({ kind: 'request-timeout' });

/**
 * Refuses a body that takes too long to arrive, and lets go of who goes on sending one that was answered. Bytes are
 * waited for by who reads them, as long as they move.
 */
export function refuseLateBodies(app: Api): void {
  app.server.headersTimeout = LONGEST_MS;
  app.server.requestTimeout = LONGEST_UPLOAD_MS;
  app.addHook('onRequest', (request, reply, done) => {
    const { raw } = request;
    if (hasBody(raw.headers)) {
      const timer = setInterval(() => {
        // What comes by no connection does not say whether it is complete.
        if (raw.complete !== false) clearInterval(timer);
        else if (reply.sent) raw.socket.destroy();
        else if (request.routeOptions.config.body !== 'bytes') {
          reply.header('connection', 'close').send(LATE);
        }
      }, LONGEST_MS);
      raw.once('close', () => clearInterval(timer));
    }
    done();
  });
}

function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
}
