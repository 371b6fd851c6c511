import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { type InputError, type Problem, Refusal } from '../problem.js';

type Answer = { status: number; title: string; detail: string; pointer?: string };

/** What each refusal is on the wire. The page of a kind says the same. */
export const ANSWERS = {
  invalid: {
    status: 400,
    title: 'Invalid input',
    detail: 'The request does not fit what is expected.',
  },
  malformed: { status: 400, title: 'Not readable', detail: 'The request could not be read.' },
  'sign-in-required': { status: 401, title: 'Sign in first', detail: 'This needs a bearer token.' },
  'token-invalid': {
    status: 401,
    title: 'Invalid token',
    detail: 'The token is malformed, unknown, expired or revoked.',
  },
  'credentials-wrong': {
    status: 401,
    title: 'Wrong name or password',
    detail: 'No account has this name and this password.',
  },
  'account-disabled': {
    status: 403,
    title: 'Account disabled',
    detail: 'An ADMIN disabled this account.',
  },
  'not-allowed': { status: 403, title: 'Not allowed', detail: 'This account may not do that.' },
  'read-only-token': { status: 403, title: 'Read-only token', detail: 'This token may only read.' },
  'cross-site': {
    status: 403,
    title: 'Cross-site request',
    detail: 'With a cookie, changes are taken from our own page only.',
  },
  'password-needed': {
    status: 403,
    title: 'Password needed',
    detail: 'Give currentPassword, or sign in again: this session is no longer fresh.',
  },
  'not-found': { status: 404, title: 'Not found', detail: 'There is nothing here.' },
  'user-not-found': {
    status: 404,
    title: 'No such user',
    detail: 'There is no such user.',
    pointer: '#/user',
  },
  'movie-not-found': {
    status: 404,
    title: 'No such movie',
    detail: 'There is no such movie.',
    pointer: '#/movie',
  },
  'person-not-found': {
    status: 404,
    title: 'No such person',
    detail: 'There is no person of this id.',
  },
  'rating-not-found': {
    status: 404,
    title: 'Not rated',
    detail: 'There is no rating of this movie.',
  },
  'token-not-found': { status: 404, title: 'No such token', detail: 'There is no such token.' },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: 'See the Allow header.',
  },
  'not-acceptable': {
    status: 406,
    title: 'Not acceptable',
    detail: 'Answers are application/json.',
  },
  'handle-taken': {
    status: 409,
    title: 'Handle taken',
    detail: 'Another account has this handle, perhaps in other letters.',
    pointer: '#/handle',
  },
  'email-taken': {
    status: 409,
    title: 'E-mail address taken',
    detail: 'Another account has this address.',
    pointer: '#/email',
  },
  'last-admin': {
    status: 409,
    title: 'The last ADMIN',
    detail: 'Make someone else ADMIN first: a service with users needs one.',
  },
  'movie-exists': {
    status: 409,
    title: 'Movie exists',
    detail: 'A movie has one of these ids already.',
  },
  'in-flight': {
    status: 409,
    title: 'Still being done',
    detail: 'A request with this Idempotency-Key has not ended yet.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    detail: 'It is not in the state that If-Match or If-None-Match asks for.',
  },
  'too-large': { status: 413, title: 'Too large', detail: 'The body is larger than this takes.' },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    detail: 'Bodies are application/json.',
  },
  'key-reused': {
    status: 422,
    title: 'Idempotency-Key used again',
    detail: 'This Idempotency-Key came with another body before.',
  },
  'rate-limited': {
    status: 429,
    title: 'Too many requests',
    detail: 'See the Retry-After header.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts',
    detail: 'Too many of these from this address or for this account; see the Retry-After header.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Headers too large',
    detail: 'The headers are too large.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    detail: 'The request took too long to arrive.',
  },
  unavailable: {
    status: 503,
    title: 'Busy',
    detail: 'Try again in a moment; see the Retry-After header.',
  },
} satisfies Record<Problem['kind'], Answer>;

export const BROKEN: Answer = {
  status: 500,
  title: 'Internal error',
  detail: 'Something broke here. The requestId finds it in the log.',
};

const MOST_ERRORS = 20;

export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  errors?: Omit<InputError, 'in'>[];
  [more: string]: unknown;
};

/** The document of a refusal, and the headers that go with it. */
export function describe(
  problem: Problem,
  requestId: string,
): { document: ProblemDocument; headers: Record<string, string> } {
  const { status, title, detail, pointer }: Answer = ANSWERS[problem.kind];
  const document: ProblemDocument = {
    type: `/problems/${problem.kind}`,
    title,
    status,
    detail: 'detail' in problem ? problem.detail : detail,
    requestId,
  };
  if ('errors' in problem) document.errors = problem.errors.slice(0, MOST_ERRORS);
  if (pointer !== undefined) document.errors = [{ pointer, code: problem.kind, detail }];
  if (problem.kind === 'malformed') {
    document.errors = [{ pointer: '#', code: problem.code, detail: problem.detail }];
  }
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
      return { 'retry-after': String(problem.retryAfterSeconds) };
    default:
      return {};
  }
}

/** Answers whatever was thrown: refusals as they say, everything else whole to the log and bare to the caller. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = problemOf(error);
  if (problem === null) {
    request.log.error({ err: error }, 'broken');
    const document = { type: '/problems/internal', ...BROKEN, requestId: request.id };
    return send(reply, document, {});
  }
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

/** The refusal behind an error, of ours or the framework's; null when something broke. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Refusal) return error.problem;
  const { code, validation, validationContext } = error as FastifyError;
  if (validation !== undefined) return invalidBy(validation, validationContext);
  if (code !== undefined && Object.hasOwn(BY_FASTIFY, code)) return BY_FASTIFY[code] ?? null;
  return null;
}

const malformed = (code: string, detail: string): Problem => ({ kind: 'malformed', code, detail });

/** What the framework refuses, in our words. */
const BY_FASTIFY: Record<string, Problem> = {
  FST_ERR_BAD_URL: malformed('url', 'The path is not percent-encoded UTF-8.'),
  FST_ERR_CTP_BODY_TOO_LARGE: { kind: 'too-large' },
  FST_ERR_CTP_EMPTY_JSON_BODY: malformed('json', 'A JSON body is expected, and there is none.'),
  FST_ERR_CTP_INVALID_JSON_BODY: malformed('json', 'The body is not JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: malformed(
    'content-length',
    'The body is not as long as said.',
  ),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: { kind: 'unsupported-media-type' },
  FST_ERR_CTP_INVALID_TYPE: { kind: 'unsupported-media-type' },
};

type Validation = NonNullable<FastifyError['validation']>;
const PARTS = { body: 'body', querystring: 'query', params: 'path', headers: 'header' } as const;

function invalidBy(
  validation: Validation,
  context: keyof typeof PARTS | string | undefined,
): Problem {
  const part = PARTS[(context ?? 'body') as keyof typeof PARTS] ?? 'body';
  const errors = validation.map(({ keyword, instancePath, params, message }): InputError => {
    const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
    const inner = missingProperty ?? additionalProperty;
    const pointer = inner === undefined ? instancePath : `${instancePath}/${escapePointer(inner)}`;
    return {
      pointer: `#${pointer}`,
      code: kebab(keyword),
      detail: sentence(message, inner),
      in: part,
    };
  });
  return { kind: 'invalid', errors };
}

function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100);
}

function kebab(keyword: string): string {
  return keyword.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function sentence(message = 'is not valid', name?: string): string {
  const text = message.startsWith('must NOT have additional')
    ? `there is no "${name}" here`
    : message;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
