import { TextDecoder } from 'node:util';
import type { FastifyRequest } from 'fastify';
import { fail, Refusal } from '../problem.js';
import type { Api } from './api.js';

const EMPTY = /^\s*(\{\s*\}|null)?\s*$/;

export const BYTES = 'application/octet-stream';
const ENCODED = new Refusal({
  kind: 'unsupported-media-type',
  detail: 'Bodies are taken as they are, without Content-Encoding.',
});

/**
 * Takes JSON and nothing else, in UTF-8; but where an operation says so, bytes, which it reads itself. Where no body is expected, a client may say JSON and send none; one that
 * says something is refused, not ignored.
 */
export function acceptBodies(app: Api): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body, done) => {
      if (request.routeOptions.config.body === 'bytes') failType();
      if (isEncoded(request)) throw ENCODED;
      const expected = request.routeOptions.schema?.body !== undefined;
      if (body.length === 0 && !expected) return done(null, undefined);
      if (!expected && request.routeOptions.schema?.hide !== true && !EMPTY.test(String(body))) {
        const detail = 'Nothing is to be said here.';
        fail({ kind: 'invalid', errors: [{ pointer: '#', code: 'no-body', detail, in: 'body' }] });
      }
      return parse(request, decode(utf8, body), done);
    },
  );
  app.addContentTypeParser(BYTES, (request, payload, done) => {
    const isExpected = request.routeOptions.config.body === 'bytes';
    if (isEncoded(request)) return done(ENCODED);
    done(isExpected ? null : new Refusal({ kind: 'unsupported-media-type' }), payload);
  });
}

function isEncoded({ headers }: FastifyRequest): boolean {
  const encoding = headers['content-encoding'];
  return encoding !== undefined && encoding.toLowerCase() !== 'identity';
}

function failType(): never {
  fail({ kind: 'unsupported-media-type', detail: `The body is the file, as ${BYTES}.` });
}

function decode(utf8: TextDecoder, body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    fail({ kind: 'malformed', code: 'utf-8', detail: 'The body is not UTF-8.' });
  }
}
