import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { fail } from '../problem.js';
import { type Api, BASE, type Services } from './api.js';
import { batchRoutes } from './batch.js';
import { acceptJson } from './bodies.js';
import { answerClientError } from './client-errors.js';
import { conditionalGets } from './conditional.js';
import { docs, docsRoutes } from './docs.js';
import { favouriteRoutes } from './favourites.js';
import { guard } from './guard.js';
import { DEMO_HEADERS, HSTS, SECURITY_HEADERS } from './headers.js';
import { healthRoutes } from './health.js';
import { refuseOtherMethods } from './methods.js';
import { movieRoutes } from './movies.js';
import { popularRoutes } from './popular.js';
import { answerError } from './problems.js';
import { ratingListRoutes } from './rating-lists.js';
import { ratingRoutes } from './ratings.js';
import { sessionRoutes } from './sessions.js';
import { NAMED } from './shapes.js';
import { tokenRoutes } from './tokens.js';
import { userRoutes } from './users.js';
import { compileValidator, refuseUnknownParameters } from './validation.js';

const BODY_LIMIT = 2 * 1024 * 1024;
const REQUEST_TIMEOUT_MS = 30_000;
const LONGEST_PARAMETER = 500;
const TAKES_JSON = /\*\/\*|application\/(\*|json|problem\+json)/i;
/** As W3C Trace Context has it. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
/** Somebody may be asked for by an e-mail address. */
const ADDRESS = /[^/]+(@|%40)[^/]+/gi;
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/** The whole service over HTTP, ready to listen or to be injected into. */
export async function buildServer(services: Services, logger: FastifyBaseLogger): Promise<Api> {
  const app: Api = Fastify({
    loggerInstance: logger,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Whoever got through while we stop is served; the framework's own 503 is no problem document either.
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    trustProxy: services.trustProxy.length > 0 ? services.trustProxy : false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) => {
      // No hook ran for a path that could not be read.
      decorate(services, request, reply);
      return answerError(error, request, reply);
    },
    clientErrorHandler: (error, socket) =>
      answerClientError(error, socket as Socket, services.demo),
  });
  app.setValidatorCompiler(compileValidator);
  app.setErrorHandler(answerError);
  acceptJson(app);
  for (const shape of NAMED) app.addSchema(shape);

  app.addHook('onRequest', async (request, reply) => {
    decorate(services, request, reply);
    mustTakeJson(request);
  });
  app.addHook('onResponse', logRequest);
  await app.register(cookie);
  await docs(app);
  guard(app, services);
  conditionalGets(app, services.publicRead);
  // Registered before the routes, so that they hear of each.
  refuseUnknownParameters(app);
  const otherMethods = refuseOtherMethods(app);

  for (const routes of [
    docsRoutes,
    healthRoutes,
    userRoutes,
    sessionRoutes,
    tokenRoutes,
    movieRoutes,
    ratingRoutes,
    ratingListRoutes,
    batchRoutes,
    favouriteRoutes,
    popularRoutes,
  ]) {
    routes(app, services);
  }
  otherMethods();
  app.setNotFoundHandler(() => fail({ kind: 'not-found' }));
  await app.ready();
  return app;
}

function decorate({ demo }: Services, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id, ...(demo && DEMO_HEADERS) });
  if (request.protocol === 'https') reply.header('strict-transport-security', HSTS);
}

/** All that the API answers is JSON: who takes none of it hears so before anything is done. */
function mustTakeJson({ headers, url }: FastifyRequest): void {
  if (headers.accept === undefined || !url.startsWith(`${BASE}/`)) return;
  if (!TAKES_JSON.test(headers.accept)) fail({ kind: 'not-acceptable' });
}

function traceOf(header: unknown): string | undefined {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : undefined;
}

/** One line for each request; of its address only the path, since queries hold what people look for. */
async function logRequest(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { method, url, routeOptions, viewer, headers } = request;
  request.log.info(
    {
      method,
      path: url.split('?', 1)[0]?.replace(ADDRESS, '[redacted]'),
      route: routeOptions.url,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 100) / 100,
      userId: viewer?.user.id,
      traceparent: traceOf(headers.traceparent),
    },
    'request',
  );
}
