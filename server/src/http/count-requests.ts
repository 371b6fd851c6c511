import type { FastifyRequest } from 'fastify';
import type { Metrics } from '../ports.js';
import type { Api, Services } from './api.js';
import { METHODS } from './methods.js';

const KNOWN = new Set<string>(METHODS);

/** Counts every request by the pattern of its route: an address holds names, and there is no end of addresses. */
export function countRequests(app: Api, { metrics }: Pick<Services, 'metrics'>): void {
  app.addHook('onResponse', (request, reply, done) => {
    metrics.requestAnswered({
      method: methodOf(request),
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      // What goes on for as long as there is news was answered with its first word.
      seconds: request.routeOptions.config.answer === 'events' ? 0 : reply.elapsedTime / 1000,
    });
    done();
  });
}

/** Counts what no route was looked for, and no hook hears of. */
export function countUnread(
  metrics: Metrics,
  status: number,
  request: FastifyRequest | null = null,
): void {
  const method = request && methodOf(request);
  metrics.requestAnswered({ method, route: null, status, seconds: 0 });
}

function methodOf({ method }: FastifyRequest): string | null {
  return KNOWN.has(method) ? method : null;
}
