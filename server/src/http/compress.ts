import { constants, gzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import type { Api } from './api.js';

/** Less than that fits into what is sent at once anyway. */
const LEAST_LENGTH = 1400;
const LEVEL = constants.Z_BEST_SPEED + 3;
const PACKED = /-gzip(?=")/g;

/**
 * Sends long JSON compressed to whoever takes that: a list of films shrinks to a sixth. Only answers to GET, as none of
 * them holds a secret whose length could be guessed from how well it goes with what was asked.
 */
export function compressAnswers(app: Api): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const isPlain = request.method === 'GET' && reply.statusCode === 200;
    if (!isPlain || typeof payload !== 'string' || !wantsPacked(request, payload)) {
      return done(null, payload);
    }
    const tag = reply.getHeader('etag');
    if (tag !== undefined) reply.header('etag', packedTag(String(tag)));
    reply.removeHeader('content-length').header('content-encoding', 'gzip');
    const { kept } = request;
    if (kept?.packed) return done(null, kept.packed);
    gzip(payload, { level: LEVEL }, (error, packed) => {
      if (kept !== null) kept.packed = packed;
      done(error as null, packed);
    });
  });
}

/** Whether it is worth compressing, and may be. */
export function wantsPacked({ headers }: FastifyRequest, payload: string): boolean {
  const accepted = headers['accept-encoding'];
  return (
    payload.length >= LEAST_LENGTH && accepted !== undefined && takes(String(accepted), 'gzip')
  );
}

/** Bytes of another encoding are another representation. */
export function packedTag(tag: string): string {
  return tag.replace(/"$/, '-gzip"');
}

/** A header of entity tags, as if all of them had been sent as they are. */
export function unpackedTags(header: string): string {
  return header.replaceAll(PACKED, '');
}

/** Whether `accepted`, a header, allows an encoding. */
export function takes(accepted: string, encoding: string): boolean {
  return new RegExp(`(^|,)\\s*${encoding}\\s*(;(?!\\s*q=0(\\.0*)?\\s*(,|$))[^,]*)?(,|$)`, 'i').test(
    accepted,
  );
}
