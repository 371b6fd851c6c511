import type { FastifyError } from 'fastify';
import { type InputError, type Problem, Refusal } from '../problem.js';

/** The refusal behind an error, of ours or the framework's; null when something broke. */
export function problemOf(error: unknown): Problem | null {
  if (error instanceof Refusal) return error.problem;
  const { code, statusCode, validation, validationContext } = error as Partial<FastifyError>;
  if (validation !== undefined) return invalidBy(validation, validationContext);
  if (code !== undefined && Object.hasOwn(BY_FASTIFY, code)) return BY_FASTIFY[code] ?? null;
  if (code !== undefined && BUSY.test(code)) return { kind: 'unavailable', retryAfterSeconds: 1 };
  return statusCode !== undefined && statusCode >= 400 && statusCode < 500
    ? otherRefusal(statusCode)
    : null;
}

/** SQLite's lock is taken; PostgreSQL gave up serialising, or untying a deadlock, also after several times. */
const BUSY = /^SQLITE_BUSY|^40001$|^40P01$/;

/** What a plugin refuses: a path that leaves its folder, or a body that breaks off. */
function otherRefusal(statusCode: number): Problem {
  if (statusCode === 403 || statusCode === 404) return { kind: 'not-found' };
  return malformed('http', 'The request could not be read.');
}

const malformed = (code: string, detail: string): Problem => ({ kind: 'malformed', code, detail });

/** What the framework refuses, in our words. */
const BY_FASTIFY: Record<string, Problem> = {
  FST_ERR_BAD_URL: malformed('url', 'The path is not percent-encoded UTF-8.'),
  FST_ERR_MAX_PARAM_LENGTH: malformed('url', 'A part of the path is longer than any name.'),
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

/** They only say that one of the others went wrong. */
const SUMMARIES = new Set(['anyOf', 'minProperties', 'maxProperties']);

type Validation = NonNullable<FastifyError['validation']>;
const PARTS = { body: 'body', querystring: 'query', params: 'path', headers: 'header' } as const;

function invalidBy(
  validation: Validation,
  context: keyof typeof PARTS | string | undefined,
): Problem {
  const part = PARTS[(context ?? 'body') as keyof typeof PARTS] ?? 'body';
  const telling = validation.filter(
    ({ keyword, params }) =>
      !SUMMARIES.has(keyword) &&
      !(keyword === 'type' && (params as { type?: unknown }).type === 'null'),
  );
  const errors = (telling.length > 0 ? telling : validation).map(
    ({ keyword, instancePath, params, message }): InputError => {
      const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
      const inner = missingProperty ?? additionalProperty;
      const pointer =
        inner === undefined ? instancePath : `${instancePath}/${escapePointer(inner)}`;
      return {
        pointer: `#${pointer}`,
        code: kebab(keyword),
        detail: sentence(allowed(params) ?? message, inner),
        in: part,
      };
    },
  );
  return { kind: 'invalid', errors };
}

/** Of a choice, what there is to choose from. */
function allowed({ allowedValues }: { allowedValues?: unknown }): string | undefined {
  return Array.isArray(allowedValues) ? `must be one of ${allowedValues.join(', ')}` : undefined;
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
