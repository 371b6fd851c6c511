import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { STALE_IF_ERROR_SECONDS } from './conditional.js';
import { isAnonymous, SAFE } from './guard.js';
import type { KeptAnswers } from './kept-answers.js';

const TOLD_EVERY_MS = 60_000;
const STANDS_IN = 'halfstar; hit; detail=database-unavailable';
const KEPT_HEADERS = ['content-type', 'etag', 'link'] as const;

/** Sends what was kept in the place of a refusal; null when there is nothing that may be sent. */
export type StandIn = (
  problem: Problem | null,
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply | null;

/**
 * Keeps the last answers of the catalogue, as they were sent to who did not say who they are, and lets them stand in
 * while the database is away. Nothing of a person is among them: only of routes whose answers are the same for all who
 * are not signed in, and none where reading is not public.
 */
export function staleAnswers(
  app: Api,
  { publicRead, now, metrics }: Services,
  { fresh, last }: KeptAnswers,
): StandIn {
  if (!publicRead) return () => null;
  let toldAt = Number.NEGATIVE_INFINITY;

  app.addHook('onSend', (request, reply, payload, done) => {
    const { statusCode } = reply;
    if (request.kept !== null) return done(null, payload);
    if (isCatalogue(request)) {
      // One that stands in does not get younger by being sent.
      const isFresh = statusCode === 200 && reply.getHeader('cache-status') !== STANDS_IN;
      if (isFresh && typeof payload === 'string' && mayBeKept(request)) {
        const ageMs = Number(reply.getHeader('age') ?? 0) * 1000;
        const { mark, shown } = request;
        const times = { madeAt: now(), at: now() - ageMs };
        const told = { payload, headers: headersOf(reply), mark, shown };
        request.kept = { ...told, ...times, bytes: null, packed: null };
        last.set(request.url, request.kept);
        if (mark !== null || shown !== null) fresh.set(request.url, request.kept);
      } else if (statusCode === 404) {
        fresh.delete(request.url);
        last.delete(request.url);
      }
    } else if (statusCode < 300 && changesCatalogue(request)) {
      // What was removed for a reason is not shown again.
      fresh.clear();
      last.clear();
    }
    done(null, payload);
  });

  return (problem, request, reply) => {
    if (problem?.kind !== 'unavailable' || !isCatalogue(request)) return null;
    if (!isAnonymous(request)) return null;
    const answer = last.get(request.url);
    if (answer === undefined) return null;
    const age = Math.max(0, Math.floor((now() - answer.at) / 1000));
    if (age > STALE_IF_ERROR_SECONDS) return null;
    metrics.staleAnswered();
    if (performance.now() - toldAt > TOLD_EVERY_MS) {
      toldAt = performance.now();
      request.log.warn({ ageSeconds: age }, 'the database is away: kept answers stand in');
    }
    return reply
      .code(200)
      .headers({
        ...answer.headers,
        age: String(age),
        'cache-status': STANDS_IN,
      })
      .send(answer.payload);
  };
}

/** Documentation has an open door, and needs no database. */
function isCatalogue({ routeOptions }: FastifyRequest): boolean {
  const { keeping, standsIn = keeping === 'catalogue', door } = routeOptions.config;
  return standsIn && door === undefined;
}

function mayBeKept(request: FastifyRequest): boolean {
  return request.method === 'GET' && isAnonymous(request);
}

function changesCatalogue({ method, routeOptions }: FastifyRequest): boolean {
  return !SAFE.has(method) && routeOptions.url?.startsWith(`${BASE}/movies`) === true;
}

function headersOf(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  return headers;
}
