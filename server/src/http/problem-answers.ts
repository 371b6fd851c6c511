import type { Problem } from '../problem.js';
import type { Answer } from './answer.js';
import { IMPORT_ANSWERS } from './import-answers.js';

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
    pointer: '#/authorization',
    in: 'header',
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
  'viewing-not-found': {
    status: 404,
    title: 'No such viewing',
    detail: 'There is no such entry in this diary.',
    pointer: '#/viewing',
  },
  'token-not-found': { status: 404, title: 'No such token', detail: 'There is no such token.' },
  'flag-not-found': {
    status: 404,
    title: 'No such flag',
    detail: 'There is no such flag.',
    pointer: '#/flag',
  },
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
  'companions-full': {
    status: 409,
    title: 'Too many companions',
    detail: 'A hundred people may choose films with this account already.',
    pointer: '#/companion',
    in: 'path',
  },
  'not-companions': {
    status: 409,
    title: 'Not companions',
    detail: 'Each of them and you must have agreed to choose films together.',
    pointer: '#/with',
    in: 'query',
  },
  'not-matched': {
    status: 409,
    title: 'Not compared',
    detail: 'One of the two does not want their taste to be compared.',
  },
  'ids-differ': {
    status: 409,
    title: 'Two films',
    detail: 'They have different ids in one outside catalogue: they are not one film.',
    pointer: '#/into',
  },
  'in-flight': {
    status: 409,
    title: 'Still being done',
    detail: 'A request with this Idempotency-Key has not ended yet.',
  },
  'changes-gone': {
    status: 410,
    title: 'Begin anew',
    detail:
      'The service was restored from a backup since, and may not have all changes up to there: begin without after, and with nothing known.',
    pointer: '#/after',
    in: 'query',
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
    pointer: '#/content-type',
    in: 'header',
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
  'outside-not-set-up': {
    status: 409,
    title: 'TMDB is not set up',
    detail: 'This service has no key to TMDB; add the film by its facts.',
  },
  'outside-unavailable': {
    status: 503,
    title: 'TMDB is out of reach',
    detail: 'TMDB cannot be reached just now, and nothing was kept; see the Retry-After header.',
  },
  'outside-bad-answer': {
    status: 502,
    title: 'TMDB answered wrongly',
    detail: 'TMDB gave an answer that makes no sense; see the Retry-After header.',
  },
  'outside-timeout': {
    status: 504,
    title: 'TMDB is too slow',
    detail: 'TMDB gave no answer in time; see the Retry-After header.',
  },
  ...IMPORT_ANSWERS,
} satisfies Record<Problem['kind'], Answer>;

export const BROKEN: Answer = {
  status: 500,
  title: 'Internal error',
  detail: 'Something broke here. The requestId finds it in the log.',
};
