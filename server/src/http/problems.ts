import type { FastifyReply, FastifyRequest } from 'fastify';
import type { InputError, Problem } from '../problem.js';
import type { Answer } from './answer.js';
import { problemOf } from './framework-problems.js';
import { ANSWERS, BROKEN } from './problem-answers.js';

const MOST_ERRORS = 20;

export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  errors?: InputError[];
  [more: string]: unknown;
};

/** The document of a refusal, and the headers that go with it. */
export function describe(
  problem: Problem,
  requestId: string,
): { document: ProblemDocument; headers: Record<string, string> } {
  const { status, title, detail, pointer, in: part }: Answer = ANSWERS[problem.kind];
  const document: ProblemDocument = {
    type: `/problems/${problem.kind}`,
    title,
    status,
    detail: 'detail' in problem ? problem.detail : detail,
    requestId,
  };
  const at = 'pointer' in problem ? problem.pointer : pointer;
  if ('errors' in problem) document.errors = problem.errors.slice(0, MOST_ERRORS);
  if (at !== undefined) {
    document.errors = [{ pointer: at, code: problem.kind, detail, ...(part && { in: part }) }];
  }
  if (problem.kind === 'malformed' || problem.kind === 'import-unreadable') {
    document.errors = [{ pointer: '#', code: problem.code, detail: problem.detail }];
  }
  if (problem.kind === 'import-unclear') document.choices = problem.choices;
  if (problem.kind === 'movie-exists') document.movie = `/api/v1/movies/${problem.movieId}`;
  return { document, headers: headersOf(problem) };
}

function headersOf(problem: Problem): Record<string, string> {
  switch (problem.kind) {
    case 'sign-in-required':
    case 'credentials-wrong':
      return { 'www-authenticate': 'Bearer realm="halfstar"' };
    case 'token-invalid':
      return { 'www-authenticate': 'Bearer realm="halfstar", error="invalid_token"' };
    case 'read-only-token':
      return { 'www-authenticate': 'Bearer realm="halfstar", error="insufficient_scope"' };
    case 'method-not-allowed':
      return { allow: problem.allow.join(', ') };
    case 'movie-exists':
      return { location: `/api/v1/movies/${problem.movieId}` };
    case 'rate-limited':
    case 'too-many-attempts':
    case 'unavailable':
    case 'outside-unavailable':
    case 'outside-bad-answer':
    case 'outside-timeout':
      return { 'retry-after': String(problem.retryAfterSeconds) };
    default:
      return {};
  }
}

/** Answers whatever was thrown: refusals as they say, everything else whole to the log and bare to the caller. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem | null = problemOf(error),
) {
  if (problem === null) {
    request.log.error({ err: error }, 'broken');
    const document = { type: '/problems/internal', ...BROKEN, requestId: request.id };
    return send(reply, document, {});
  }
  if (problem.kind === 'unavailable') request.log.debug({ err: error }, 'unavailable');
  const { document, headers } = describe(problem, request.id);
  return send(reply, document, headers);
}

function send(reply: FastifyReply, document: ProblemDocument, headers: Record<string, string>) {
  return reply
    .code(document.status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(document);
}
