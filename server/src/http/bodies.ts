import { TextDecoder } from 'node:util';
import type { FastifyRequest } from 'fastify';
import { fail } from '../problem.js';
import type { Api } from './api.js';

const BODILESS = new Set(['DELETE', 'GET', 'HEAD']);

/** Takes JSON and nothing else: in UTF-8, and none at all where a client only says that it would be JSON. */
export function acceptJson(app: Api): void {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body, done) => {
      if (body.length === 0 && BODILESS.has(request.method)) return done(null, undefined);
      return parse(request, decode(utf8, body), done);
    },
  );
}

function decode(utf8: TextDecoder, body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    fail({ kind: 'malformed', code: 'utf-8', detail: 'The body is not UTF-8.' });
  }
}
