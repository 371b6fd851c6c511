import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { Refusal } from '../problem.js';
import { takesAnswer } from './accept.js';
import type { Api, Services } from './api.js';
import { auditRoutes } from './audit.js';
import { batchRoutes } from './batch.js';
import { acceptBodies } from './bodies.js';
import { chartRoutes } from './charts.js';
import { answerClientError } from './client-errors.js';
import { companionRoutes } from './companions.js';
import { compressAnswers } from './compress.js';
import { conditionalGets } from './conditional.js';
import { countRequests, countUnread } from './count-requests.js';
import { docs, docsRoutes } from './docs.js';
import { exportRoutes } from './export.js';
import { favouriteRoutes } from './favourites.js';
import { flagRoutes } from './flags.js';
import { problemOf } from './framework-problems.js';
import { freshAnswers } from './fresh-answers.js';
import { guard } from './guard.js';
import { decorate, headersOfAll } from './headers.js';
import { healthRoutes } from './health.js';
import { importEventRoutes } from './import-events.js';
import { importRowRoutes } from './import-rows.js';
import { importUploadRoutes } from './import-upload.js';
import { importRoutes } from './imports.js';
import { decorateKept, keptAnswers } from './kept-answers.js';
import { endConnections } from './last-answers.js';
import { refuseLateBodies } from './late-bodies.js';
import { mergeRoutes } from './merge.js';
import { refuseOtherMethods } from './methods.js';
import { methodRoutes } from './methods-page.js';
import { movieRoutes } from './movies.js';
import { tellOfOthers } from './others-ask.js';
import { OVERLOADED, refuseOverload } from './overload.js';
import { pageRoutes } from './page.js';
import { popularRoutes } from './popular.js';
import { predictionRoutes } from './predictions.js';
import { answerError } from './problems.js';
import { ratingListRoutes } from './rating-lists.js';
import { ratingRoutes } from './ratings.js';
import { recommendationRoutes } from './recommendations.js';
import { requestLog } from './request-log.js';
import { scoreRoutes } from './score.js';
import { buildSerialisers } from './serialisers.js';
import { sessionRoutes } from './sessions.js';
import { setAsideRoutes } from './set-aside.js';
import { NAMED } from './shapes.js';
import { type StandIn, staleAnswers } from './stale-answers.js';
import { statisticsRoutes } from './statistics.js';
import { tmdbRoutes } from './tmdb.js';
import { tokenRoutes } from './tokens.js';
import { userRoutes } from './users.js';
import { buildValidators, refuseUnknownParameters } from './validation.js';
import { viewingRoutes } from './viewings.js';
import { watchlistRoutes } from './watchlist.js';

const BODY_LIMIT = 2 * 1024 * 1024;
const LONGEST_PARAMETER = 500;
/** As W3C Trace Context has it. */
const TRACEPARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
/** Somebody may be asked for by an e-mail address. */
const ADDRESS = /[^/]+(@|%40)[^/]+/gi;
const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
/** Levels at which a line for each request is written. */
const TOLD_AT = new Set(['trace', 'debug', 'info']);
const NOT_ACCEPTABLE = new Refusal({ kind: 'not-acceptable' });

/** The whole service over HTTP, ready to listen or to be injected into. */
export async function buildServer(services: Services, logger: FastifyBaseLogger): Promise<Api> {
  const app: Api = Fastify({
    loggerInstance: logger,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    childLoggerFactory: requestLog,
    bodyLimit: BODY_LIMIT,
    // Whoever got through while we stop is served; the framework's own 503 is no problem document either.
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    trustProxy: services.trustProxy.length > 0 ? services.trustProxy : false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
    },
    frameworkErrors: (error, request, reply) => {
      // No hook runs for a path that could not be read.
      decorate(reply, said(request));
      if (services.stopping()) reply.header('connection', 'close');
      answer(error, request, reply);
      countUnread(services.metrics, reply.statusCode, request);
    },
    clientErrorHandler: (error, socket) => {
      const status = answerClientError(error, socket as Socket, services.demo);
      if (status !== null) countUnread(services.metrics, status);
    },
  });
  const said = headersOfAll(services.demo);
  let standIn: StandIn = () => null;
  /** A refusal as it is, or what was kept in its place. */
  function answer(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const problem = problemOf(error);
    // Under overload not even what is at hand is sent: nobody has been counted yet.
    const kept = error === OVERLOADED ? null : standIn(problem, request, reply);
    if (kept !== null) return kept;
    services.metrics.requestRefused(problem?.kind ?? 'internal');
    return answerError(error, request, reply, problem);
  }
  const kept = keptAnswers();
  decorateKept(app);
  buildValidators(app, services.buildsAtOnce);
  buildSerialisers(app, services.buildsAtOnce);
  app.setErrorHandler(answer);
  acceptBodies(app);
  for (const shape of NAMED) app.addSchema(shape);

  app.addHook('onRequest', (request, _reply, done) => {
    done(takesAnswer(request) ? undefined : NOT_ACCEPTABLE);
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    decorate(reply, said(request));
    done(null, payload);
  });
  app.addHook('onResponse', requestLine(logger));
  countRequests(app, services);
  endConnections(app, services);
  tellOfOthers(app, services);
  refuseLateBodies(app);
  await refuseOverload(app, services);
  // Whoever reads a cookie has it parsed: most requests bring none.
  await app.register(cookie, { hook: false });
  await docs(app);
  guard(app, services);
  freshAnswers(app, services, kept, said);
  conditionalGets(app, services.publicRead);
  standIn = staleAnswers(app, services, kept);
  // Last, so that all before it read what they send.
  compressAnswers(app);
  // Registered before the routes, so that they hear of each.
  refuseUnknownParameters(app);
  const otherMethods = refuseOtherMethods(app);

  for (const routes of [
    docsRoutes,
    pageRoutes,
    methodRoutes,
    healthRoutes,
    userRoutes,
    sessionRoutes,
    tokenRoutes,
    movieRoutes,
    mergeRoutes,
    scoreRoutes,
    chartRoutes,
    ratingRoutes,
    ratingListRoutes,
    batchRoutes,
    favouriteRoutes,
    watchlistRoutes,
    viewingRoutes,
    statisticsRoutes,
    exportRoutes,
    importRoutes,
    importUploadRoutes,
    importRowRoutes,
    importEventRoutes,
    popularRoutes,
    tmdbRoutes,
    setAsideRoutes,
    companionRoutes,
    predictionRoutes,
    recommendationRoutes,
    flagRoutes,
    auditRoutes,
  ]) {
    routes(app, services);
  }
  otherMethods();
  await app.ready();
  return app;
}

function traceOf(header: unknown): string | undefined {
  return typeof header === 'string' && TRACEPARENT.test(header) ? header : undefined;
}

/** One line for each request; of its address only the path, since queries hold what people look for. */
function requestLine(log: FastifyBaseLogger) {
  return (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (TOLD_AT.has(log.level)) tell(log, request, reply);
    done();
  };
}

function tell(log: FastifyBaseLogger, request: FastifyRequest, reply: FastifyReply): void {
  const { method, url, routeOptions, viewer, headers } = request;
  log.info(
    {
      requestId: request.id,
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
